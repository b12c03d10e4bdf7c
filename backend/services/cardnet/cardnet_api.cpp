#include "services/cardnet/cardnet_api.hpp"

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <random>

#include "chassis/http/hal.hpp"
#include "contracts/order.hpp"

namespace sharecar::cardnet {
namespace {

namespace hal = http::hal;
using contracts::Charge;
using contracts::ChargeState;
using contracts::Refund;
using http::Reply;
using http::Request;

constexpr auto late_limit = std::chrono::seconds{5};

// Nobody can guess one, and it says nothing about the card.
std::string new_token() {
  std::random_device random;
  std::string token = "tok_";
  for (int i = 0; i < 24; ++i) token += "0123456789abcdef"[random() & 0xf];
  return token;
}

std::string charge_path(const std::string& key) { return "/charges/" + http::percent_encode(key); }
std::string refund_path(const std::string& key) { return "/refunds/" + http::percent_encode(key); }

// Plain functions, because g++ 12 destroys aggregates twice that are built inside a coroutine's expressions.
Problem not_found(const char* what) {
  return {.code = Errc::not_found, .detail = std::string{what} + " has that key."};
}

Problem network_error() {
  return {.code = Errc::internal_error, .detail = "The card network failed; nothing was charged."};
}

Problem stopping() { return {.code = Errc::unavailable, .detail = "The card network stops; nothing was charged."}; }

std::optional<Problem> wrong_card(const contracts::ChargeCard& input) {
  if (input.card_number.has_value() != input.token.has_value()) return std::nullopt;
  const bool both = input.token.has_value();
  return Problem{.code = Errc::invalid_request,
                 .detail = "Send a card number or a token, one of the two.",
                 .violations = {{both ? "/token" : "/cardNumber", both ? "one_of:cardNumber,token" : "required",
                                 both ? "string" : "missing"}}};
}

Reply reply_to(const Request& request, const Decision<Charge>& decision) {
  const int status = decision.write == Write::insert ? 201 : 200;
  return hal::reply(status, request, decision.entry, "charge", charge_path(decision.entry.key));
}

std::string ledger_item(const Request& request, const contracts::LedgerEntry& entry) {
  const bool charge = entry.kind == contracts::LedgerKind::CHARGE;
  return hal::resource(request.base_url(), entry, charge ? "charge" : "refund",
                       charge ? charge_path(entry.key) : refund_path(entry.key));
}

}  // namespace

/// What the first look at a charge gave: its outcome, or a card that keeps the caller waiting.
struct CardnetApi::Attempt {
  Card card;
  std::optional<Result<Decision<Charge>>> settled;
};

CardnetApi::CardnetApi(sql::SqliteDatabase& database, const Clock& clock, telemetry::Metrics& metrics,
                       const CardnetConfig& config)
    : database_(database),
      clock_(clock),
      config_(config),
      refunds_(metrics.counter("sharecar_cardnet_refunds_total", "Refunds that were made")) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<ChargeState>>([&](auto state) {
    charges_[state.value] = &metrics.counter("sharecar_cardnet_charges_total",
                                             "Charges by their first answer, or voided later", {{"state", state.name}});
  });
}

http::Routes CardnetApi::routes() {
  using http::Method;
  using http::route;
  return {
      route<contracts::ChargeCard, Charge>(Method::put, "/charges/{key}", "Charge a card once", *this,
                                           &CardnetApi::charge, {Errc::key_reused, Errc::internal_error}),
      route<contracts::OneCharge, Charge>(Method::get, "/charges/{key}", "What became of a charge", *this,
                                          &CardnetApi::show_charge, {Errc::not_found}),
      route<contracts::OneCharge, Charge>(Method::delete_, "/charges/{key}", "Void a charge, made or yet to come",
                                          *this, &CardnetApi::void_charge, {Errc::refund_exceeds_charge}),
      route<contracts::RefundCharge, Refund>(Method::put, "/refunds/{key}", "Refund a charge or a part of it once",
                                             *this, &CardnetApi::refund,
                                             {Errc::not_found, Errc::key_reused, Errc::refund_exceeds_charge}),
      route<contracts::OneRefund, Refund>(Method::get, "/refunds/{key}", "A refund", *this, &CardnetApi::show_refund,
                                          {Errc::not_found}),
      route<contracts::TokenizeCard, contracts::CardToken>(
          Method::post, "/tokens", "A name for a card that can be charged later", *this, &CardnetApi::tokenize),
      route<contracts::Page, http::Nothing>(Method::get, "/ledger", "Every charge and refund", *this,
                                            &CardnetApi::ledger),
      route<http::Nothing, contracts::LedgerSummary>(Method::get, "/ledger/summary", "Counts and sums of the ledger",
                                                     *this, &CardnetApi::summary),
  };
}

CardnetApi::Answer CardnetApi::charge(Context& context, Request request, contracts::ChargeCard input) {
  if (auto problem = wrong_card(input)) co_return Reply{std::move(*problem)};
  auto pending = settle(context, input);
  auto settled = co_await std::move(pending);
  if (!settled) co_return Reply{std::move(settled.error())};
  count(*settled);
  co_return reply_to(request, *settled);
}

