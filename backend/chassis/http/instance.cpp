#include "chassis/http/instance.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <stdexcept>

#include "chassis/runtime/spawn.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::http {
namespace {

using boost::system::error_code;
using namespace std::chrono_literals;

constexpr auto check_limit = 1s;

const Log http_log{"http"};

// Host and port.
std::pair<std::string, std::string> parse_url(const std::string& text) {
  const auto url = boost::urls::parse_uri(text);
  const bool sound = url.has_value() && url->scheme() == "http" && !url->host().empty() &&
                     (url->encoded_path().empty() || url->encoded_path() == "/") && !url->has_query();
  if (!sound) throw std::invalid_argument("not of the form http://host:port: " + text);
  return {url->host_address(), url->port_number() == 0 ? "80" : std::to_string(url->port_number())};
}

std::shared_ptr<ConnectionPool> pool_of(net::io_context& reactor, const std::string& url, int max_idle) {
  const auto [host, port] = parse_url(url);
  return std::make_shared<ConnectionPool>(reactor, host, port, static_cast<std::size_t>(std::max(0, max_idle)));
}

std::string host_field(const std::string& url) {
  const auto [host, port] = parse_url(url);
  return port == "80" ? host : host + ":" + port;
}

// Counts a call as under way, however it ends.
class Under {
 public:
  explicit Under(int& count) : count_(count) { ++count_; }
  ~Under() { --count_; }
  Under(const Under&) = delete;
  Under& operator=(const Under&) = delete;

 private:
  int& count_;
};

}  // namespace

Instance::Instance(net::io_context& reactor, const std::string& upstream, const std::string& url,
                   const UpstreamConfig& config, telemetry::Metrics& metrics)
    : reactor_(reactor),
      upstream_(upstream),
      url_(url),
      host_(host_field(url)),
      check_every_(config.check_ms),
      max_body_bytes_(static_cast<std::uint64_t>(config.max_response_bytes)),
      pool_(pool_of(reactor, url, config.max_idle_connections)),
      next_check_(reactor),
      stale_(metrics.counter("http_client_stale_connections_total", "Requests sent again on a fresh connection",
                             {{"client", upstream}})),
      ready_gauge_(metrics.gauge("sharecar_upstream_ready", "Whether an instance gets requests",
                                 {{"client", upstream}, {"address", host_}})),
      in_flight_gauge_(metrics.gauge("sharecar_upstream_in_flight", "Requests that an instance has not answered yet",
                                     {{"client", upstream}, {"address", host_}})) {
  ready_gauge_.Set(1);
}

void Instance::keep_checking() {
  checked_ = true;
  spawn(reactor_.get_executor(), "check an instance", check(shared_from_this()));
}

void Instance::not_ready() {
  if (!checked_) return;
  ready(false);
  next_check_.cancel();
}

void Instance::close() {
  closed_ = true;
  next_check_.cancel();
  pool_->close();
}

void Instance::ready(bool value) {
  if (ready_ == value) return;
  ready_ = value;
  ready_gauge_.Set(value ? 1 : 0);
  http_log.info(value ? "an instance is ready" : "an instance is not ready", {{"upstream", upstream_}, {"url", url_}});
  if (!value) pool_->drop_idle();  // it may be about to close them
}

net::awaitable<void> Instance::check(std::shared_ptr<Instance> self) {
  while (!self->closed_) {
    self->next_check_.expires_after(self->check_every_);
    error_code ignored;
    co_await self->next_check_.async_wait(net::redirect_error(net::use_awaitable, ignored));
    if (self->closed_) break;
    const bool said_yes = co_await self->ask();
    self->ready(said_yes);
  }
}

net::awaitable<bool> Instance::ask() {
  Context context = untraced(check_limit);
  Call call;
  call.target = "/actuator/health/readiness";
  call.route = call.target;
  Attempt attempt{Wanted::whole_answer};
  error_code ec;
  attempt.connection = co_await pool_->connect(context.deadline(), ec);  // a fresh one: does it still accept?
  if (!attempt.connection) co_return false;
  co_await exchange(context, call, host_, max_body_bytes_, attempt);
  co_return !attempt.failed && attempt.response.status != 503;
}

net::awaitable<void> Instance::perform(Context& context, const Call& call, Attempt& attempt) {
  const auto self = shared_from_this();
  {
    const Under under{in_flight_};
    in_flight_gauge_.Set(in_flight_);
    co_await send(context, call, attempt);
  }
  in_flight_gauge_.Set(in_flight_);
}

net::awaitable<void> Instance::send(Context& context, const Call& call, Attempt& attempt) {
  attempt.connection = pool_->take_idle();
  if (attempt.connection) {
    co_await talk(context, call, attempt);
    const bool closed_meanwhile = attempt.failed && attempt.failed->kind == CallFailure::reset &&
                                  !attempt.something_received &&
                                  (is_idempotent(call.method) || !attempt.something_sent);
    if (!closed_meanwhile) co_return;
    stale_.Increment();
    context.span().annotate("stale connection, sent again");
    attempt = Attempt{attempt.wanted};
  }
  error_code ec;
  attempt.connection = co_await pool_->connect(context.deadline(), ec);
  if (!attempt.connection) {
    const bool late = ec == boost::beast::error::timeout;
    attempt.failed = failure(late ? CallFailure::timeout : CallFailure::refused, "connect: " + ec.message());
    co_return;
  }
  co_await talk(context, call, attempt);
}

// On the attempt's connection, which goes back to the pool when it can carry another request. One that the other side
// closes after its answer shows that it goes away: the kept ones would be closed too, maybe under a request.
net::awaitable<void> Instance::talk(Context& context, const Call& call, Attempt& attempt) {
  const auto& peer = attempt.connection->peer;
  const auto ipv4 = peer.address().is_v4() ? peer.address().to_string() : std::string{};
  context.span().remote({.service = upstream_, .ipv4 = ipv4, .port = peer.port()});
  co_await exchange(context, call, host_, max_body_bytes_, attempt);
  if (attempt.reusable) {
    pool_->give_back(std::move(attempt.connection));
  } else if (!attempt.failed && attempt.wanted == Wanted::whole_answer) {
    pool_->drop_idle();
  }
}

}  // namespace sharecar::http
