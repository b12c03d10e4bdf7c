#include "chassis/http/server_sent_events.hpp"

namespace sharecar::http::sse {
namespace {

constexpr std::size_t longest_wait = 256 * 1024;

std::string field(std::string_view name, std::string_view value) {
  std::string out{name};
  out += ": ";
  out += value;
  out += '\n';
  return out;
}

}  // namespace

std::string greeting(std::string_view id) { return field("retry", "1000") + field("id", id) + '\n'; }

std::string event(std::string_view id, std::string_view name, std::string_view data) {
  return field("id", id) + field("event", name) + field("data", data) + '\n';
}

std::shared_ptr<BodyStream> make_stream(const net::any_io_executor& executor) {
  return std::make_shared<BodyStream>(executor, longest_wait, bye);
}

Reply reply(std::shared_ptr<BodyStream> stream) {
  Reply out{200, type, ""};
  out.headers.set("Cache-Control", "no-cache");
  out.headers.set("X-Accel-Buffering", "no");  // proxies of nginx' kind would keep events back
  out.stream = std::move(stream);
  return out;
}

}  // namespace sharecar::http::sse
