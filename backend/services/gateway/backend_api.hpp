/// The services behind the gateway.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chassis/http/event_source.hpp"

namespace sharecar::gateway {

/// One service that requests are sent to. Which of its instances gets one is the upstream's to decide, with the call's
/// pin. Lives on the reactor's thread.
class Backend {
 public:
  explicit Backend(http::Upstream& upstream) : upstream_(upstream) {}

  const std::string& name() const { return upstream_.name(); }
  std::vector<std::string> addresses() const { return upstream_.config().addresses(); }

  /// As http::Upstream::send.
  http::net::awaitable<boost::system::result<http::Response, http::CallError>> send(Context& context, http::Call call) {
    return upstream_.send(context, std::move(call));
  }

  /// As http::Upstream::fallback.
  Context fallback(const Context& context) { return upstream_.fallback(context); }

  /// As http::Upstream::open.
  http::net::awaitable<boost::system::result<http::OpenResponse, http::CallError>> open(
      Context& context, http::Call call, std::chrono::milliseconds longest_silence) {
    return upstream_.open(context, std::move(call), longest_silence);
  }

  /// As http::EventSource.
  std::unique_ptr<http::EventSource> follow(http::net::io_context& reactor, http::Call call,
                                            http::EventSource::Handlers handlers) {
    return std::make_unique<http::EventSource>(reactor, upstream_, std::move(call), std::move(handlers));
  }

 private:
  http::Upstream& upstream_;
};

/// All of them, by the name of the service.
class Backends {
 public:
  Backend& add(http::Upstream& upstream) { return by_name_.emplace(upstream.name(), upstream).first->second; }
  /// Null when there is none of that name.
  Backend* find(std::string_view name) {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &found->second;
  }
  bool has(std::string_view name) const { return by_name_.contains(name); }

 private:
  std::map<std::string, Backend, std::less<>> by_name_;
};

}  // namespace sharecar::gateway
