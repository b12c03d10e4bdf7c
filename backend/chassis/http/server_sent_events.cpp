#include "chassis/http/server_sent_events.hpp"

#include <algorithm>
#include <utility>

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

bool Reader::feed(std::string_view bytes, const std::function<void(const Event&)>& each) {
  rest_ += bytes;
  std::size_t from = 0;
  for (auto end = rest_.find('\n'); end != rest_.npos; end = rest_.find('\n', from)) {
    auto text = std::string_view{rest_}.substr(from, end - from);
    if (text.ends_with('\r')) text.remove_suffix(1);
    line(text, each);
    from = end + 1;
  }
  rest_.erase(0, from);
  return rest_.size() <= longest_event && event_.data.size() <= longest_event;
}

void Reader::line(std::string_view text, const std::function<void(const Event&)>& each) {
  if (text.empty()) {
    const Event event = std::exchange(event_, {});
    if (std::exchange(has_data_, false)) each(event);
    return;
  }
  const auto colon = std::min(text.find(':'), text.size());
  const auto name = text.substr(0, colon);
  auto value = text.substr(std::min(colon + 1, text.size()));
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name == "data") {
    if (has_data_) event_.data += '\n';
    event_.data += value;
    has_data_ = true;
  } else if (name == "event") {
    event_.name = value;
  } else if (name == "id") {
    id_ = value;
  }
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
