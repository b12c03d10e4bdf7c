// The guard in front of every call: what it lets through, what it does after failures, and what is seen of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <future>
#include <set>

#include "chassis/http/upstream.hpp"
#include "http_service.hpp"

namespace sharecar::http {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Outcome = boost::system::result<Response, CallError>;
using Peer = ScriptedPeer;
using resilience::BreakerState;
using resilience::EventType;
using resilience::PartKind;
using test::eventually;

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const std::string broken = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n";

net::awaitable<void> call_one(Upstream& upstream, Context& context, Call call, Outcome& outcome) {
  outcome = co_await upstream.send(context, std::move(call));
}

Peer::Script answers(const std::string& text, int times = 1) {
  Peer::Script script;
  for (int i = 0; i < times; ++i) {
    script.push_back(Peer::read());
    script.push_back(Peer::send(text));
  }
  return script;
}

std::string text(const Outcome& outcome) {
  if (outcome) return std::to_string(outcome->status);
  return boost::describe::enum_to_string(outcome.error().kind, "?");
}

/// A window of four calls, half of which may fail; open for as long as a test says.
UpstreamConfig watchful(std::chrono::milliseconds open = 1h) {
  UpstreamConfig config;
  config.circuit_breaker.sliding_window_size = 4;
  config.circuit_breaker.minimum_number_of_calls = 4;
  config.circuit_breaker.wait_duration_in_open_state = open;
  config.circuit_breaker.permitted_number_of_calls_in_half_open_state = 2;
  config.retry.max_attempts = 1;
  return config;
}

UpstreamConfig eager() {
  UpstreamConfig config;
  config.retry.wait_duration = 1ms;
  config.retry.enable_randomized_wait = false;
  config.retry.budget_percent = 100;
  return config;
}

class HttpGuard : public ::testing::Test {
 protected:
  void connect_to(const std::vector<int>& ports, UpstreamConfig config) {
    config.check_ms = 3'600'000;
    for (const int port : ports) config.urls.push_back("http://127.0.0.1:" + std::to_string(port));
    host.on_reactor([&] { upstream = std::make_unique<Upstream>(host.reactor(), "payment", config, host.metrics()); });
  }
  void TearDown() override {
    host.on_reactor([&] { upstream.reset(); });
  }

  Context context(std::chrono::milliseconds limit = 5s) {
    return {host.tracer().start("test", telemetry::SpanKind::local), std::chrono::steady_clock::now() + limit};
  }
  std::string send(Call call, std::chrono::milliseconds limit = 5s) {
    Context caller = context(limit);
    Outcome outcome = CallError{};
    net::co_spawn(host.reactor(), call_one(*upstream, caller, std::move(call), outcome), net::use_future).get();
    last = outcome ? CallError{} : outcome.error();
    return text(outcome);
  }
  std::string get(std::chrono::milliseconds limit = 5s) {
    return send({.method = Method::get, .target = "/payments/7", .route = "/payments/{id}"}, limit);
  }
  std::string post() {
    return send({.method = Method::post, .target = "/payments", .route = "/payments", .body = "{}"});
  }

  template <class T>
  T on_reactor(const std::function<T()>& ask) {
    T out{};
    host.on_reactor([&] { out = ask(); });
    return out;
  }
  BreakerState state() {
    return on_reactor<BreakerState>([&] { return upstream->guard().breaker().state(); });
  }
  /// "ERROR reset, STATE_TRANSITION, ...".
  std::string events(PartKind part = PartKind::circuit_breaker) {
    return on_reactor<std::string>([&] {
      std::string out;
      for (const auto& entry : upstream->guard().journal(part).entries()) {
        out += (out.empty() ? "" : ", ") + std::string{boost::describe::enum_to_string(entry.event.type, "?")};
        const auto failure = entry.event.outcome.failure;
        if (failure != CallFailure::none) out += std::string{" "} + boost::describe::enum_to_string(failure, "?");
      }
      return out;
    });
  }

