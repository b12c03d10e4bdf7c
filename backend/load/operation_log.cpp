#include "load/operation_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "chassis/json/encode.hpp"

namespace sharecar::load {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::system_error{errno, std::generic_category(), what}; }

}  // namespace

OperationLog::OperationLog(const std::string& file) {
  if (file.empty()) return;
  file_ = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
  if (file_ < 0) fail("cannot write the operation log " + file);
}

OperationLog::~OperationLog() {
  if (file_ >= 0) ::close(file_);
}

void OperationLog::write(const invariants::Operation& operation) {
  if (file_ < 0) return;
  const std::string line = json::encode(operation) + '\n';
  const char* from = line.data();
  std::size_t left = line.size();
  while (left > 0) {
    const ssize_t written = ::write(file_, from, left);
    if (written < 0 && errno != EINTR) fail("cannot write the operation log");
    if (written < 0) continue;
    from += written;
    left -= static_cast<std::size_t>(written);
  }
}

}  // namespace sharecar::load
