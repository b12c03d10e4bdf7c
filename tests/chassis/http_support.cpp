#include "http_support.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <set>
#include <sstream>

namespace sharecar::http::testing {
namespace {

const char* kind_name(telemetry::SpanKind kind) {
  switch (kind) {
    case telemetry::SpanKind::local:
      return "local";
    case telemetry::SpanKind::client:
      return "client";
    case telemetry::SpanKind::server:
      return "server";
    case telemetry::SpanKind::producer:
      return "producer";
    case telemetry::SpanKind::consumer:
      return "consumer";
  }
  return "?";
}

void write_subtree(std::string& out, const std::vector<telemetry::SpanRecord>& spans, std::uint64_t parent,
                   std::size_t depth) {
  for (const auto& span : spans) {
    if (span.context.parent != parent) continue;
    out += std::string(depth * 2, ' ') + kind_name(span.kind) + ' ' + span.name;
    if (span.remote && !span.remote->service.empty()) out += " ->" + span.remote->service;
    for (const auto& [key, value] : span.tags) out += fmt::format(" {}={}", key, value);
    for (const auto& annotation : span.annotations) out += " [" + annotation.value + ']';
    out += '\n';
    write_subtree(out, spans, span.context.span, depth + 1);
  }
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

template <class Address>
sockaddr* generic(Address& address) {
  return reinterpret_cast<sockaddr*>(&address);
}

int listen_anywhere(int& port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener, generic(address), size) != 0 || ::listen(listener, 16) != 0 ||
      ::getsockname(listener, generic(address), &size) != 0) {
    throw std::runtime_error("cannot listen");
  }
  port = ntohs(address.sin_port);
  return listener;
}

void set_time_limit(int socket, int seconds) {
  const timeval limit{.tv_sec = seconds, .tv_usec = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

void reset_on_close(int socket) {
  const linger now{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

std::string field_of(const std::string& head, const std::string& name) {
  std::istringstream lines{head};
  std::string line;
  while (std::getline(lines, line)) {
    const auto colon = line.find(": ");
    if (colon == std::string::npos || !equal_without_case(line.substr(0, colon), name)) continue;
    auto value = line.substr(colon + 2);
    if (value.ends_with('\r')) value.pop_back();
    return value;
  }
  return {};
}

}  // namespace

std::string span_tree(std::vector<telemetry::SpanRecord> spans) {
  std::stable_sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return a.started < b.started; });
  for (auto& span : spans) {  // a parent that is not here makes a root
    const auto is_parent = [&](const auto& other) { return other.context.span == span.context.parent; };
    if (std::none_of(spans.begin(), spans.end(), is_parent)) span.context.parent = 0;
  }
  std::string out;
  write_subtree(out, spans, 0, 0);
  return out;
}

std::string Answer::field(const std::string& name) const { return field_of(head, name); }

RawClient::RawClient(int port, int receive_buffer) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  set_time_limit(socket_, 5);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  auto address = loopback(port);
  if (::connect(socket_, generic(address), sizeof address) != 0) throw std::runtime_error("cannot connect");
}

RawClient::~RawClient() {
  if (socket_ >= 0) ::close(socket_);
}

bool RawClient::send(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

bool RawClient::fill() {
  char bytes[16 * 1024];
  const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
  if (count < 0) reset_ = errno == ECONNRESET;
  if (count < 0 && !reset_) throw std::runtime_error("nothing came for 5 s");
  if (count <= 0) return false;
  received_.append(bytes, static_cast<std::size_t>(count));
  return true;
}

Answer RawClient::receive(bool has_body) {
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return {};
  }
  Answer answer;
  answer.head = received_.substr(0, end + 4);
  received_.erase(0, end + 4);
  answer.status = std::stoi(answer.head.substr(9, 3));
  const auto length = answer.field("Content-Length");
  const std::size_t size = has_body && !length.empty() ? std::stoul(length) : 0;
  while (received_.size() < size) {
    if (!fill()) return {};
  }
  answer.body = received_.substr(0, size);
  received_.erase(0, size);
  return answer;
}

std::string RawClient::receive_until(const std::string& mark) {
  std::size_t end = 0;
  while ((end = received_.find(mark)) == std::string::npos) {
    if (!fill()) return {};
  }
  std::string out = received_.substr(0, end + mark.size());
  received_.erase(0, out.size());
  return out;
}

std::string RawClient::receive_all() {
  while (fill()) {
  }
  return std::move(received_);
}

bool RawClient::closed() { return received_.empty() && !fill(); }

void RawClient::finish_sending() { ::shutdown(socket_, SHUT_WR); }

void RawClient::reset() {
  reset_on_close(socket_);
  ::close(socket_);
  socket_ = -1;
}

Host::Host(double sampled) : tracer_(sink_, sampled), thread_([this] { reactor_.run(); }) {}

Host::~Host() { stop(); }

void Host::stop() {
  if (!thread_.joinable()) return;
  on_reactor([this] { server_.reset(); });
  reactor_.stop();
  thread_.join();
}

Server& Host::serve(Routes routes, ServerConfig config, const std::function<void(Server&)>& prepare) {
  on_reactor([&] {
    server_ = std::make_unique<Server>(reactor_, std::move(config), Router{std::move(routes)}, tracer_, metrics_);
    if (prepare) prepare(*server_);
    server_->listen();
  });
  return *server_;
}

void Host::on_reactor(const std::function<void()>& task) {
  std::promise<void> done;
  net::post(reactor_, [&] {
    try {
      task();
      done.set_value();
    } catch (...) {
      done.set_exception(std::current_exception());
    }
  });
  done.get_future().get();
}

std::function<void()> Host::start_drain() {
  auto done = std::make_shared<std::future<void>>(net::co_spawn(reactor_, server_->drain(), net::use_future));
  on_reactor([] {});  // the drain has begun when this has run
  return [done] { done->get(); };
}

std::string Host::metric(const std::string& prefix) {
  std::istringstream lines{metrics_.text()};
  std::set<std::string> sorted;
  std::string line;
  while (std::getline(lines, line)) {
    if (line.starts_with(prefix)) sorted.insert(line);
  }
  std::string out;
  for (const auto& each : sorted) out += each + '\n';
  return out;
}

ScriptedPeer::ScriptedPeer(std::vector<Script> scripts) : listener_(listen_anywhere(port_)) {
  thread_ = std::thread([this, all = std::move(scripts)] {
    for (std::size_t i = 0;; ++i) {
      const int socket = ::accept(listener_, nullptr, nullptr);
      if (socket < 0) return;
      set_time_limit(socket, 5);
      {
        const std::lock_guard lock{mutex_};
        ++connections_;
      }
      if (i < all.size()) {
        play(socket, all[i]);
      } else {
        ::close(socket);
      }
    }
  });
}

ScriptedPeer::~ScriptedPeer() {
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

void ScriptedPeer::play(int socket, const Script& script) {
  std::string received;
  for (const auto& step : script) {
    switch (step.kind) {
      case Step::Kind::read_request: {
        std::size_t size = 0;
        while (true) {
          const auto end = received.find("\r\n\r\n");
          if (end != std::string::npos) {
            const auto length = field_of(received.substr(0, end + 4), "Content-Length");
            size = end + 4 + (length.empty() ? 0 : std::stoul(length));
            if (received.size() >= size) break;
          }
          char bytes[16 * 1024];
          const auto count = ::recv(socket, bytes, sizeof bytes, 0);
          if (count <= 0) {
            ::close(socket);
            return;
          }
          received.append(bytes, static_cast<std::size_t>(count));
        }
        const std::lock_guard lock{mutex_};
        requests_.push_back(received.substr(0, size));
        received.erase(0, size);
        break;
      }
      case Step::Kind::send:
        ::send(socket, step.text.data(), step.text.size(), MSG_NOSIGNAL);
        break;
      case Step::Kind::wait:
        std::this_thread::sleep_for(std::chrono::milliseconds{step.milliseconds});
        break;
      case Step::Kind::reset:
        reset_on_close(socket);
        [[fallthrough]];
      case Step::Kind::close:
        ::close(socket);
        return;
    }
  }
  ::close(socket);
}

std::vector<std::string> ScriptedPeer::requests() const {
  const std::lock_guard lock{mutex_};
  return requests_;
}

int ScriptedPeer::connections() const {
  const std::lock_guard lock{mutex_};
  return connections_;
}

int free_port() {
  int port = 0;
  ::close(listen_anywhere(port));
  return port;
}

Route route_to(Method method, std::string path, Handler handler) {
  Route route;
  route.method = method;
  route.path = std::move(path);
  route.handler = std::move(handler);
  return route;
}

}  // namespace sharecar::http::testing