  Host host;
  std::unique_ptr<Upstream> upstream;
  CallError last;
};

TEST_F(HttpGuard, RefusesWithoutSendingOnceTooManyCallsFailed) {
  Peer peer{{answers(broken, 4)}};
  connect_to({peer.port()}, watchful());
  for (int i = 0; i < 4; ++i) EXPECT_EQ(get(), "500");
  EXPECT_EQ(state(), BreakerState::OPEN);
  EXPECT_EQ(get(), "circuit_open");
  EXPECT_GT(last.retry_after.value_or(0ms), 3'590'000ms);
  EXPECT_EQ(peer.requests().size(), 4u);
  EXPECT_EQ(host.metric("http_client_failures_total"),
            "http_client_failures_total{application=\"test\",client=\"payment\",kind=\"circuit_open\"} 1\n");
  EXPECT_EQ(host.metric("http_client_requests_seconds_count"),
            "http_client_requests_seconds_count{application=\"test\",client=\"payment\",method=\"GET\","
            "outcome=\"SERVER_ERROR\",status=\"500\",uri=\"/payments/{id}\"} 4\n");
}

TEST_F(HttpGuard, TellsApartWhatFailed) {
  Peer peer{{answers(broken),
             {Peer::read(), Peer::reset()},
             {Peer::read(), Peer::send("HTTP/1.1 x\r\n\r\n")},
             {Peer::read(), Peer::wait(400)}}};
  UpstreamConfig config = watchful();
  config.max_idle_connections = 0;
  config.circuit_breaker.sliding_window_size = 100;
  config.time_limiter.timeout_duration = 200ms;
  connect_to({peer.port()}, config);
  EXPECT_EQ(get(), "500");
  EXPECT_EQ(get(), "reset");
  EXPECT_EQ(get(), "protocol");
  EXPECT_EQ(get(), "timeout");
  EXPECT_EQ(events(), "ERROR server_error, ERROR reset, ERROR protocol, ERROR timeout, FAILURE_RATE_EXCEEDED, "
                      "STATE_TRANSITION");
  EXPECT_EQ(events(PartKind::time_limiter), "ERROR server_error, ERROR reset, ERROR protocol, TIMEOUT timeout");
  connect_to({free_port()}, watchful());
  EXPECT_EQ(get(), "refused");
  EXPECT_EQ(events(), "ERROR refused");
}

TEST_F(HttpGuard, TakesTheCallersMistakesForSuccess) {
  Peer peer{{answers("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 4)}};
  connect_to({peer.port()}, watchful());
  for (int i = 0; i < 4; ++i) EXPECT_EQ(get(), "404");
  EXPECT_EQ(send({.target = "no path", .route = "/"}), "protocol");
  EXPECT_EQ(get(0ms), "timeout") << "no time left: nothing was asked of payment";
  EXPECT_EQ(events(), "SUCCESS, SUCCESS, SUCCESS, SUCCESS");
  EXPECT_EQ(state(), BreakerState::CLOSED);
}

TEST_F(HttpGuard, OpensForSlowAnswersToo) {
  Peer peer{{answers(ok, 4)}};
  UpstreamConfig config = watchful();
  config.circuit_breaker.slow_call_duration_threshold = 1ns;
  connect_to({peer.port()}, config);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(get(), "200");
  EXPECT_EQ(events(), "SUCCESS, SUCCESS, SUCCESS, SUCCESS, SLOW_CALL_RATE_EXCEEDED, STATE_TRANSITION");
}

TEST_F(HttpGuard, ProbesByItselfWhenItsTimeHasComeAndClosesAfterSuccess) {
  Peer peer{{answers(broken, 4), answers(ok, 3)}};
  UpstreamConfig config = watchful(50ms);
  config.max_idle_connections = 1;
  connect_to({peer.port()}, config);
  for (int i = 0; i < 4; ++i) get();
  EXPECT_TRUE(eventually([&] { return state() == BreakerState::HALF_OPEN; })) << "no call asked for it";
  EXPECT_EQ(get(), "200");
  EXPECT_EQ(get(), "200");
  EXPECT_EQ(state(), BreakerState::CLOSED);
}

TEST_F(HttpGuard, SaysWhichCallTrippedItAndWhatStateACallMet) {
  Peer peer{{answers(broken, 4)}};
  connect_to({peer.port()}, watchful());
  for (int i = 0; i < 5; ++i) get();
  const auto tree = span_tree(host.sink().all());
  EXPECT_THAT(tree, HasSubstr("breaker.name=payment breaker.state=CLOSED error=500 http.method=GET "
                              "http.path=/payments/7 http.route=/payments/{id} http.status_code=500 "
                              "[breaker payment: CLOSED to OPEN]\n"));
  EXPECT_THAT(tree, HasSubstr("breaker.name=payment breaker.state=OPEN error=circuit_open http.method=GET "
                              "http.path=/payments/7 http.route=/payments/{id}\n"));
  const auto tripping = host.sink().named("GET /payments/{id}").at(3).context;
  const auto cause = on_reactor<resilience::TraceId>([&] {
    for (const auto& entry : upstream->guard().journal(PartKind::circuit_breaker).entries()) {
      if (entry.event.type == EventType::STATE_TRANSITION) return entry.trace;
    }
    return resilience::TraceId{};
  });
  EXPECT_EQ(cause, (resilience::TraceId{tripping.trace_high, tripping.trace_low}));
}

/// Answers nobody before its gate opens.
struct Gated {
  Gated() { host.serve({route_to(Method::get, "/payments/{id}", gated(gate))}); }
  std::shared_ptr<Gate> gate = std::make_shared<Gate>();
  Host host{0.0};
};

/// Calls that are under way at one time.
class Crowd {
 public:
  Crowd(Host& host, Upstream& upstream, int size) : host_(host) {
    for (int i = 0; i < size; ++i) {
      auto& member = *members_.emplace_back(std::make_unique<Member>(host));
      Call call{.method = Method::get, .target = "/payments/7", .route = "/payments/{id}"};
      auto calling = call_one(upstream, member.context, std::move(call), member.outcome);
      member.done = net::co_spawn(host.reactor(), std::move(calling),
                                  net::bind_cancellation_slot(member.cancel.slot(), net::use_future));
    }
  }
  /// How all of them ended: "200", "circuit_open", "gone".
  std::multiset<std::string> outcomes() {
    std::multiset<std::string> out;
    for (auto& member : members_) {
      try {
        member->done.get();
        out.insert(text(member->outcome));
      } catch (const boost::system::system_error&) {
        out.insert("gone");
      }
    }
    return out;
  }
  void vanish() {
    host_.on_reactor([&] {
      for (auto& member : members_) member->cancel.emit(net::cancellation_type::terminal);
    });
  }

 private:
  struct Member {
    explicit Member(Host& host)
        : context(host.tracer().start("test", telemetry::SpanKind::local), std::chrono::steady_clock::now() + 10s) {}
    Context context;
    Outcome outcome = CallError{};
    net::cancellation_signal cancel;
    std::future<void> done;
  };
  Host& host_;
  std::vector<std::unique_ptr<Member>> members_;
};

class HalfOpen : public HttpGuard {
 protected:
  void begin(UpstreamConfig config = watchful()) {
    connect_to({peer.host.port()}, std::move(config));
    host.on_reactor([&] {
      const auto now = std::chrono::steady_clock::now();
      ASSERT_TRUE(upstream->guard().transition_to(BreakerState::OPEN, {}, now));
      ASSERT_TRUE(upstream->guard().transition_to(BreakerState::HALF_OPEN, {}, now));
    });
  }
  int probes_left() {
    return on_reactor<int>([&] { return upstream->guard().breaker().probes_left(); });
  }
  Gated peer;
};

TEST_F(HalfOpen, AdmitsExactlyItsProbesHoweverManyCome) {
  begin();
  Crowd crowd{host, *upstream, 8};
  peer.gate->await_waiting(2);
  peer.gate->open = true;
  EXPECT_THAT(crowd.outcomes(), ElementsAre("200", "200", "circuit_open", "circuit_open", "circuit_open",
                                            "circuit_open", "circuit_open", "circuit_open"));
  EXPECT_EQ(peer.gate->waiting, 2);
  EXPECT_EQ(state(), BreakerState::CLOSED);
}

TEST_F(HalfOpen, GetsThePermitsOfVanishedCallersBack) {
  UpstreamConfig config = watchful();
  config.bulkhead.max_concurrent_calls = 2;
  begin(config);
  for (int round = 1; round <= 3; ++round) {
    Crowd crowd{host, *upstream, 2};
    peer.gate->await_waiting(2 * round);
    EXPECT_EQ(probes_left(), 0);
    crowd.vanish();
    EXPECT_THAT(crowd.outcomes(), ElementsAre("gone", "gone"));
    EXPECT_EQ(probes_left(), 2);
    EXPECT_EQ(on_reactor<int>([&] { return upstream->guard().bulkhead().available(); }), 2);
  }
  EXPECT_EQ(state(), BreakerState::HALF_OPEN) << "nothing was learned";
  peer.gate->open = true;
  EXPECT_EQ(get(), "200");
  EXPECT_EQ(get(), "200");
  EXPECT_EQ(state(), BreakerState::CLOSED);
}

TEST_F(HttpGuard, TriesAgainWhatIsIdempotentAtAnotherInstance) {
  Peer one{{{Peer::read(), Peer::reset()}}};
  Peer two{{answers(ok)}};
  connect_to({one.port(), two.port()}, eager());
  EXPECT_EQ(get(), "200");
  EXPECT_EQ(one.requests().size() + two.requests().size(), 2u);
  EXPECT_EQ(events(PartKind::retry), "RETRY reset, SUCCESS");
  EXPECT_THAT(span_tree(host.sink().all()),
              HasSubstr("  client GET /payments/{id} ->payment breaker.name=payment breaker.state=CLOSED error=reset "
                        "http.method=GET http.path=/payments/7 http.route=/payments/{id}\n"
                        "  client GET /payments/{id} ->payment breaker.name=payment breaker.state=CLOSED "
                        "http.method=GET http.path=/payments/7 http.request.resend_count=1 "
                        "http.route=/payments/{id} http.status_code=200\n"));
}

TEST_F(HttpGuard, TriesNothingAgainThatMayHaveHadAnEffect) {
  Peer peer{{{Peer::read(), Peer::reset()}, answers(ok)}};
  connect_to({peer.port()}, eager());
  EXPECT_EQ(post(), "reset");
  EXPECT_EQ(peer.connections(), 1);
  EXPECT_EQ(events(PartKind::retry), "IGNORED_ERROR reset");
}

TEST_F(HttpGuard, TriesAgainWhateverWasNotEvenSent) {
  connect_to({free_port()}, eager());
  EXPECT_EQ(post(), "refused");
  EXPECT_EQ(events(PartKind::retry), "RETRY refused, ERROR refused");
}

TEST_F(HttpGuard, BeginsNoRetryThatTheDeadlineWouldCutOff) {
  UpstreamConfig config = eager();
  config.retry.wait_duration = 10s;
  connect_to({free_port()}, config);
  const auto started = std::chrono::steady_clock::now();
  EXPECT_EQ(get(2s), "refused");
  EXPECT_LT(std::chrono::steady_clock::now() - started, 2s);
  EXPECT_EQ(events(PartKind::retry), "ERROR refused");
}

TEST_F(HttpGuard, SpendsNoMoreRetriesThanItsBudget) {
  UpstreamConfig config = eager();
  config.retry.budget_percent = 20;
  config.circuit_breaker.minimum_number_of_calls = 1000;
  connect_to({free_port()}, config);
  for (int i = 0; i < 50; ++i) get();
  EXPECT_EQ(on_reactor<std::int64_t>([&] { return upstream->guard().time_limiter().counts().failed; }), 60);
}

TEST_F(HalfOpen, TurnsCallsAwayThatItsBulkheadHasNoRoomFor) {
  UpstreamConfig config = watchful();
  config.bulkhead.max_concurrent_calls = 2;
  connect_to({peer.host.port()}, config);
  Crowd crowd{host, *upstream, 2};
  peer.gate->await_waiting(2);
  EXPECT_EQ(get(), "bulkhead_full");
  peer.gate->open = true;
  EXPECT_THAT(crowd.outcomes(), ElementsAre("200", "200"));
  EXPECT_EQ(get(), "200");
  EXPECT_EQ(events(), "ERROR bulkhead_full, SUCCESS, SUCCESS, SUCCESS");
}

TEST_F(HalfOpen, LetsCallsWaitForRoomAsLongAsTheyMay) {
  UpstreamConfig config = watchful();
  config.bulkhead.max_concurrent_calls = 1;
  config.bulkhead.max_wait_duration = 5s;
  connect_to({peer.host.port()}, config);
  Crowd crowd{host, *upstream, 3};
  peer.gate->await_waiting(1);
  EXPECT_TRUE(eventually([&] { return on_reactor<int>([&] { return upstream->guard().bulkhead().waiting(); }) == 2; }));
  EXPECT_EQ(get(50ms), "bulkhead_full") << "its deadline ends its patience";
  peer.gate->open = true;
  EXPECT_THAT(crowd.outcomes(), ElementsAre("200", "200", "200"));
}

TEST_F(HttpGuard, SpreadsCallsAsItsRateLimiterSays) {
  Peer peer{{answers(ok, 2)}};
  UpstreamConfig config = watchful();
  config.rate_limiter = {.limit_for_period = 1, .limit_refresh_period = 100ms, .timeout_duration = 150ms};
  connect_to({peer.port()}, config);
  Crowd crowd{host, *upstream, 4};
  EXPECT_THAT(crowd.outcomes(), ElementsAre("200", "200", "rate_limited", "rate_limited"));
}

TEST_F(HttpGuard, LeavesUnguardedQuestionsAlone) {
  Peer peer{{answers(broken, 6)}};
  connect_to({peer.port()}, watchful());
  const Call question{.target = "/actuator/health", .route = "/actuator/health", .unguarded = true};
  for (int i = 0; i < 5; ++i) EXPECT_EQ(send(question), "500");
  EXPECT_EQ(events(), "");
  host.on_reactor([&] {
    EXPECT_TRUE(upstream->guard().transition_to(BreakerState::FORCED_OPEN, {}, std::chrono::steady_clock::now()));
  });
  EXPECT_EQ(get(), "circuit_open");
  EXPECT_EQ(send(question), "500");
  EXPECT_THAT(span_tree(host.sink().all()),
              HasSubstr("  client GET /actuator/health ->payment error=500 http.method=GET"));
}

net::awaitable<void> open_one(Upstream& upstream, Context& context, std::string& got) {
  Call call{.method = Method::get, .target = "/payments/7", .route = "/payments/{id}"};
  auto opened = co_await upstream.open(context, std::move(call), std::chrono::milliseconds{1000});
  if (!opened) co_return;
  got = std::to_string(upstream.guard().bulkhead().running()) + " running, then ";
  got += co_await opened->body->next();
}

TEST_F(HttpGuard, GuardsAStreamUntilItsHeadIsHere) {
  Peer peer{{{Peer::read(), Peer::send("HTTP/1.1 200 OK\r\n\r\nhello"), Peer::close()}}};
  connect_to({peer.port()}, watchful());
  Context caller = context();
  std::string got;
  net::co_spawn(host.reactor(), open_one(*upstream, caller, got), net::use_future).get();
  EXPECT_EQ(got, "0 running, then hello");
  EXPECT_EQ(events(), "SUCCESS");
}

TEST_F(HttpGuard, ShowsAndCountsWhatTakesACallsPlace) {
  connect_to({free_port()}, watchful());
  {
    const Context caller = context();
    host.on_reactor([&] { Context instead = upstream->fallback(caller); });
  }
  EXPECT_EQ(span_tree(host.sink().all()),
            "local test\n  local fallback payment breaker.name=payment breaker.state=CLOSED fallback=true\n");
  EXPECT_EQ(host.metric("sharecar_upstream_fallbacks_total"),
            "sharecar_upstream_fallbacks_total{application=\"test\",client=\"payment\"} 1\n");
}

TEST_F(HttpGuard, DoesNotStartWithSettingsThatMakeNoSense) {
  UpstreamConfig config;
  config.circuit_breaker.failure_rate_threshold = 101;
  EXPECT_THROW((Upstream{host.reactor(), "x", config, host.metrics()}), std::invalid_argument);
}

}  // namespace
}  // namespace sharecar::http
