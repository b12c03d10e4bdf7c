/// Starts a coroutine that nobody waits for. One shared completion: an exception is logged and counted, never lost.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <memory>

namespace sharecar {

void spawn(const boost::asio::any_io_executor& executor, const char* what, boost::asio::awaitable<void> work);

/// The same for work that can be given up: when `abandon` is emitted, what it waits for fails with operation_aborted,
/// and ending that way is no error.
void spawn(const boost::asio::any_io_executor& executor, const char* what, boost::asio::awaitable<void> work,
           std::shared_ptr<boost::asio::cancellation_signal> abandon);

}  // namespace sharecar
