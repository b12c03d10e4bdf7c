#include "chassis/http/body_stream.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace sharecar::http {

BodyStream::BodyStream(const net::any_io_executor& executor, std::size_t limit, std::string farewell)
    : filled_(executor, net::steady_timer::time_point::max()),
      emptied_(executor, net::steady_timer::time_point::max()),
      limit_(limit),
      farewell_(std::move(farewell)) {}

bool BodyStream::write(std::string_view text) {
  if (over_) return false;
  if (waiting_.size() + text.size() > limit_) {
    waiting_.clear();
    end();
    return false;
  }
  waiting_ += text;
  filled_.cancel();
  return true;
}

void BodyStream::end() {
  if (over_) return;
  waiting_ += farewell_;
  finish();
}

void BodyStream::finish() {
  over_ = true;
  filled_.cancel();
  emptied_.cancel();
}

void BodyStream::abandon() {
  waiting_.clear();
  finish();
}

net::awaitable<bool> BodyStream::drained() {
  while (!over_ && (sending_ || !waiting_.empty())) {
    boost::system::error_code woken;
    co_await emptied_.async_wait(net::redirect_error(net::use_awaitable, woken));
  }
  co_return !over_;
}

net::awaitable<std::string> BodyStream::next() {
  sending_ = false;
  while (waiting_.empty() && !over_) {
    emptied_.cancel();
    boost::system::error_code woken;
    co_await filled_.async_wait(net::redirect_error(net::use_awaitable, woken));
  }
  sending_ = true;
  co_return std::exchange(waiting_, {});
}

}  // namespace sharecar::http
