/// Starts a coroutine that nobody waits for. One shared completion: an exception is logged and counted, never lost.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace sharecar {

void spawn(const boost::asio::any_io_executor& executor, const char* what, boost::asio::awaitable<void> work);

}  // namespace sharecar
