#include "load/shown.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>

#include "chassis/json/decode.hpp"
#include "chassis/runtime/spawn.hpp"

namespace sharecar::load {
namespace {

namespace beast = boost::beast;
using boost::system::error_code;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr std::chrono::milliseconds first_look = 20ms;
constexpr std::chrono::milliseconds first_look_beside_stream = 500ms;
constexpr std::chrono::milliseconds slowest_look = 2s;
constexpr auto longest_opening = 2s;
constexpr auto longest_silence = 20s;  // the stream says something every 5 s
constexpr auto before_next_stream = 100ms;
constexpr std::size_t remembered = 10'000;

/// Whether a row that shows this will show nothing else any more, unless somebody cancels.
bool is_final(int status_code) {
  constexpr std::array final_codes{shows_reserved, 11, 12, shows_cancelled, 30};
  return std::ranges::find(final_codes, status_code) != final_codes.end();
}

}  // namespace

// A cancellation starts from 3: only its own end counts.
bool Shown::ends(const PageRow& row, int status_code) {
  return row.status_code == status_code || (status_code == shows_reserved && is_final(row.status_code));
}

net::awaitable<void> Shown::listen() {
  tried_.expires_after(longest_opening);
  spawn(client_.reactor().get_executor(), "listen to MyPage", keep_listening());
  error_code woken;
  co_await tried_.async_wait(net::redirect_error(net::use_awaitable, woken));
}

net::awaitable<void> Shown::keep_listening() {
  net::steady_timer pause{client_.reactor()};
  while (co_await listen_once()) {
    streaming_ = false;
    tried_.cancel();
    pause.expires_after(before_next_stream);
    error_code ignored;
    co_await pause.async_wait(net::redirect_error(net::use_awaitable, ignored));
  }
  tried_.cancel();
}

/// False when this platform has no such stream.
net::awaitable<bool> Shown::listen_once() {
  error_code ec;
  const auto connection = co_await client_.connect(steady_clock::now() + longest_opening, ec);
  if (!connection) co_return true;
  const std::string request = "GET /events?topics=mypage HTTP/1.1\r\nHost: " + client_.host() +
                              "\r\nAccept: text/event-stream\r\nb3: 0\r\n\r\n";
  connection->stream.expires_after(longest_silence);
  co_await net::async_write(connection->stream, net::buffer(request), net::redirect_error(net::use_awaitable, ec));
  if (ec) co_return true;
  beast::http::response_parser<beast::http::buffer_body> parser;
  parser.body_limit(boost::none);
  co_await beast::http::async_read_header(connection->stream, connection->received, parser,
                                          net::redirect_error(net::use_awaitable, ec));
  if (ec) co_return true;
  if (parser.get().result_int() != 200) co_return parser.get().result_int() >= 500;
  streaming_ = true;
  tried_.cancel();
  std::array<char, 16 * 1024> part;
  std::string text;
  while (!parser.is_done()) {
    parser.get().body().data = part.data();
    parser.get().body().size = part.size();
    parser.get().body().more = true;
    connection->stream.expires_after(longest_silence);
    co_await beast::http::async_read_some(connection->stream, connection->received, parser,
                                          net::redirect_error(net::use_awaitable, ec));
    if (ec && ec != beast::http::error::need_buffer) break;
    text.append(part.data(), part.size() - parser.get().body().size);
    take_events(text);
  }
  co_return true;
}

/// Takes the complete events from the front of `text`.
void Shown::take_events(std::string& text) {
  std::size_t done = 0;
  for (std::size_t end = 0; (end = text.find("\n\n", done)) != text.npos; done = end + 2) {
    const std::string_view event{text.data() + done, end - done};
    const auto data = event.find("data: ");
    if (event.find("event: mypage.changed") == event.npos || data == event.npos) continue;
    const auto line = event.substr(data + 6);
    if (const auto row = json::decode_text<PageRow>(line.substr(0, line.find('\n')))) take(*row);
  }
  text.erase(0, done);
}

void Shown::take(const PageRow& row) {
  if (const auto found = waiting_.find(row.order_id); found != waiting_.end()) {
    if (!ends(row, found->second->status_code)) return;
    found->second->seen = row;
    found->second->timer->cancel();
  } else if (is_final(row.status_code)) {
    if (early_.insert_or_assign(row.order_id, row).second) early_order_.push_back(row.order_id);
    if (early_order_.size() > remembered) {
      early_.erase(early_order_.front());
      early_order_.pop_front();
    }
  }
}

net::awaitable<std::optional<PageRow>> Shown::wait(OrderId order, int status_code, Deadline deadline) {
  if (const auto found = early_.find(order); found != early_.end() && ends(found->second, status_code)) {
    co_return found->second;
  }
  net::steady_timer timer{client_.reactor()};
  Waiter waiter{.timer = &timer, .status_code = status_code, .seen = {}};
  waiting_[order] = &waiter;
  std::chrono::milliseconds pause = streaming_ ? first_look_beside_stream : first_look;
  while (!given_up_ && !waiter.seen && steady_clock::now() < deadline) {
    timer.expires_at(std::min(deadline, steady_clock::now() + pause));
    error_code woken;
    co_await timer.async_wait(net::redirect_error(net::use_awaitable, woken));
    if (given_up_ || waiter.seen) break;
    const auto row = co_await read(order, deadline);
    if (row && ends(*row, status_code)) waiter.seen = row;
    pause = std::min(slowest_look, pause * 3 / 2);
  }
  waiting_.erase(order);
  co_return waiter.seen;
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
  for (const auto& [order, waiter] : waiting_) waiter->timer->cancel();
}

}  // namespace sharecar::load
