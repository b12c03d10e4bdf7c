#include "launcher/card_keys.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>

#include "launcher/problem.hpp"

namespace sharecar::launcher {

namespace {

constexpr std::size_t key_bits = 2048;

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace

CardKeys card_keys(const fs::path& folder) {
  CardKeys keys{folder / "payment_private.pem", folder / "payment_public.pem"};
  if (fs::exists(keys.private_key) && fs::exists(keys.public_key)) return keys;
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair{EVP_RSA_gen(key_bits), EVP_PKEY_free};
  const std::unique_ptr<BIO, decltype(&BIO_free)> secret{BIO_new(BIO_s_mem()), BIO_free};
  const std::unique_ptr<BIO, decltype(&BIO_free)> open{BIO_new(BIO_s_mem()), BIO_free};
  if (!pair || PEM_write_bio_PrivateKey(secret.get(), pair.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
      PEM_write_bio_PUBKEY(open.get(), pair.get()) != 1) {
    throw Problem{"OpenSSL cannot make the key pair for card numbers"};
  }
  write_text(keys.private_key, text_of(secret.get()), 0600);
  write_text(keys.public_key, text_of(open.get()), 0644);
  return keys;
}

}  // namespace sharecar::launcher