net::awaitable<Result<Decision<Charge>>> CardnetApi::settle(Context& context, const contracts::ChargeCard& input) {
  const Timestamp now = clock_.now();
  auto first_look = [&input, now](Context& c, sql::Session& session) {
    Attempt attempt;
    if (input.card_number) {
      attempt.card = card_of_number(*input.card_number);
    } else {
      attempt.card = LedgerStore::find_token(c, session, *input.token).value_or(unknown_card());
    }
    const bool decided = answers_at_once(attempt.card.behaviour) || LedgerStore::find_charge(c, session, input.key);
    if (decided) {
      attempt.settled = LedgerStore::charge(c, session, input.key, input.amount, attempt.card, now);
    }
    return attempt;
  };
  auto looking = database_.run(context, std::move(first_look));
  Attempt attempt = co_await std::move(looking);
  if (attempt.settled) co_return std::move(*attempt.settled);

  const Behaviour behaviour = attempt.card.behaviour;
  context.span().tag("card.behaviour", boost::describe::enum_to_string(behaviour, ""));
  if (behaviour == Behaviour::error) co_return network_error();
  if (behaviour == Behaviour::hang) {
    co_await hang();
    co_return stopping();
  }
  net::steady_timer timer{co_await net::this_coro::executor, std::chrono::milliseconds{config_.slow_ms}};
  co_await timer.async_wait(net::use_awaitable);
  // The network takes its time whether or not the caller still waits: its deadline does not end this.
  Context late{context.span().child("settle slow card", telemetry::SpanKind::local),
               std::chrono::steady_clock::now() + late_limit};
  auto approve = [&input, card = attempt.card, at = clock_.now()](Context& c, sql::Session& session) {
    return LedgerStore::charge(c, session, input.key, input.amount, card, at);
  };
  auto settling = database_.run(late, std::move(approve));
  auto settled = co_await std::move(settling);
  co_return settled;
}

net::awaitable<void> CardnetApi::hang() {
  if (released_) co_return;
  net::steady_timer timer{co_await net::this_coro::executor, std::chrono::milliseconds{config_.hang_ms}};
  hanging_.insert(&timer);
  boost::system::error_code cancelled;
  co_await timer.async_wait(net::redirect_error(net::use_awaitable, cancelled));
  hanging_.erase(&timer);
}

void CardnetApi::release() {
  released_ = true;
  for (auto* timer : hanging_) timer->cancel();
}

CardnetApi::Answer CardnetApi::show_charge(Context& context, Request request, contracts::OneCharge input) {
  auto find = [&input](Context& c, sql::Session& session) { return LedgerStore::find_charge(c, session, input.key); };
  auto finding = database_.run(context, std::move(find));
  const auto found = co_await std::move(finding);
  if (!found) co_return Reply{not_found("No charge")};
  co_return hal::reply(200, request, found->charge, "charge", charge_path(input.key));
}

CardnetApi::Answer CardnetApi::void_charge(Context& context, Request request, contracts::OneCharge input) {
  auto work = [&input, now = clock_.now()](Context& c, sql::Session& session) {
    return LedgerStore::void_charge(c, session, input.key, now);
  };
  auto voiding = database_.run(context, std::move(work));
  auto voided = co_await std::move(voiding);
  if (!voided) co_return Reply{std::move(voided.error())};
  count(*voided);
  co_return hal::reply(200, request, voided->entry, "charge", charge_path(input.key));
}

CardnetApi::Answer CardnetApi::refund(Context& context, Request request, contracts::RefundCharge input) {
  auto work = [&input, now = clock_.now()](Context& c, sql::Session& session) {
    return LedgerStore::refund(c, session, input, now);
  };
  auto refunding = database_.run(context, std::move(work));
  auto refunded = co_await std::move(refunding);
  if (!refunded) co_return Reply{std::move(refunded.error())};
  const bool made = refunded->write == Write::insert;
  if (made) refunds_.Increment();
  co_return hal::reply(made ? 201 : 200, request, refunded->entry, "refund", refund_path(input.key));
}

CardnetApi::Answer CardnetApi::show_refund(Context& context, Request request, contracts::OneRefund input) {
  auto find = [&input](Context& c, sql::Session& session) { return LedgerStore::find_refund(c, session, input.key); };
  auto finding = database_.run(context, std::move(find));
  const auto found = co_await std::move(finding);
  if (!found) co_return Reply{not_found("No refund")};
  co_return hal::reply(200, request, *found, "refund", refund_path(input.key));
}

CardnetApi::Answer CardnetApi::tokenize(Context& context, Request, contracts::TokenizeCard input) {
  const Card card = card_of_number(input.card_number);
  const contracts::CardToken made{new_token(), card.last_four};
  auto insert = [&card, &made, now = clock_.now()](Context& c, sql::Session& session) {
    LedgerStore::insert_token(c, session, made.token, card, now);
  };
  auto inserting = database_.run(context, std::move(insert));
  co_await std::move(inserting);
  co_return Reply{201, http::json_type, json::encode(made)};
}

CardnetApi::Answer CardnetApi::ledger(Context& context, Request request, contracts::Page input) {
  static constexpr std::array<std::string_view, 1> sortable{"seq"};
  const auto page = hal::page_of(input, sortable);
  if (!page) co_return Reply{page.error()};
  auto read = [wanted = *page](Context& c, sql::Session& session) {
    return LedgerStore::page(c, session, wanted.offset(), wanted.size, wanted.descending);
  };
  auto reading = database_.run(context, std::move(read));
  const LedgerPage found = co_await std::move(reading);
  std::vector<std::string> items;
  items.reserve(found.entries.size());
  for (const auto& entry : found.entries) items.push_back(ledger_item(request, entry));
  co_return hal::collection(request, "entries", items, *page, found.total);
}

CardnetApi::Answer CardnetApi::summary(Context& context, Request, http::Nothing) {
  auto read = [](Context& c, sql::Session& session) { return LedgerStore::summary(c, session); };
  auto reading = database_.run(context, std::move(read));
  const auto found = co_await std::move(reading);
  co_return Reply{200, http::json_type, json::encode(found)};
}

void CardnetApi::count(const Decision<Charge>& decision) {
  if (decision.write != Write::nothing) charges_.at(decision.entry.state)->Increment();
}

}  // namespace sharecar::cardnet
