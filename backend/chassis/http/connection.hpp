/// One client's connection: reads requests one after another, answers them in order.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "chassis/http/body_stream.hpp"
#include "chassis/http/dispatcher.hpp"
#include "chassis/http/head.hpp"
#include "chassis/http/server.hpp"

namespace sharecar::http {

/// The Date field, written once a second.
class DateClock {
 public:
  const std::string& now();

 private:
  std::chrono::sys_seconds at_{};
  std::string text_;
};

/// What the connections of one server share.
struct ServerCore {
  ServerConfig config;
  Dispatcher dispatcher;
  telemetry::Metrics& metrics;
  DateClock date;
  bool winding_down = false;  // answers close their connections
  bool draining = false;      // nothing is accepted any more
  bool refusing = false;      // an injected fault: nobody can connect, kept connections end with their answers

  /// `reason` is one of few constants, never something that was received.
  void count_rejected(const char* reason);
};

/// Owned by its coroutine and listed in its server; lives on the reactor's thread. `core` outlives it.
class Connection {
 public:
  Connection(net::ip::tcp::socket socket, ServerCore& core);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Returns when the connection is closed. Clients that go away are no error.
  net::awaitable<void> run();
  enum class Fresh { spared, closed };
  /// While draining: closes it unless a request is under way or has arrived. Spares one that had no request yet.
  void retire(Fresh fresh);
  void end_stream();
  void close();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  struct Refusal {
    int status;
    Errc code;
    std::string why;
  };

  net::awaitable<bool> read_request();
  net::awaitable<std::size_t> read_head();
  net::awaitable<bool> read_body(Parser& parser);
  net::awaitable<bool> read_some(std::size_t at_most);
  net::awaitable<bool> write(std::string head, std::string body);
  net::awaitable<void> cut(Cut how, std::string answer);
  net::awaitable<void> send_stream();
  net::awaitable<void> linger();
  bool take_head(Parser& parser, std::size_t size);
  bool refuse(int status, std::string why, const char* reason);
  Reply refusal_reply();

  ServerCore& core_;
  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer received_;
  std::string peer_;
  bool peer_is_loopback_ = false;
  Request request_;
  bool keep_alive_ = true;
  bool first_ = true;
  bool idle_ = true;  // nothing of a request is here
  bool expects_continue_ = false;
  std::optional<Refusal> refusal_;  // what was sent cannot be served; the rest of the stream is unknown
  std::shared_ptr<BodyStream> streaming_;
  bool head_known_ = false;  // request_ holds the head of what is refused
};

/// Status line and fields of an answer to `method`. Connection, Content-Length and Date are the server's own; fields
/// that would break the head are left out.
std::string reply_head(const Reply& reply, Method method, bool keep_alive, const std::string& date);

}  // namespace sharecar::http
