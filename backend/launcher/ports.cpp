#include "launcher/ports.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <sstream>
#include <utility>

#include "launcher/problem.hpp"

namespace sharecar::launcher {

namespace {

class Socket {
 public:
  explicit Socket(int family = AF_INET) : file_{::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)} {}
  ~Socket() {
    if (file_ >= 0) ::close(file_);
  }
  Socket(Socket&& other) noexcept : file_{std::exchange(other.file_, -1)} {}
  Socket& operator=(Socket&&) = delete;

  bool bind(int port) const {
    const int on = 1;
    ::setsockopt(file_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const auto address = loopback(port);
    return ::bind(file_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 && ::listen(file_, 1) == 0;
  }
  /// Of Linux' abstract names, which end with their socket.
  bool bind_name(const std::string& name) const {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    name.copy(address.sun_path + 1, sizeof address.sun_path - 1);
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
    return ::bind(file_, reinterpret_cast<const sockaddr*>(&address), size) == 0;
  }
  bool connect(int port) const {
    const auto address = loopback(port);
    return ::connect(file_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
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

/// Whether this process may have the port. Two launchers that look for ports at the same time find the same ones free,
/// as their services listen only later: so each claims a name that nobody else can have while it runs.
bool claim(int port) {
  static std::mutex mutex;
  static std::map<int, Socket> claims;
  const std::lock_guard lock{mutex};
  if (claims.contains(port)) return true;
  Socket socket{AF_UNIX};
  if (!socket.bind_name(fmt::format("sharecar-port-{}", port))) return false;
  claims.emplace(port, std::move(socket));
  return true;
}

}  // namespace

bool port_is_free(int port) { return Socket{}.bind(port); }

int free_port(int preferred, const std::set<int>& taken) {
  if (preferred != 0 && !taken.contains(preferred) && port_is_free(preferred)) return preferred;
  // Below the range from which the system names ports of outgoing connections, so that nobody gets it in between.
  constexpr int lowest = 20'000;
  constexpr int highest = 32'000;
  std::random_device entropy;
  std::uniform_int_distribution<int> any{lowest, highest};
  for (int attempt = 0; attempt < 1'000; ++attempt) {
    const int port = any(entropy);
    if (!taken.contains(port) && port_is_free(port) && claim(port)) return port;
  }
  throw Problem{"no free TCP port on 127.0.0.1"};
}

std::optional<std::string> port_holder(int port) {
  if (port_is_free(port)) return std::nullopt;
  return listener_of(port).value_or("a connection that is just closing");
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
      auto name = fs::read_symlink(entry.path() / "exe", closed).filename().string();
      name = name.substr(0, name.find(' '));  // without " (deleted)" of a program that was built anew
      return fmt::format("{} (pid {})", name, pid);
    }
  }
  return "another user's process";
}

bool port_answers(int port) { return Socket{}.connect(port); }

}  // namespace sharecar::launcher
