#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "launcher/process.hpp"

namespace sharecar::launcher {

struct HttpCall {
  std::string method = "GET";
  std::string url;  // http://host:port/target
  std::map<std::string, std::string> headers{};
  std::string body{};
  milliseconds limit{5'000};
};

struct HttpAnswer {
  int status = 0;                                // 0: no answer
  std::map<std::string, std::string> headers{};  // names in lower case
  std::string body{};
  std::string failure{};  // why there is no answer: "Connection refused", "timed out"

  bool ok() const { return status >= 200 && status < 300; }
  /// The body as JSON; null when it is none.
  boost::json::value json() const;
};

/// One request on a connection of its own, or several at once. Blocks; never throws for what the other side does.
HttpAnswer call(const HttpCall& request);
std::vector<HttpAnswer> call_all(const std::vector<HttpCall>& requests);
/// An answer that goes on, such as server-sent events: `more` gets each part as it comes. `limit` is how long nothing may
/// come. Returns when the other side has ended it, with the head.
HttpAnswer call_stream(const HttpCall& request, const std::function<void(std::string_view)>& more);

}  // namespace sharecar::launcher
