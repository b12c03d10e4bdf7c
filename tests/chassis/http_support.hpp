/// What the HTTP tests share: a server on its own thread, a raw client and a scripted peer.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "chassis/http/server.hpp"
#include "support/recorded_spans.hpp"

namespace sharecar::http::testing {

/// One line a span, children below parents, oldest first: "server GET /x http.method=GET ...". Ids, times, ports and
/// the peer's address are left out.
std::string span_tree(std::vector<telemetry::SpanRecord> spans);

struct Answer {
  int status = 0;  ///< 0: the connection was closed instead
  std::string head;
  std::string body;

  /// A field's value, "" when absent.
  std::string field(const std::string& name) const;
};

/// A blocking client that sends exactly the bytes it is told to. Gives up after 5 s.
class RawClient {
 public:
  /// `receive_buffer`: bytes of the socket; 0 is as the system likes.
  explicit RawClient(int port, int receive_buffer = 0);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool send(const std::string& bytes);
  /// The next answer; `has_body` is false after HEAD.
  Answer receive(bool has_body = true);
  /// Everything up to and with `mark`; "" when the server closes before it.
  std::string receive_until(const std::string& mark);
  /// Everything until the server closes. `reset` tells a reset from an orderly close.
  std::string receive_all();
  bool closed();          ///< nothing more comes and the server has closed
  void finish_sending();  ///< half close
  void reset();           ///< RST
  bool was_reset() const { return reset_; }

 private:
  bool fill();
  int socket_;
  std::string received_;
  bool reset_ = false;
};

/// An io_context with a thread, and what a server needs around it. Members are destroyed in a safe order.
class Host {
 public:
  explicit Host(double sampled = 1.0);
  ~Host();

  Server& serve(Routes routes, ServerConfig config = {}, const std::function<void(Server&)>& prepare = {});
  int port() const { return server_->port(); }
  net::io_context& reactor() { return reactor_; }
  telemetry::Tracer& tracer() { return tracer_; }
  telemetry::Metrics& metrics() { return metrics_; }
  test::RecordedSpans& sink() { return sink_; }

  /// Runs on the reactor's thread and waits for the result.
  void on_reactor(const std::function<void()>& task);
  /// Starts the server's drain; the returned function waits for its end.
  std::function<void()> start_drain();
  /// Stops and joins; frames that are left are destroyed with the host.
  void stop();
  /// Lines of the metrics text that start with `prefix`, sorted.
  std::string metric(const std::string& prefix);

 private:
  test::RecordedSpans sink_;
  telemetry::Metrics metrics_{"test"};
  telemetry::Tracer tracer_;
  net::io_context reactor_{1};
  std::unique_ptr<Server> server_;
  net::executor_work_guard<net::io_context::executor_type> work_{reactor_.get_executor()};
  std::thread thread_;
};

/// A peer that plays one script for each connection it gets, in order; after the last script it refuses nobody but
/// closes at once. Remembers what it was sent.
class ScriptedPeer {
 public:
  struct Step {
    enum class Kind { read_request, send, close, reset, wait } kind;
    std::string text = {};
    int milliseconds = 0;
  };
  using Script = std::vector<Step>;

  explicit ScriptedPeer(std::vector<Script> scripts);
  ~ScriptedPeer();

  int port() const { return port_; }
  std::vector<std::string> requests() const;
  int connections() const;

  static Step read() { return {Step::Kind::read_request}; }
  static Step send(std::string text) { return {Step::Kind::send, std::move(text)}; }
  static Step close() { return {Step::Kind::close}; }
  static Step reset() { return {Step::Kind::reset}; }
  static Step wait(int milliseconds) { return {Step::Kind::wait, {}, milliseconds}; }

 private:
  void play(int socket, const Script& script);

  int port_ = 0;
  int listener_ = -1;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  int connections_ = 0;
  std::thread thread_;
};

/// A port on which nobody listens.
int free_port();

Route route_to(Method method, std::string path, Handler handler);

}  // namespace sharecar::http::testing
