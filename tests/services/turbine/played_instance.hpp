/// An instance of a service as turbine sees it, played by the test.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "chassis/http/body_stream.hpp"
#include "chassis/http_support.hpp"
#include "contracts/breaker.hpp"

namespace sharecar::turbine::test {

/// Tells of its breakers when somebody listens, sets them as it is told, and misbehaves on demand. Its port stays the
/// same while it comes and goes.
class PlayedInstance {
 public:
  PlayedInstance(std::string service, std::string id);

  const std::string& id() const { return id_; }
  /// A row of the list of instances.
  std::string row() const;

  void go();
  /// With its breakers closed, as a process that starts.
  void come();

  /// A breaker, or its new state: told to those who listen, with the event of the transition.
  void breaker(const std::string& name, const std::string& state = "CLOSED", const std::string& trace_id = "");
  std::string state(const std::string& name) const;
  /// Any event, to those who listen.
  void tell(const std::string& event, const std::string& data);
  /// What it answers to GET /actuator/health and /actuator/outbox.
  void condition(const std::string& health, const std::string& outbox);
  /// The next changes of state are answered with this status instead of being made; 0: with nothing at all.
  void refuse(std::optional<int> status);
  /// Whoever asks for its stream waits for ever.
  void hang(bool yes);
  /// A message for those who read its /hystrix.stream.
  void hystrix(const std::string& message);

  /// "payment FORCE_OPEN", in order.
  std::vector<std::string> updates() const;
  int listeners();

 private:
  using Reply = http::net::awaitable<http::Reply>;
  using Streams = std::vector<std::shared_ptr<http::BodyStream>>;

  Reply stream(Context& context, http::Request request);
  Reply hystrix_stream(Context& context, http::Request request);
  Reply health(Context& context, http::Request request);
  Reply outbox(Context& context, http::Request request);
  Reply update(Context& context, http::Request request);
  http::Routes routes();
  std::shared_ptr<http::BodyStream> new_stream(Streams& among);
  void write(Streams& to, const std::string& text);
  std::string text_of(const contracts::Breaker& breaker) const;
  void set(const std::string& name, const std::string& state, const std::string& trace_id);

  std::string service_;
  std::string id_;
  int port_;
  mutable std::recursive_mutex mutex_;
  std::map<std::string, contracts::Breaker> breakers_;
  std::vector<std::string> updates_;
  std::string health_ = R"({"status":"UP"})";
  std::string outbox_ = R"({"relays":[]})";
  std::optional<int> refusal_;
  bool hangs_ = false;
  Streams streams_;
  Streams hystrix_streams_;
  std::unique_ptr<http::testing::Host> host_;
};

}  // namespace sharecar::turbine::test
