/// Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html
#pragma once

#include <chrono>
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

/// A stream that ends with `bye`; its reader is cut when more than 256 KiB wait for it.
std::shared_ptr<BodyStream> make_stream(const net::any_io_executor& executor);
/// 200 with that stream as its body.
Reply reply(std::shared_ptr<BodyStream> stream);

}  // namespace sharecar::http::sse
