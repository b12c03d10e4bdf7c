#include "launcher/ports.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "launcher/problem.hpp"

namespace sharecar::launcher {

namespace {

class Socket {
 public:
  Socket() : file_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {}
  ~Socket() { ::close(file_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  bool bind(int port) const {
    const int on = 1;
    ::setsockopt(file_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const auto address = loopback(port);
    return ::bind(file_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 && ::listen(file_, 1) == 0;
  }
  bool connect(int port) const {
    const auto address = loopback(port);
    return ::connect(file_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  int port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(file_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
  }

 private:
  static sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  int file_;
};

/// The inode of the socket that listens on `port`, from /proc/net/tcp{,6}.
std::optional<std::string> listening_inode(int port) {
  const auto wanted = fmt::format(":{:04X}", port);
  for (const auto* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    std::ifstream in{table};
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
      std::istringstream fields{line};
      std::string slot, local, remote, state, queues, timer, retries, uid, timeout, inode;
      fields >> slot >> local >> remote >> state >> queues >> timer >> retries >> uid >> timeout >> inode;
      if (state == "0A" && local.ends_with(wanted)) return inode;
    }
  }
  return std::nullopt;
}

}  // namespace

bool port_is_free(int port) { return Socket{}.bind(port); }

int free_port(int preferred, const std::set<int>& taken) {
  if (preferred != 0 && !taken.contains(preferred) && port_is_free(preferred)) return preferred;
  for (int attempt = 0; attempt < 100; ++attempt) {
    const Socket socket;
    if (socket.bind(0) && !taken.contains(socket.port())) return socket.port();
  }
  throw Problem{"no free TCP port on 127.0.0.1"};
}

std::optional<std::string> listener_of(int port) {
  const auto inode = listening_inode(port);
  if (!inode) return std::nullopt;
  const auto wanted = "socket:[" + *inode + "]";
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator{"/proc", ignored}) {
    const auto pid = entry.path().filename().string();
    if (pid.find_first_not_of("0123456789") != std::string::npos) continue;
    std::error_code closed;
    for (const auto& file : fs::directory_iterator{entry.path() / "fd", closed}) {
      if (fs::read_symlink(file.path(), closed) != wanted) continue;
      auto name = read_text(entry.path() / "comm").value_or("?");
      if (!name.empty() && name.back() == '\n') name.pop_back();
      return fmt::format("{} (pid {})", name, pid);
    }
  }
  return "another user's process";
}

bool port_answers(int port) { return Socket{}.connect(port); }

}  // namespace sharecar::launcher
