/// Configuration of the payment service.
#pragma once

#include "chassis/runtime/config.hpp"

namespace sharecar::payment {

struct PaymentConfig : ServiceConfig {
  PaymentConfig() {
    port = 8083;
    cardnet.url = "http://127.0.0.1:8087";
    cardnet.time_limiter.timeout_duration = std::chrono::seconds{3};  // no charge starts with less before payBy
    cardnet.retry.max_attempts = 1;                                   // the attempt's worker asks again
  }
  http::UpstreamConfig cardnet;
  std::string payment_private_key;          ///< PEM file; without it sealed cards are refused
  std::string secret = "development only";  ///< key of the hash that tells one card from another
  int worker_timeout_ms = 1000;             ///< for a call to the card network that nobody waits for
};
BOOST_DESCRIBE_STRUCT(PaymentConfig, (ServiceConfig), (cardnet, payment_private_key, secret, worker_timeout_ms))

}  // namespace sharecar::payment
