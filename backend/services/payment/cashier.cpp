#include "cashier.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "chassis/runtime/spawn.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::payment {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

const Log cashier_log{"cashier"};

constexpr int most_rounds = 4;         // of asking again after a void
constexpr auto least_time = 10ms;      // for a call to the card network
constexpr auto time_to_record = 80ms;  // kept from the caller's time for what follows, up to half of it
constexpr int most_running = 16;       // steps of the worker at one time
constexpr auto tick = 20ms;
constexpr auto idle_look = 250ms;   // how often the worker looks although nobody poked it
constexpr auto poke_lasts = 150ms;  // the poke may come before the commit

Problem no_time() {
  Problem out{.code = Errc::unavailable, .detail = "There is too little time left to begin a payment; try again."};
  out.retry_after = 1s;
  return out;
}

Happening answered(const Account& account, Question question, const ChargeWord& word, Timestamp at) {
  const std::int64_t number = account.attempt->number;
  switch (word.kind) {
    case ChargeWord::Kind::known:
      return CardAnswered{number, question, word.charge.state, word.charge.reason, word.charge.last_four, at};
    case ChargeWord::Kind::unknown:
      return CardUnknown{number, at};
    case ChargeWord::Kind::silent:
      break;
  }
  return CardSilent{number, at};
}

Paid paid(Ending ending, Account account) { return {ending, std::move(account)}; }

const char* name_of(Step step) {
  switch (step) {
    case Step::look_up:
      return "look up payment";
    case Step::void_:
      return "void payment";
    case Step::refund:
      return "refund payment";
    case Step::none:
      break;
  }
  return "settle payment";
}

}  // namespace

Cashier::Cashier(CardNetwork& network, sql::Postgres& db, PaymentStore& store, Service& service,
                 const PaymentConfig& config)
    : network_(network),
      db_(db),
      store_(store),
      service_(service),
      worker_limit_(config.worker_timeout_ms),
      later_(service.metrics().counter("sharecar_payment_steps_later_total",
                                       "Calls to the card network that no caller waited for")),
      all_done_(service.reactor()) {}

std::chrono::milliseconds Cashier::time_for_call(const Context& context) const {
  const auto left = context.remaining();
  return std::max<std::chrono::milliseconds>(
      1ms, std::min(network_.time_limit(), std::max(left - time_to_record, left / 2)));
}

net::awaitable<Result<Paid>> Cashier::pay(Context& context, Demand demand, CardToCharge card) {
  Account account;
  for (int round = 0; round < most_rounds; ++round) {
    if (time_for_call(context) < least_time) {
      if (round == 0) co_return no_time();
      break;
    }
    demand.ask.now = now();
    demand.ask.time_limit = network_.time_limit();
    demand.ask.trace = telemetry::to_b3(context.span().context());
    demand.ask.id = PaymentId{};
    auto work = [this, demand](Context& inner, sql::Session& session) mutable {
      return store_.ask(inner, session, demand);  // run twice, it has drawn its id already
    };
    auto asking = db_.run(context, std::move(work));
    auto decided = co_await std::move(asking);
    if (!decided) co_return std::move(decided.error());
    account = std::move(decided->account);
    switch (decided->ruling) {
      case Ruling::settled: {
        const bool approved = account.bill.outcome == Outcome::APPROVED;
        co_return paid(approved ? Ending::approved_before : Ending::declined_before, std::move(account));
      }
      case Ruling::running:
        co_return paid(Ending::running, std::move(account));
      case Ruling::closed:
        co_return paid(Ending::closed, std::move(account));
      case Ruling::too_late:
        co_return paid(Ending::too_late, std::move(account));
      case Ruling::charge: {
        auto charging = charge(context, std::move(account), std::move(card));
        co_return co_await std::move(charging);
      }
      case Ruling::void_first: {
        auto voiding = void_attempt(context, std::move(account), time_for_call(context));
        account = co_await std::move(voiding);
        if (account.attempt_open()) co_return paid(Ending::running, std::move(account));
        break;
      }
    }
  }
  co_return paid(Ending::running, std::move(account));
}

net::awaitable<Paid> Cashier::charge(Context& context, Account account, CardToCharge card) {
  const std::int64_t number = account.attempt->number;
  auto sending =
      network_.charge(context, charge_key(account), account.bill.price, std::move(card), time_for_call(context));
  const ChargeWord word = co_await std::move(sending);
  auto happening = answered(account, Question::charge, word, now());
  auto writing = record(context, std::move(account), std::move(happening));
  account = co_await std::move(writing);
  const bool ours = account.attempt && account.attempt->number == number;
  switch (account.bill.outcome) {
    case Outcome::APPROVED:
      co_return paid(ours ? Ending::approved : Ending::approved_before, std::move(account));
    case Outcome::DECLINED:
      co_return paid(ours ? Ending::declined : Ending::declined_before, std::move(account));
    case Outcome::OPEN:
      break;
  }
  co_return paid(account.bill.closed ? Ending::closed : Ending::running, std::move(account));
}

