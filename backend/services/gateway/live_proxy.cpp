#include "live_proxy.hpp"

#include "chassis/http/server_sent_events.hpp"
#include "chassis/runtime/spawn.hpp"

namespace sharecar::gateway {
namespace {

namespace sse = http::sse;

constexpr std::size_t longest_event = 128 * 1024;

using Body = std::unique_ptr<http::ResponseStream>;

boost::asio::awaitable<void> pass_on(Body from, std::shared_ptr<http::BodyStream> to) {
  std::string part;  // of an event that has not ended yet
  while (part.size() < longest_event) {
    const bool open = co_await to->drained();
    if (!open) co_return;
    const std::string more = co_await from->next();
    if (more.empty()) break;
    part += more;
    const auto end = part.rfind("\n\n");
    if (end == part.npos) continue;
    const auto whole = std::string_view{part}.substr(0, end + 2);
    to->write(whole);
    if (whole.ends_with(sse::bye)) {
      to->finish();
      co_return;
    }
    part.erase(0, whole.size());
  }
  to->end();
}

boost::asio::awaitable<http::Reply> whole_reply(http::OpenResponse response) {
  http::Reply reply{response.status, std::string{response.headers.get("Content-Type")}, ""};
  const auto retry_after = response.headers.get("Retry-After");
  if (!retry_after.empty()) reply.headers.set("Retry-After", std::string{retry_after});
  while (reply.body.size() < longest_event) {
    const std::string more = co_await response.body->next();
    if (more.empty()) break;
    reply.body += more;
  }
  co_return reply;
}

}  // namespace

http::Routes LiveProxy::routes() {
  http::Route route;
  route.method = http::Method::get;
  route.path = "/events";
  route.summary = "Changes as server-sent events, by customer";
  route.quiet = true;
  route.handler = [this](Context& context, http::Request request) { return listen(context, std::move(request)); };
  http::Routes out;
  out.push_back(std::move(route));
  return out;
}

boost::asio::awaitable<http::Reply> LiveProxy::listen(Context& context, http::Request request) {
  http::Call call;
  call.target = request.target;
  call.route = request.route;
  call.pin = pin_of(request, trusted_);
  call.headers = forwarded_fields(request, trusted_);
  auto pending = customer_.open(context, std::move(call), 3 * sse::heartbeat);
  auto opened = co_await std::move(pending);
  if (!opened) co_return http::to_problem(customer_.name(), opened.error());
  if (opened->status != 200) {
    auto refusal = whole_reply(std::move(*opened));
    co_return co_await std::move(refusal);
  }
  auto stream = sse::make_stream(reactor_.get_executor());
  spawn(reactor_.get_executor(), "pass events on", pass_on(std::move(opened->body), stream));
  co_return sse::reply(std::move(stream));
}

}  // namespace sharecar::gateway
