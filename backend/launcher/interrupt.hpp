#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <stop_token>
#include <thread>

namespace sharecar::launcher {

/// Ctrl-C and SIGTERM request a stop of what holds `token()`; a second one ends the process as usual. One at a time.
class Interrupt {
 public:
  Interrupt() {
    signals_.async_wait([this](const boost::system::error_code& failed, int) {
      if (failed) return;
      signals_.clear();
      stop_.request_stop();
    });
    thread_ = std::thread{[this] { reactor_.run(); }};
  }
  ~Interrupt() {
    reactor_.stop();
    thread_.join();
  }
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  std::stop_token token() const { return stop_.get_token(); }

 private:
  std::stop_source stop_;
  boost::asio::io_context reactor_{1};
  boost::asio::signal_set signals_{reactor_, SIGINT, SIGTERM};
  std::thread thread_;
};

}  // namespace sharecar::launcher