net::awaitable<Account> Cashier::void_attempt(Context& context, Account account, std::chrono::milliseconds limit) {
  auto sending = network_.void_charge(context, charge_key(account), limit);
  const ChargeWord word = co_await std::move(sending);
  auto happening = answered(account, Question::void_, word, now());
  auto writing = record(context, std::move(account), std::move(happening));
  co_return co_await std::move(writing);
}

net::awaitable<Account> Cashier::record(Context& context, Account account, Happening happening) {
  auto work = [this, account = std::move(account), happening = std::move(happening)](Context& inner,
                                                                                     sql::Session& session) {
    return store_.happened(inner, session, account, happening);
  };
  auto writing = db_.run(context, std::move(work));
  co_return co_await std::move(writing);
}

void Cashier::poke() { poked_at_ = steady_clock::now().time_since_epoch().count(); }

net::awaitable<std::chrono::milliseconds> Cashier::go_on(Context& context) {
  const auto at = steady_clock::now();
  const steady_clock::time_point poked{steady_clock::duration{poked_at_.load()}};
  if (at >= poked + poke_lasts && at < next_look_) co_return tick;
  next_look_ = at + idle_look;

  const auto lease = worker_limit_ + lease_margin;
  auto work = [this, lease](Context& inner, sql::Session& session) {
    return store_.lease_due(inner, session, service_.instance(), lease, most_running);
  };
  auto leasing = db_.run(context, std::move(work));
  auto due = co_await std::move(leasing);
  for (auto& account : due) {
    ++running_;
    spawn(service_.reactor().get_executor(), "settle payment", go_on_with(std::move(account)));
  }
  while (running_ > 0) {  // so that nothing is under way when the service has stopped its workers
    all_done_.expires_at(steady_clock::time_point::max());
    boost::system::error_code cancelled;
    co_await all_done_.async_wait(net::redirect_error(net::use_awaitable, cancelled));
  }
  if (static_cast<int>(due.size()) == most_running) next_look_ = {};
  co_return tick;
}

net::awaitable<void> Cashier::go_on_with(Account account) {
  struct Done {
    Cashier& cashier;
    ~Done() {
      if (--cashier.running_ == 0) cashier.all_done_.cancel();
    }
  } done{*this};
  telemetry::Extracted from;
  from.parent = trace_of(account.bill);
  Context context{service_.tracer().start(name_of(step_of(account)), telemetry::SpanKind::local, from),
                  steady_clock::now() + worker_limit_ + 2s};
  context.order(account.bill.order_id);
  later_.Increment();
  auto step = do_step(context, std::move(account));
  co_await std::move(step);
}

net::awaitable<void> Cashier::do_step(Context& context, Account account) {
  switch (step_of(account)) {
    case Step::look_up: {
      auto asking = network_.look_up(context, charge_key(account), account.bill.price, worker_limit_);
      const ChargeWord word = co_await std::move(asking);
      auto happening = answered(account, Question::lookup, word, now());
      auto writing = record(context, std::move(account), std::move(happening));
      co_await std::move(writing);
      break;
    }
    case Step::void_: {
      auto voiding = void_attempt(context, std::move(account), worker_limit_);
      co_await std::move(voiding);
      break;
    }
    case Step::refund: {
      auto refunding = refund(context, std::move(account));
      co_await std::move(refunding);
      break;
    }
    case Step::none: {  // what was due has been done by somebody else
      Happening nothing_more = CardSilent{account.attempt ? account.attempt->number : 0, now()};
      auto writing = record(context, std::move(account), std::move(nothing_more));
      co_await std::move(writing);
      break;
    }
  }
}

net::awaitable<void> Cashier::refund(Context& context, Account account) {
  contracts::RefundCharge wanted;
  wanted.key = refund_key(account.bill);
  wanted.charge_key = charge_key(account);
  wanted.amount = account.bill.refund_amount.value_or(account.bill.price);
  bool made = wanted.amount == Money{};
  if (!made) {
    auto refunding = network_.refund(context, std::move(wanted), worker_limit_);
    made = co_await std::move(refunding);
  }
  Happening happening = CardSilent{account.attempt->number, now()};
  if (made) happening = RefundMade{now()};
  auto writing = record(context, std::move(account), std::move(happening));
  co_await std::move(writing);
}

}  // namespace sharecar::payment
