#include "load/run.hpp"

#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <stdexcept>

#include "chassis/json/decode.hpp"
#include "load/operation_log.hpp"
#include "load/shown.hpp"
#include "load/tally.hpp"
#include "load/workload.hpp"

namespace sharecar::load {
namespace {

using namespace std::chrono_literals;
using invariants::Operation;
using invariants::OperationKind;
using std::chrono::steady_clock;

constexpr auto last_answers = 1s;  // after `stop`

struct AnswerBody {
  std::optional<OrderId> order_id;
  std::optional<std::string> code;
};
BOOST_DESCRIBE_STRUCT(AnswerBody, (), (order_id, code))

AnswerBody read(const Action& action, const Answer& answer) {
  if (!action.operation && answer.status < 400) return {};
  const auto body = json::decode_text<AnswerBody>(answer.body);
  return body ? *body : AnswerBody{};
}

std::chrono::microseconds cpu_of_this_thread() {
  rusage usage{};
  ::getrusage(RUSAGE_THREAD, &usage);
  const auto micros = [](const timeval& t) {
    return std::chrono::seconds{t.tv_sec} + std::chrono::microseconds{t.tv_usec};
  };
  return micros(usage.ru_utime) + micros(usage.ru_stime);
}

std::chrono::microseconds micros(steady_clock::duration duration) {
  return std::chrono::floor<std::chrono::microseconds>(duration);
}

/// Lives for one run, on one thread. Everything that goes on is counted in `tasks_`; the run is over at 0.
class Run {
 public:
  Run(const Options& options, std::function<void(const Progress&)> each_second,
      std::function<void(const Answered&)> each_answer)
      : options_(options),
        each_second_(std::move(each_second)),
        each_answer_(std::move(each_answer)),
        client_(reactor_, options.url, std::max(options.in_flight, static_cast<std::size_t>(options.clients))),
        shown_(client_),
        workload_(make_workload(options, client_)),
        log_(options.log) {}

  Result<Report> run(const std::stop_token& stop) {
    const auto cpu = cpu_of_this_thread();
    const std::stop_callback on_stop{stop, [this] { net::post(reactor_, [this] { this->stop(); }); }};
    start(drive());
    reactor_.run();
    if (failure_) std::rethrow_exception(failure_);
    if (problem_) return *problem_;
    Report report = tally_.finish(cpu_of_this_thread() - cpu);
    report.race = workload_->race();
    return report;
  }

 private:
  /// Runs `work` as one of the tasks.
  void start(net::awaitable<void> work) {
    ++tasks_;
    net::co_spawn(reactor_, std::move(work), [this](std::exception_ptr error) {
      if (error && !failure_) failure_ = error;
      if (--tasks_ == 0 || failure_) reactor_.stop();
    });
  }

  void stop() {
    stopping_ = true;
    tally_.ended_early();
    pace_.cancel();
    shown_.give_up();
    tally_.unsent(waiting_.size());
    waiting_.clear();
    cut_.expires_after(last_answers);
    cut_.async_wait([this](boost::system::error_code ec) {
      if (!ec) client_.abort();
    });
  }

  net::awaitable<void> drive() {
    const auto ready = co_await workload_->prepare();
    if (!ready) {
      problem_ = ready.error();
      co_return;
    }
    clock_offset_ =
        micros(std::chrono::system_clock::now().time_since_epoch() - steady_clock::now().time_since_epoch());
    co_await shown_.listen();
    tally_.start(steady_clock::now());
    tick();
    if (options_.clients == 0) {
      co_await open_loop();
      tally_.arrivals_ended(std::min(steady_clock::now(), tally_.started() + options_.duration));
    } else {
      for (int client = 0; client < options_.clients; ++client) start(closed_loop());
    }
  }

  net::awaitable<void> open_loop() {
    Arrivals arrivals{options_.arrivals, options_.rate, options_.seed};
    while (!stopping_) {
      const auto after = arrivals.next();
      if (after >= options_.duration) break;
      const Moment intended = tally_.started() + after;
      if (intended > steady_clock::now()) {
        pace_.expires_at(intended);
        boost::system::error_code woken;
        co_await pace_.async_wait(net::redirect_error(net::use_awaitable, woken));
        if (stopping_) break;
      }
      tally_.due();
      if (in_flight_ < options_.in_flight) {
        start(perform(intended));
      } else {
        tally_.late();
        waiting_.push_back(intended);
      }
    }
  }

  net::awaitable<void> closed_loop() {
    const Moment end = tally_.started() + options_.duration;
    const bool until_done = options_.workload == WorkloadKind::race;
    while (!stopping_ && (until_done || steady_clock::now() < end)) {
      auto action = workload_->next();
      if (!action) break;
      tally_.due();
      const Moment intended = steady_clock::now();
      const Moment answered = co_await exchange(*action, intended);
      auto rest = settle(std::move(*action), intended, answered);
      if (options_.await_shown) {
        co_await std::move(rest);
      } else {
        start(std::move(rest));
      }
    }
    tally_.arrivals_ended(steady_clock::now());
  }

