/// Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "chassis/http/body_stream.hpp"
#include "chassis/http/message.hpp"

namespace sharecar::http::sse {

inline constexpr const char* type = "text/event-stream";
inline constexpr const char* last_event_id = "Last-Event-ID";
/// Nothing happened, and the sender lives. Sent every `heartbeat`.
inline constexpr const char* comment = ":\n\n";
inline constexpr std::chrono::seconds heartbeat{5};
/// Each stream ends with it, unless the connection broke: come again in a second.
inline constexpr const char* bye = "event: bye\nretry: 1000\ndata: {}\n\n";
/// The first block of a stream: the id that the client starts with.
std::string greeting(std::string_view id);
/// One event; `data` is one line.
std::string event(std::string_view id, std::string_view name, std::string_view data);

/// What somebody else sent.
struct Event {
  std::string name = "message";
  std::string data;
};

/// Events out of bytes, which may come in any pieces. Pure.
class Reader {
 public:
  /// More in one line or one event is no event of ours.
  static constexpr std::size_t longest_event = 1024 * 1024;

  /// Calls `each` for every event that is complete now. False when one is too long: give the stream up.
  bool feed(std::string_view bytes, const std::function<void(const Event&)>& each);
  /// The id of the last event, or of the greeting.
  const std::string& last_id() const { return id_; }

 private:
  void line(std::string_view text, const std::function<void(const Event&)>& each);

  std::string rest_;
  Event event_;
  bool has_data_ = false;
  std::string id_;
};

/// A stream that ends with `bye`; its reader is cut when more than 256 KiB wait for it.
std::shared_ptr<BodyStream> make_stream(const net::any_io_executor& executor);
/// 200 with that stream as its body.
Reply reply(std::shared_ptr<BodyStream> stream);

}  // namespace sharecar::http::sse
