#include "chassis/runtime/spawn.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <exception>

#include "chassis/telemetry/log.hpp"

namespace sharecar {
namespace {

const Log log{"runtime"};

struct Completion {
  const char* what;
  std::shared_ptr<boost::asio::cancellation_signal> abandon = nullptr;  // outlives the coroutine that listens to it
  void operator()(const std::exception_ptr& error) const {
    if (!error) return;
    try {
      std::rethrow_exception(error);
    } catch (const boost::system::system_error& failure) {
      if (abandon && failure.code() == boost::asio::error::operation_aborted) return;
      log.error("a background task ended with an exception", {{"task", what}, {"error", failure.what()}});
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

void spawn(const boost::asio::any_io_executor& executor, const char* what, boost::asio::awaitable<void> work,
           std::shared_ptr<boost::asio::cancellation_signal> abandon) {
  const auto slot = abandon->slot();
  boost::asio::co_spawn(executor, std::move(work),
                        boost::asio::bind_cancellation_slot(slot, Completion{what, std::move(abandon)}));
}

}  // namespace sharecar
