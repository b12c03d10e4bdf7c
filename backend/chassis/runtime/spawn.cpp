#include "chassis/runtime/spawn.hpp"

#include <boost/asio/co_spawn.hpp>
#include <exception>

#include "chassis/telemetry/log.hpp"

namespace sharecar {
namespace {

const Log log{"runtime"};

struct Completion {
  const char* what;
  void operator()(const std::exception_ptr& error) const {
    if (!error) return;
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& exception) {
      log.error("a background task ended with an exception", {{"task", what}, {"error", exception.what()}});
    } catch (...) {
      log.error("a background task ended with an exception", {{"task", what}, {"error", "of an unknown type"}});
    }
  }
};

}  // namespace

void spawn(const boost::asio::any_io_executor& executor, const char* what, boost::asio::awaitable<void> work) {
  boost::asio::co_spawn(executor, std::move(work), Completion{what});
}

}  // namespace sharecar
