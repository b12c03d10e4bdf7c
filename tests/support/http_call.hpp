/// One HTTP request on a connection of its own, for tests of whole services.
#pragma once

#include <boost/json/value.hpp>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace sharecar::test {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct HttpAnswer {
  int status = 0;  ///< 0: there was none in time
  std::string head;
  std::string body;

  /// The first header of that name, in any case; "" when there is none.
  std::string field(const std::string& name) const;
  /// Throws when the body is not JSON.
  boost::json::value json() const;
};

/// Blocks. A body without a Content-Type is sent as application/json.
HttpAnswer call(int port, const std::string& method, const std::string& target, const std::string& body = {},
                const Fields& fields = {}, std::chrono::milliseconds limit = std::chrono::seconds{20});

}  // namespace sharecar::test
