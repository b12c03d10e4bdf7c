/// A body that is written while it is being sent, such as a stream of events.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <string>
#include <string_view>

namespace sharecar::http {

namespace net = boost::asio;

/// Shared by the one who writes it and the connection that sends it, both on the reactor's thread. Bounded: at most
/// `limit` bytes wait here, and as many again are on their way into the socket.
class BodyStream {
 public:
  /// `farewell` is sent last when the stream ends before its writer has finished it: at a drain, to a slow reader.
  BodyStream(const net::any_io_executor& executor, std::size_t limit, std::string farewell);

  // The writer's side.

  /// False when the stream is over. A reader that is so slow that more than the limit would wait loses what waits.
  bool write(std::string_view text);
  /// Sends what waits and then the farewell.
  void end();
  /// Sends what waits.
  void finish();
  bool open() const { return !over_; }
  /// Returns when everything was given to the socket; false when the stream is over.
  net::awaitable<bool> drained();

  // The connection's side.

  /// What is to be sent next; "" at the end. Asking says that what was given before is in the socket.
  net::awaitable<std::string> next();
  /// The reader is gone.
  void abandon();

 private:
  net::steady_timer filled_;
  net::steady_timer emptied_;
  std::size_t limit_;
  std::string farewell_;
  std::string waiting_;
  bool over_ = false;
  bool sending_ = true;  // the head of the answer goes first
};

}  // namespace sharecar::http
