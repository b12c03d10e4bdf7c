#include "chassis/http/connection.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/status.hpp>

#include "chassis/telemetry/log.hpp"
#include "contracts/status.hpp"

namespace sharecar::http {
namespace {

namespace beast = boost::beast;
using boost::system::error_code;
using namespace std::chrono_literals;

constexpr std::size_t small_read = 4 * 1024;
constexpr std::size_t large_read = 64 * 1024;
constexpr std::size_t longest_chunk_line = 16 * 1024;
constexpr auto linger_time = 2s;
constexpr int idle_factor = 6;  // a kept connection may wait this many head time-outs for its next request

const Log http_log{"http"};

std::string_view view(const beast::flat_buffer& buffer) {
  return {static_cast<const char*>(buffer.cdata().data()), buffer.size()};
}

// The server writes these itself.
bool is_servers_own(std::string_view name) {
  for (const char* own : {"Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Date", "Upgrade"}) {
    if (equal_without_case(name, own)) return true;
  }
  return false;
}

std::string_view phrase(int status) {
  const auto ours = reason_phrase(status);
  if (!ours.empty()) return ours;
  const auto beasts = beast::http::obsolete_reason(beast::http::int_to_status(static_cast<unsigned>(status)));
  return {beasts.data(), beasts.size()};
}

// Splits a checked target; an absolute one also names the host (RFC 9112 3.2.2).
void set_target(Request& request, std::string_view target) {
  if (!target.starts_with('/') && target != "*") {
    target.remove_prefix(std::string_view{"http://"}.size());
    const auto authority = target.substr(0, target.find_first_of("/?"));
    request.headers.set("Host", std::string{authority});
    target.remove_prefix(authority.size());
  }
  request.target = target;
  if (!target.starts_with('/') && target != "*") request.target.insert(0, 1, '/');
  const auto question = request.target.find('?');
  request.path = request.target.substr(0, question);
  request.query = question == std::string::npos ? std::string{} : request.target.substr(question + 1);
}

net::ip::address peer_of(const net::ip::tcp::socket& socket) {
  error_code ec;
  const auto address = socket.remote_endpoint(ec).address();
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return net::ip::make_address_v4(net::ip::v4_mapped, address.to_v6());
}

}  // namespace

const std::string& DateClock::now() {
  const auto at = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (at != at_ || text_.empty()) {
    at_ = at;
    const std::time_t seconds = at.time_since_epoch().count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[40];
    text_.assign(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts));
  }
  return text_;
}

void ServerCore::count_rejected(const char* reason) {
  metrics.counter("http_server_rejected_heads_total", "Requests refused before they were routed", {{"reason", reason}})
      .Increment();
}

Connection::Connection(net::ip::tcp::socket socket, ServerCore& core) : core_(core), stream_(std::move(socket)) {
  const auto peer = peer_of(stream_.socket());
  peer_ = peer.to_string();
  peer_is_loopback_ = peer.is_loopback();
  error_code ignored;
  stream_.socket().set_option(net::ip::tcp::no_delay(true), ignored);
}

Connection::~Connection() {
  if (streaming_) streaming_->abandon();
}

net::awaitable<void> Connection::run() {
  while (keep_alive_) {
    const bool complete = co_await read_request();
    if (!complete) break;
    const Method method = request_.method;
    auto pending = core_.dispatcher.answer(std::move(request_));
    Reply reply = co_await std::move(pending);
    streaming_ = reply.stream;
    keep_alive_ = keep_alive_ && !core_.winding_down && !core_.refusing && !reply.stream;
    std::string head = reply_head(reply, method, keep_alive_, core_.date.now());
    if (reply.cut != Cut::none) {
      auto last = cut(reply.cut, head + reply.body);
      co_await std::move(last);
      co_return;
    }
    if (method == Method::head) {
      reply.body.clear();
      if (streaming_) streaming_->abandon();
    }
    const bool written = co_await write(std::move(head), std::move(reply.body));
    if (!written) co_return;
    if (streaming_) co_await send_stream();
  }
  if (refusal_) {
    Reply reply = refusal_reply();
    std::string head = reply_head(reply, request_.method, false, core_.date.now());
    const bool written = co_await write(std::move(head), std::move(reply.body));
    if (!written) co_return;
  }
  if (refusal_ || !keep_alive_) co_await linger();
  close();
}

