/// The event loop of a service.
#pragma once

#include <boost/asio/io_context.hpp>

namespace sharecar {

/// An io_context that can give up its unfinished work before what that work refers to is gone. By itself it does so in
/// its destructor, when all that was built upon it no longer exists, but a coroutine's locals still end spans and count
/// what is running.
class Reactor : public boost::asio::io_context {
 public:
  using io_context::io_context;

  /// Destroys what waits, without running it. Nobody runs the loop any more, or ever again.
  void abandon() { shutdown(); }
};

}  // namespace sharecar
