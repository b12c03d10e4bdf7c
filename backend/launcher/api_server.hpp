#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace sharecar::launcher {

struct ApiRequest {
  std::string method;
  std::string path;
  std::string last_event_id = {};
};
struct ApiReply {
  int status = 200;
  std::string body = {};  // JSON
  /// In place of a body: server-sent events. Asked again and again for what is new; nothing ends the stream. Must not
  /// block.
  std::function<std::optional<std::string>()> stream = {};
};
/// May block: up to four requests are handled at a time.
using ApiHandler = std::function<ApiReply(const ApiRequest&)>;

/// A small HTTP server on 127.0.0.1 that answers only who shows the token (Authorization: Bearer).
class ApiServer {
 public:
  ApiServer(int port, std::string token, ApiHandler handler);
  ~ApiServer();

  int port() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sharecar::launcher
