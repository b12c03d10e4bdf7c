#include "launcher/files.hpp"

#include <fcntl.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

#include "launcher/problem.hpp"

namespace sharecar::launcher {

namespace {

std::string hex(const unsigned char* bytes, std::size_t count) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * count);
  for (std::size_t i = 0; i < count; ++i) {
    text += digits[bytes[i] >> 4U];
    text += digits[bytes[i] & 15U];
  }
  return text;
}

}  // namespace

std::optional<std::string> read_text(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  if (!in) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>{in}, {}};
}

void write_text(const fs::path& path, std::string_view text, unsigned mode) {
  const auto part = fs::path{path.string() + "." + std::to_string(::getpid()) + ".part"};
  const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0) throw Problem{"cannot write " + path.string() + ": " + std::strerror(errno)};
  const auto written = ::write(file, text.data(), text.size());
  const bool complete = written == static_cast<ssize_t>(text.size()) && ::fchmod(file, mode) == 0;
  const int why = errno;
  ::close(file);
  if (!complete || ::rename(part.c_str(), path.c_str()) != 0) {
    const int cause = complete ? errno : why;
    ::unlink(part.c_str());
    throw Problem{"cannot write " + path.string() + ": " + std::strerror(cause)};
  }
}

std::string last_lines(const fs::path& path, std::size_t lines) {
  std::ifstream in{path, std::ios::binary | std::ios::ate};
  if (!in) return {};
  constexpr std::streamoff window = 64 * 1024;
  const std::streamoff size = in.tellg();
  in.seekg(std::max<std::streamoff>(0, size - window));
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::size_t at = text.size();
  while (lines > 0 && at > 0) {
    const auto before = text.rfind('\n', at - 1);
    --lines;
    if (before == std::string::npos) return text;
    at = before;
  }
  return at == text.size() ? std::string{} : text.substr(at + 1);
}

std::string random_hex(std::size_t bytes) {
  std::vector<unsigned char> random(bytes);
  if (RAND_bytes(random.data(), static_cast<int>(bytes)) != 1) throw Problem{"the system gives no random numbers"};
  return hex(random.data(), bytes);
}

std::string short_hash(std::string_view text) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  return hex(digest, 6);
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || std::string_view{"-._~"}.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += "%" + hex(&byte, 1);
    }
  }
  return encoded;
}

std::string kept_secret(const fs::path& path, std::size_t bytes) {
  if (auto known = read_text(path); known && !known->empty()) return *known;
  auto secret = random_hex(bytes);
  write_text(path, secret, 0600);
  return secret;
}

}  // namespace sharecar::launcher
