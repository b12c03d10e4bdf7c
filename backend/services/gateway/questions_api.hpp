/// Asks several services at once.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "backend_api.hpp"

namespace sharecar::gateway {

/// A GET. `backend` outlives the answer.
struct Question {
  Backend* backend = nullptr;
  std::string target;
  std::string route;         ///< template of `target`
  std::string address = {};  ///< of the instance that is asked; any when empty
};

/// What came back. `status` is 0 when nothing did; then `failure` says why.
struct Answer {
  int status = 0;
  std::string body;
  Problem failure;

  bool ok() const { return status >= 200 && status < 300; }
};

/// The answers in the order of the questions. Returns when the last one is there or has failed; `context` bounds that.
boost::asio::awaitable<std::vector<Answer>> ask_all(Context& context, std::vector<Question> questions);

}  // namespace sharecar::gateway
