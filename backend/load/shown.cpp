#include "load/shown.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "chassis/json/decode.hpp"

namespace sharecar::load {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds first_look = 20ms;
constexpr std::chrono::milliseconds slowest_look = 500ms;

/// Whether a row that shows this will show nothing else any more, unless somebody cancels.
bool is_final(int status_code) {
  constexpr std::array final_codes{shows_reserved, 11, 12, shows_cancelled, 30};
  return std::ranges::find(final_codes, status_code) != final_codes.end();
}

}  // namespace

net::awaitable<std::optional<PageRow>> Shown::wait(OrderId order, int status_code, Deadline deadline) {
  net::steady_timer timer{client_.reactor()};
  waiting_[order] = &timer;
  std::optional<PageRow> seen;
  auto pause = first_look;
  while (!given_up_ && !seen && std::chrono::steady_clock::now() < deadline) {
    timer.expires_at(std::min(deadline, std::chrono::steady_clock::now() + pause));
    boost::system::error_code woken;
    co_await timer.async_wait(net::redirect_error(net::use_awaitable, woken));
    if (given_up_) break;
    const auto row = co_await read(order, deadline);
    // A cancellation starts from 3: only its own end counts.
    if (row && (row->status_code == status_code || (status_code == shows_reserved && is_final(row->status_code)))) {
      seen = row;
    }
    pause = std::min(slowest_look, pause * 3 / 2);
  }
  waiting_.erase(order);
  co_return seen;
}

net::awaitable<std::optional<PageRow>> Shown::read(OrderId order, Deadline deadline) {
  Call call;
  call.target = "/mypages/" + to_string(order);
  call.traced = false;
  const Answer answer = co_await client_.send(std::move(call), deadline);
  if (answer.status != 200) co_return std::nullopt;
  const auto row = json::decode_text<PageRow>(answer.body);
  if (!row) co_return std::nullopt;
  co_return *row;
}

void Shown::give_up() {
  given_up_ = true;
  for (const auto& [order, timer] : waiting_) timer->cancel();
}

}  // namespace sharecar::load