void Connection::retire(Fresh fresh) {
  if (first_ && fresh == Fresh::spared) return;
  error_code ec;
  if (idle_ && stream_.socket().available(ec) == 0) close();
}

void Connection::end_stream() {
  if (streaming_) streaming_->end();
}

void Connection::close() {
  if (streaming_) streaming_->abandon();
  stream_.close();
}

// Fills request_. False when there is none: the client is gone, or refusal_ says what to answer.
net::awaitable<bool> Connection::read_request() {
  const std::size_t size = co_await read_head();
  if (size == 0) co_return false;
  Parser parser;
  if (!take_head(parser, size)) co_return false;
  if (expects_continue_ && !parser.is_done() && received_.size() == 0) {
    std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    std::string no_body;
    const bool written = co_await write(std::move(go_on), std::move(no_body));
    if (!written) co_return false;
  }
  const bool complete = co_await read_body(parser);
  if (!complete) co_return false;
  keep_alive_ = parser.keep_alive();
  request_.body = std::move(parser.get().body());
  co_return true;
}

// The size of the next head in received_, checked; 0 when there is none.
net::awaitable<std::size_t> Connection::read_head() {
  const std::chrono::milliseconds patience{core_.config.head_timeout_ms};
  head_known_ = false;
  idle_ = received_.size() == 0;
  if (idle_) {
    if (core_.draining && !first_) co_return 0;
    stream_.expires_after(first_ ? patience : patience * idle_factor);
    const bool more = co_await read_some(small_read);
    idle_ = false;
    if (!more) co_return 0;
  }
  first_ = false;
  stream_.expires_after(patience);
  HeadScanner scanner{static_cast<std::size_t>(core_.config.max_head_bytes)};
  bool forgiving = true;
  while (true) {
    if (forgiving && view(received_).starts_with("\r\n")) {  // RFC 9112 2.2: one empty line before is forgiven
      received_.consume(2);
      forgiving = false;
    }
    const bool half_line = forgiving && view(received_) == "\r";
    const std::size_t size = half_line ? 0 : scanner.find_end(view(received_));
    if (size != 0) {
      const auto error =
          check_head(view(received_).substr(0, size), static_cast<std::size_t>(core_.config.max_headers));
      if (!error) co_return size;
      refuse(error->status, error->why, error->reason);
      co_return 0;
    }
    if (scanner.error()) {
      refuse(scanner.error()->status, scanner.error()->why, scanner.error()->reason);
      co_return 0;
    }
    const bool more = co_await read_some(small_read);
    if (!more) {
      core_.count_rejected("incomplete");
      co_return 0;
    }
  }
}

// Gives a checked head to the parser and copies its fields now: trailers are merged into the parser's own later.
bool Connection::take_head(Parser& parser, std::size_t size) {
  parser.header_limit(static_cast<std::uint32_t>(core_.config.max_head_bytes));
  parser.body_limit(static_cast<std::uint64_t>(core_.config.max_body_bytes));
  error_code ec;
  parser.put(net::buffer(received_.cdata(), size), ec);
  const bool too_large = ec == beast::http::error::body_limit;
  if (!too_large && (ec || !parser.is_header_done())) return refuse(400, "malformed head", "syntax");
  const auto& message = parser.get();
  const auto method = parse_method({message.method_string().data(), message.method_string().size()});
  if (!method) return refuse(501, "this method is not implemented", "method");
  request_ = {};
  request_.method = *method;
  request_.peer = peer_;
  request_.peer_is_loopback = peer_is_loopback_;
  for (const auto& field : message) request_.headers.add(field.name_string(), field.value());
  set_target(request_, {message.target().data(), message.target().size()});
  expects_continue_ = message.version() == 11 && request_.headers.has("Expect");
  head_known_ = true;
  received_.consume(size);
  if (too_large) return refuse(413, "the body is too large", "body");
  return true;
}

net::awaitable<bool> Connection::read_body(Parser& parser) {
  if (parser.is_done()) co_return true;
  stream_.expires_after(std::chrono::milliseconds{core_.config.body_timeout_ms});
  parser.eager(true);
  while (true) {
    error_code ec;
    if (received_.size() != 0) received_.consume(parser.put(received_.cdata(), ec));
    if (ec == beast::http::error::body_limit) co_return refuse(413, "the body is too large", "body");
    if (ec && ec != beast::http::error::need_more) co_return refuse(400, "malformed body", "body");
    if (parser.is_done()) co_return true;
    if (received_.size() > longest_chunk_line) co_return refuse(400, "malformed body", "body");
    const bool more = co_await read_some(large_read);
    if (!more) co_return false;
  }
}

