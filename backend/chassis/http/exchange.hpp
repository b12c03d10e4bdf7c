/// One request on one connection. Inside of http/ only.
#pragma once

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <optional>
#include <string>

#include "chassis/http/connection_pool.hpp"
#include "chassis/http/upstream.hpp"

namespace sharecar::http {

enum class Wanted { whole_answer, open_body };

/// Where it goes and what became of it. `failed` says how; what it got so far decides whether it may be sent again.
struct Attempt {
  using Parser = boost::beast::http::response_parser<boost::beast::http::string_body>;

  explicit Attempt(Wanted what) : wanted(what) {}

  Wanted wanted;
  std::unique_ptr<PooledConnection> connection;
  bool something_sent = false;
  bool something_received = false;
  bool reusable = false;  ///< the connection can carry another request
  Response response;
  std::optional<CallError> failed;
  std::unique_ptr<Parser> parser;  ///< holds what of an open body is here
};

CallError failure(CallFailure kind, std::string text);

/// Sends the request on the attempt's connection and reads the answer: all of it, or only the head. Waits until the
/// context's deadline. `host` is for the Host field; a body beyond `max_body_bytes` is a failure, unless it is open.
net::awaitable<void> exchange(const Context& context, const Call& call, const std::string& host,
                              std::uint64_t max_body_bytes, Attempt& attempt);

/// The open body of an attempt that succeeded.
std::unique_ptr<ResponseStream> open_body(std::unique_ptr<PooledConnection> connection,
                                          std::unique_ptr<Attempt::Parser> parser,
                                          std::chrono::milliseconds longest_silence);

}  // namespace sharecar::http
