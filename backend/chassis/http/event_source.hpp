/// Follows another service's stream of events for as long as somebody wants it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>

#include "chassis/http/server_sent_events.hpp"
#include "chassis/http/upstream.hpp"

namespace sharecar::http {

struct SourceTiming {
  std::chrono::milliseconds first_retry{100};
  std::chrono::milliseconds longest_retry{2'000};
  std::chrono::milliseconds longest_silence = 3 * sse::heartbeat;
};

/// Comes back with Last-Event-ID when the stream ends or is silent, after waits that double, with jitter. Works from
/// construction to destruction, on the reactor's thread; no handler is called afterwards. `upstream` outlives it.
class EventSource {
 public:
  /// Called on the reactor's thread.
  struct Handlers {
    std::function<void()> opened;  ///< what follows comes from a connection that was just made
    std::function<void(const sse::Event&)> event;
    std::function<void(const Problem&)> lost;  ///< it ended, or an attempt to open it failed; it is tried again
  };

  /// `call` says what is asked for; its Last-Event-ID is ours.
  EventSource(net::io_context& reactor, Upstream& upstream, Call call, Handlers handlers, SourceTiming timing = {});
  ~EventSource();
  EventSource(const EventSource&) = delete;
  EventSource& operator=(const EventSource&) = delete;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace sharecar::http
