#include "chassis/crypto/seal.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include <stdexcept>
#include <vector>

namespace sharecar::crypto {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free>;

Key read_key(const std::string& file, EVP_PKEY* (*read)(BIO*, EVP_PKEY**, pem_password_cb*, void*)) {
  const std::unique_ptr<BIO, Free> bio{BIO_new_file(file.c_str(), "r")};
  Key key{bio ? read(bio.get(), nullptr, nullptr, nullptr) : nullptr};
  if (!key) throw std::runtime_error("cannot read the key file '" + file + "' as PEM");
  return key;
}

void use_oaep(EVP_PKEY_CTX* context) {
  if (EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) <= 0 ||
      EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) <= 0) {
    throw std::runtime_error("the key is not an RSA key");
  }
}

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string hex(const unsigned char* data, std::size_t size) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < size; ++i) {
    out += digits[data[i] >> 4];
    out += digits[data[i] & 0xf];
  }
  return out;
}

}  // namespace

struct Sealer::Impl {
  Key key;
};

Sealer::Sealer(const std::string& public_key_file)
    : impl_(std::make_unique<Impl>(Impl{read_key(public_key_file, PEM_read_bio_PUBKEY)})) {}
Sealer::~Sealer() = default;

std::string Sealer::seal(std::string_view secret) const {
  const KeyContext context{EVP_PKEY_CTX_new(impl_->key.get(), nullptr)};
  if (!context || EVP_PKEY_encrypt_init(context.get()) <= 0) throw std::runtime_error("cannot seal");
  use_oaep(context.get());
  std::size_t size = 0;
  if (EVP_PKEY_encrypt(context.get(), nullptr, &size, bytes(secret), secret.size()) <= 0) {
    throw std::runtime_error("cannot seal");
  }
  std::vector<unsigned char> sealed(size);
  if (EVP_PKEY_encrypt(context.get(), sealed.data(), &size, bytes(secret), secret.size()) <= 0) {
    throw std::runtime_error("cannot seal");
  }
  std::string text(4 * ((size + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), sealed.data(),
                                     static_cast<int>(size));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

struct Opener::Impl {
  Key key;
};

Opener::Opener(const std::string& private_key_file)
    : impl_(std::make_unique<Impl>(Impl{read_key(private_key_file, PEM_read_bio_PrivateKey)})) {}
Opener::~Opener() = default;

std::optional<std::string> Opener::open(std::string_view sealed_base64) const {
  std::vector<unsigned char> sealed(sealed_base64.size() / 4 * 3 + 3);
  const int decoded = EVP_DecodeBlock(sealed.data(), bytes(sealed_base64), static_cast<int>(sealed_base64.size()));
  if (decoded < 0) return {};
  std::size_t sealed_size = static_cast<std::size_t>(decoded);
  if (sealed_base64.ends_with("==")) sealed_size -= 2;
  else if (sealed_base64.ends_with("=")) sealed_size -= 1;
  const KeyContext context{EVP_PKEY_CTX_new(impl_->key.get(), nullptr)};
  if (!context || EVP_PKEY_decrypt_init(context.get()) <= 0) return {};
  use_oaep(context.get());
  std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(impl_->key.get()));
  std::string secret(size, '\0');
  if (EVP_PKEY_decrypt(context.get(), reinterpret_cast<unsigned char*>(secret.data()), &size, sealed.data(),
                       sealed_size) <= 0) {
    return {};
  }
  secret.resize(size);
  return secret;
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes(text), text.size(), digest, &size);
  return hex(digest, size);
}

std::string random_hex(std::size_t count) {
  std::vector<unsigned char> raw(count);
  if (RAND_bytes(raw.data(), static_cast<int>(count)) != 1) throw std::runtime_error("no randomness");
  return hex(raw.data(), raw.size());
}

}  // namespace sharecar::crypto
