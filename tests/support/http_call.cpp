#include "support/http_call.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <sstream>

#include "chassis/http/message.hpp"

namespace sharecar::test {
namespace {

class Socket {
 public:
  Socket(int port, std::chrono::milliseconds limit) : handle_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(limit);
    const timeval patience{.tv_sec = seconds.count(), .tv_usec = (limit - seconds).count() * 1000};
    ::setsockopt(handle_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(handle_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Socket() { ::close(handle_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  bool send(const std::string& bytes) {
    std::size_t sent = 0;
    while (connected_ && sent < bytes.size()) {
      const auto count = ::send(handle_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) return false;
      sent += static_cast<std::size_t>(count);
    }
    return connected_;
  }
  /// Everything until the other side closes; nothing when it takes too long.
  std::string receive() {
    std::string out;
    char bytes[64 * 1024];
    while (true) {
      const auto count = ::recv(handle_, bytes, sizeof bytes, 0);
      if (count == 0) return out;
      if (count < 0) return errno == ECONNRESET ? out : std::string{};
      out.append(bytes, static_cast<std::size_t>(count));
    }
  }

 private:
  int handle_;
  bool connected_ = false;
};

}  // namespace

std::string HttpAnswer::field(const std::string& name) const {
  std::istringstream lines{head};
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.find(": ");
    if (colon == std::string::npos || !http::equal_without_case(line.substr(0, colon), name)) continue;
    if (line.ends_with('\r')) line.pop_back();
    return line.substr(colon + 2);
  }
  return {};
}

boost::json::value HttpAnswer::json() const { return boost::json::parse(body); }

HttpAnswer call(int port, const std::string& method, const std::string& target, const std::string& body,
                const Fields& fields, std::chrono::milliseconds limit) {
  std::string request =
      method + ' ' + target + " HTTP/1.1\r\nHost: localhost:" + std::to_string(port) + "\r\nConnection: close\r\n";
  bool typed = false;
  for (const auto& [name, value] : fields) {
    request += name + ": " + value + "\r\n";
    typed = typed || http::equal_without_case(name, "Content-Type");
  }
  if (!body.empty()) request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  if (!body.empty() && !typed) request += "Content-Type: application/json\r\n";
  Socket socket{port, limit};
  socket.send(request + "\r\n" + body);
  const std::string received = socket.receive();
  HttpAnswer answer;
  const auto end = received.find("\r\n\r\n");
  if (end == std::string::npos) return answer;
  answer.status = std::stoi(received.substr(9, 3));
  answer.head = received.substr(0, end + 2);
  answer.body = received.substr(end + 4);
  return answer;
}

}  // namespace sharecar::test