  /// A request of the open loop, from its sending to its end.
  net::awaitable<void> perform(Moment intended) {
    auto action = workload_->next();
    if (!action) {
      tally_.unsent(1);
      co_return;
    }
    const Moment answered = co_await exchange(*action, intended);
    if (!waiting_.empty()) {
      start(perform(waiting_.front()));
      waiting_.pop_front();
    }
    co_await settle(std::move(*action), intended, answered);
  }

  net::awaitable<Moment> exchange(Action& action, Moment intended) {
    ++in_flight_;
    action.call.scenario = options_.scenario;
    const Moment sent = steady_clock::now();
    action.call.traced = options_.traced;
    const Answer answer = co_await client_.send(action.call, sent + options_.timeout);
    const Moment now = steady_clock::now();
    --in_flight_;
    const AnswerBody body = read(action, answer);
    tally_.answered(action, answer, body.code, intended, sent, now);
    if (each_answer_) each_answer_({action.request, answer.status, intended, micros(now - intended)});
    if (action.operation) {
      Operation& operation = *action.operation;
      operation.at = Timestamp{micros(intended.time_since_epoch()) + clock_offset_};
      operation.took_us = micros(now - intended).count();
      operation.status = answer.status;
      operation.failure = answer.failure;
      operation.code = body.code;
      if (body.order_id) operation.order_id = body.order_id;
      if (!answer.trace_id.empty()) operation.trace_id = answer.trace_id;
    }
    co_return now;
  }

  /// Follows what was accepted, then writes the log.
  net::awaitable<void> settle(Action action, Moment intended, Moment answered) {
    if (!action.operation) co_return;
    Operation& operation = *action.operation;
    const bool accepted = operation.status >= 200 && operation.status < 300 && operation.order_id;
    if (accepted) co_await follow(operation, intended, answered);
    log_.write(operation);
    workload_->ended(operation);
  }

  net::awaitable<void> follow(Operation& operation, Moment intended, Moment answered) {
    const bool booking = operation.kind == OperationKind::book;
    if (booking) tally_.booked();
    ++followed_;
    const int wanted = booking ? shows_reserved : shows_cancelled;
    const auto row = co_await shown_.wait(*operation.order_id, wanted, answered + options_.settle);
    --followed_;
    const Moment now = steady_clock::now();
    if (row && row->status_code == wanted) operation.shown_us = micros(now - intended).count();
    if (!row || !booking) co_return;
    if (row->status_code == wanted) {
      tally_.converged(intended, answered, now, std::chrono::milliseconds{row->lag_ms});
    } else {
      tally_.ended_otherwise();
    }
  }

  void tick() {
    if (!each_second_) return;
    second_.expires_after(1s);
    second_.async_wait([this](boost::system::error_code ec) {
      if (ec) return;
      const Report& report = tally_.so_far();
      each_second_({.seconds = std::chrono::duration<double>(steady_clock::now() - tally_.started()).count(),
                    .due = report.due,
                    .answered = report.answered,
                    .failed = tally_.failed(),
                    .in_flight = in_flight_,
                    .waiting = waiting_.size(),
                    .followed = followed_,
                    .converged = report.converged});
      tick();
    });
  }

  const Options& options_;
  std::function<void(const Progress&)> each_second_;
  std::function<void(const Answered&)> each_answer_;
  net::io_context reactor_{1};
  net::steady_timer pace_{reactor_};
  net::steady_timer second_{reactor_};
  net::steady_timer cut_{reactor_};
  Client client_;
  Shown shown_;
  std::unique_ptr<Workload> workload_;
  OperationLog log_;
  Tally tally_;
  std::deque<Moment> waiting_;  // due, but `in_flight` others are under way
  std::size_t in_flight_ = 0;
  std::size_t followed_ = 0;
  std::size_t tasks_ = 0;
  bool stopping_ = false;
  std::chrono::microseconds clock_offset_{0};
  std::optional<Problem> problem_;
  std::exception_ptr failure_;
};

/// What is not said follows from the workload.
Options completed(Options options) {
  if (options.clients == 0 && options.workload == WorkloadKind::race) options.clients = 64;
  if (options.clients == 0 && options.workload == WorkloadKind::siege) options.clients = 100;
  return options;
}

}  // namespace

Result<Report> run(const Options& options, std::stop_token stop, std::function<void(const Progress&)> each_second,
                   std::function<void(const Answered&)> each_answer) {
  const Options whole = completed(options);
  try {
    return Run{whole, std::move(each_second), std::move(each_answer)}.run(stop);
  } catch (const std::invalid_argument& error) {
    return Problem{.code = Errc::invalid_request, .detail = error.what()};
  }
}

}  // namespace sharecar::load
