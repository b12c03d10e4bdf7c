/// Small pieces over OpenSSL 3: a card number sealed for one reader, and keyed hashes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sharecar::crypto {

/// RSA-OAEP with SHA-256 under a public key: whoever has only this can write, not read. Thread-safe.
class Sealer {
 public:
  /// Throws std::runtime_error naming the file when it is not a PEM public key.
  explicit Sealer(const std::string& public_key_file);
  ~Sealer();
  /// Base64.
  std::string seal(std::string_view secret) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Opens what a Sealer sealed. Thread-safe.
class Opener {
 public:
  explicit Opener(const std::string& private_key_file);
  ~Opener();
  /// Nothing when it was not sealed for this key.
  std::optional<std::string> open(std::string_view sealed_base64) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Lower-hex HMAC-SHA-256.
std::string hmac_sha256(std::string_view key, std::string_view text);

/// `bytes` random bytes as lower hex.
std::string random_hex(std::size_t bytes);

}  // namespace sharecar::crypto