net::awaitable<bool> Connection::read_some(std::size_t at_most) {
  const auto room = received_.prepare(at_most);
  error_code ec;
  const std::size_t count = co_await stream_.async_read_some(room, net::redirect_error(net::use_awaitable, ec));
  received_.commit(count);
  co_return !ec;
}

net::awaitable<bool> Connection::write(std::string head, std::string body) {
  const std::array<net::const_buffer, 2> buffers{net::buffer(head), net::buffer(body)};
  stream_.expires_after(std::chrono::milliseconds{core_.config.body_timeout_ms});
  error_code ec;
  co_await net::async_write(stream_, buffers, net::redirect_error(net::use_awaitable, ec));
  co_return !ec;
}

// Ends with RST: without lingering, and with what is unsent thrown away.
net::awaitable<void> Connection::cut(Cut how, std::string answer) {
  if (how == Cut::mid_answer) {
    std::string half = answer.substr(0, answer.size() / 2);
    std::string nothing_more;
    co_await write(std::move(half), std::move(nothing_more));
  }
  error_code ignored;
  stream_.socket().set_option(net::socket_base::linger(true, 0), ignored);
  close();
}

net::awaitable<void> Connection::send_stream() {
  if (core_.winding_down) streaming_->end();
  while (true) {
    std::string text = co_await streaming_->next();
    if (text.empty()) break;
    std::string nothing_more;
    const bool written = co_await write(std::move(text), std::move(nothing_more));
    if (!written) break;
  }
  streaming_->abandon();
  streaming_.reset();
}

// A close with unread bytes resets the connection, and the client may lose the answer (RFC 9112 9.6): read on for a
// while until the client has closed its side.
net::awaitable<void> Connection::linger() {
  idle_ = true;
  error_code ignored;
  stream_.socket().shutdown(net::ip::tcp::socket::shutdown_send, ignored);
  stream_.expires_after(linger_time);
  while (true) {
    received_.clear();
    const bool more = co_await read_some(large_read);
    if (!more) co_return;
  }
}

bool Connection::refuse(int status, std::string why, const char* reason) {
  core_.count_rejected(reason);
  refusal_ = Refusal{status, code_of(status), std::move(why)};
  return false;
}

Reply Connection::refusal_reply() {
  if (!head_known_) {
    request_.method = Method::get;
    request_.path.clear();
  }
  const Problem problem{.code = refusal_->code, .detail = refusal_->why};
  const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  Reply reply = render_as(refusal_->status, problem, request_.path, now);
  if (head_known_) core_.dispatcher.refuse(request_, reply);
  return reply;
}

std::string reply_head(const Reply& reply, Method method, bool keep_alive, const std::string& date) {
  std::string head;
  head.reserve(512);
  head += "HTTP/1.1 ";
  head += std::to_string(reply.status);
  head += ' ';
  head += phrase(reply.status);
  head += "\r\nDate: ";
  head += date;
  head += "\r\n";
  for (const auto& [name, value] : reply.headers) {
    if (is_servers_own(name)) continue;
    if (!is_token(name) || !is_field_value(value)) {
      http_log.warn("a header was left out of an answer", {{"name", is_token(name) ? name : std::string{"malformed"}}});
      continue;
    }
    head += name;
    head += ": ";
    head += value;
    head += "\r\n";
  }
  const bool has_no_body = reply.status < 200 || reply.status == 204 || reply.status == 304;
  if (!has_no_body && !reply.stream) {                          // a stream ends with its connection (RFC 9112 6.3)
    const auto declared = reply.headers.get("Content-Length");  // a proxied answer to HEAD knows its length
    const bool keep_declared = method == Method::head && reply.body.empty() && !declared.empty() &&
                               declared.find_first_not_of("0123456789") == declared.npos;
    head += "Content-Length: ";
    head += keep_declared ? std::string{declared} : std::to_string(reply.body.size());
    head += "\r\n";
  }
  head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return head;
}

}  // namespace sharecar::http
