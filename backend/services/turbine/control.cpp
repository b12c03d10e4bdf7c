#include "control.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "chassis/runtime/spawn.hpp"
#include "chassis/telemetry/log.hpp"
#include "turbine_store.hpp"

namespace sharecar::turbine {
namespace {

using namespace std::chrono_literals;

const Log control_log{"control"};

constexpr auto longest_news = 1s;  // how late an instance's stream may be
constexpr auto look_every = 10ms;

// Plain functions, because g++ 12 destroys aggregates twice that are built inside a coroutine's expressions.
Problem no_such_breaker() { return {.code = Errc::not_found, .detail = "No instance has told of such a breaker."}; }

Problem no_such_change() { return {.code = Errc::not_found, .detail = "There is no such change of this breaker."}; }

Problem silent(const std::string& instance) {
  return {.code = Errc::unavailable, .detail = instance + " is silent; nothing was changed.", .retry_after = 2s};
}

Problem another_change_runs() {
  return {.code = Errc::request_running,
          .detail = "Another change of this breaker is being made.",
          .retry_after = std::chrono::milliseconds{500}};
}

Problem refused(const std::string& instance, int status) {
  return {.code = Errc::upstream_failed,
          .detail = instance + " refused with status " + std::to_string(status) + "; nothing was changed."};
}

void tell(const Context& context, const char* what, const Change& change) {
  control_log.info(context, what,
                   {{"change", change.change_id},
                    {"instance", change.instance},
                    {"breaker", change.name},
                    {"from", change.from},
                    {"to", change.to},
                    {"reason", change.reason}});
}

}  // namespace

class Control::Turn {
 public:
  Turn(Overrides& overrides, BreakerKey key)
      : overrides_(overrides), key_(std::move(key)), taken_(overrides.take(key_)) {}
  ~Turn() {
    if (taken_) overrides_.give(key_);
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool taken() const { return taken_; }

 private:
  Overrides& overrides_;
  BreakerKey key_;
  bool taken_;
};

Control::Control(net::io_context& reactor, sql::SqliteDatabase& db, const Clock& clock, Board& board,
                 Overrides& overrides, Watcher& watcher, NewId new_id)
    : reactor_(reactor),
      db_(db),
      clock_(clock),
      board_(board),
      overrides_(overrides),
      watcher_(watcher),
      new_id_(std::move(new_id)) {
  watcher_.on_ended([this](const Change& change) { ended(change); });
}

// Whether a change was made that was only requested is not known: it is taken back.
void Control::load() {
  auto context = untraced(30s);
  auto open = db_.run_here(context, [](Context& inner, sql::Session& session) {
    return TurbineStore::open(inner, session);
  });
  const auto now = clock_.now();
  for (auto& change : open) {
    if (change.phase == Phase::REQUESTED) {
      change.reverts_at = now;
      change.revert_as = "failure";
    }
    overrides_.begin(std::move(change), now);
  }
}

net::awaitable<Result<Change>> Control::change(Context& context, BreakerKey key, contracts::ChangeBreaker wanted) {
  if (auto problem = objection(wanted)) co_return std::move(*problem);
  const auto breaker = board_.breaker(key, clock_.now());
  if (!breaker) co_return no_such_breaker();
  if (!board_.live(key.instance)) co_return silent(key.instance);
  const Turn turn{overrides_, key};
  if (!turn.taken()) co_return another_change_runs();
  const Change* in_force = overrides_.find(key);
  const auto before = in_force ? std::optional{*in_force} : std::nullopt;
  auto planned = plan(wanted, *breaker, before, new_id_(), clock_.now());
  auto made = co_await make(context, std::move(planned));
  watcher_.tell(key);
  co_return std::move(made);
}

net::awaitable<Result<Change>> Control::make(Context& context, Change change) {
  auto insert = [change](Context& inner, sql::Session& session) { TurbineStore::insert(inner, session, change); };
  co_await db_.run(context, std::move(insert));
  auto* watch = watcher_.find(change.instance);
  if (!watch) co_return silent(change.instance);
  auto answer = co_await watch->update(context, change.name, update_of(change.to));
  const bool certainly_not = answer ? answer->status >= 400 && answer->status < 500
                                    : answer.error().kind == http::CallFailure::refused;
  if (certainly_not) {
    auto remove = [id = change.change_id](Context& inner, sql::Session& session) {
      TurbineStore::remove(inner, session, id);
    };
    co_await db_.run(context, std::move(remove));
    if (answer) co_return refused(change.instance, answer->status);
    co_return silent(change.instance);
  }
  const auto now = clock_.now();
  const bool is_known = answer && answer->status < 300;
  if (!is_known && stays(change.to)) {
    change.reverts_at = now;
    change.revert_as = "failure";
  }
  std::vector<Change> changed;
  const auto replaced = overrides_.begin(change, now);
  if (replaced) changed.push_back(*replaced);
  if (const auto breaker = board_.breaker(key_of(change), now)) overrides_.seen(*breaker);
  change.phase = stays(change.to) ? Phase::IN_FORCE : Phase::OVER;
  changed.push_back(change);
  co_await store(context, std::move(changed));
  tell(context, is_known ? "a breaker was set by hand" : "it is not known whether a breaker was set; taken back", change);
  if (is_known) {
    auto seen = seen_as(key_of(change), stays(change.to) ? change.to : std::string{"CLOSED"});
    co_await std::move(seen);
    co_return std::move(change);
  }
  if (!answer) co_return http::to_problem(change.instance, answer.error());
  co_return refused(change.instance, answer->status);
}

net::awaitable<Result<Change>> Control::undo(Context& context, BreakerKey key, std::string id) {
  auto known = co_await find(context, id);
  if (!known || key_of(*known) != key) co_return no_such_change();
  const Turn turn{overrides_, key};
  if (!turn.taken()) co_return another_change_runs();
  if (!overrides_.schedule(id, "undo", clock_.now())) co_return std::move(*known);
  const Change scheduled = *overrides_.find(id);
  std::vector<Change> changed{scheduled};
  co_await store(context, std::move(changed));
  if (board_.live(key.instance)) co_await revert(context, scheduled);
  auto now_known = co_await find(context, id);
  co_return std::move(*now_known);
}

net::awaitable<std::vector<Change>> Control::journal(Context& context, std::int64_t limit) {
  auto work = [limit](Context& inner, sql::Session& session) { return TurbineStore::newest(inner, session, limit); };
  co_return co_await db_.run(context, std::move(work));
}

net::awaitable<void> Control::revert_due(Context& context) {
  const auto due = overrides_.due(clock_.now());
  for (const auto& change : due) {
    const Turn turn{overrides_, key_of(change)};
    const bool possible = turn.taken() && board_.live(change.instance) && overrides_.find(change.change_id);
    if (possible) co_await revert(context, change);
  }
}

// A breaker that is no longer in that state, or that its instance does not have any more, is left alone.
net::awaitable<void> Control::revert(Context& context, Change change) {
  const auto key = key_of(change);
  const auto breaker = board_.breaker(key, clock_.now());
  if (!breaker) co_return;
  if (breaker->state == change.to) {
    auto* watch = watcher_.find(change.instance);
    if (!watch) co_return;
    const auto answer = co_await watch->update(context, change.name, update_of(change.base));
    const bool done = answer && (answer->status < 300 || answer->status == 404);
    if (!done) {
      control_log.warn(context, "a breaker cannot be set back; tried again soon", {{"change", change.change_id}});
      co_return;
    }
    auto seen = seen_as(key, change.base);
    co_await std::move(seen);
  }
  const auto over = overrides_.end(change.change_id, change.revert_as, clock_.now());
  if (!over) co_return;  // its breaker told meanwhile that it has left that state
  std::vector<Change> changed{*over};
  co_await store(context, std::move(changed));
  tell(context, "a breaker was set back", *over);
  watcher_.tell(key);
}

// The next change begins from what the board shows, so what was just done has to be on it. A breaker that goes on by
// itself at once may never be seen like that.
net::awaitable<void> Control::seen_as(BreakerKey key, std::string state) {
  const auto give_up = std::chrono::steady_clock::now() + longest_news;
  net::steady_timer timer{reactor_};
  while (std::chrono::steady_clock::now() < give_up) {
    const auto breaker = board_.breaker(key, clock_.now());
    if (!breaker || breaker->state == state) co_return;
    timer.expires_after(look_every);
    co_await timer.async_wait(net::use_awaitable);
  }
}

net::awaitable<void> Control::store(Context& context, std::vector<Change> changes) {
  auto work = [changes = std::move(changes)](Context& inner, sql::Session& session) {
    sql::Transaction transaction{session};
    for (const auto& change : changes) TurbineStore::update(inner, session, change);
    transaction.commit();
  };
  co_await db_.run(context, std::move(work));
}

net::awaitable<std::optional<Change>> Control::find(Context& context, std::string id) {
  auto work = [id = std::move(id)](Context& inner, sql::Session& session) {
    return TurbineStore::find(inner, session, id);
  };
  co_return co_await db_.run(context, std::move(work));
}

void Control::ended(const Change& change) {
  spawn(reactor_.get_executor(), "write an ended change", write_ended(change));
}

net::awaitable<void> Control::write_ended(Change change) {
  auto context = untraced(5s);
  tell(context, "a breaker left the state it was set to", change);
  std::vector<Change> changed{std::move(change)};
  co_await store(context, std::move(changed));
}

}  // namespace sharecar::turbine
