/// Configuration of the order service.
#pragma once

#include "chassis/http/upstream.hpp"
#include "chassis/runtime/config.hpp"

namespace sharecar::order {

struct OrderConfig : ServiceConfig {
  OrderConfig() {
    port = 8081;
    payment.url = "http://127.0.0.1:8083";
    payment.timeout_ms = 610;                    // the seed's Hystrix limit
    customer.url = "http://127.0.0.1:8084";
  }
  http::UpstreamConfig payment;
  http::UpstreamConfig customer;                 ///< for /mypages on our port, as the seed calls it there
  std::string payment_public_key;                ///< PEM file; without it card numbers are refused
  std::string secret = "development only";       ///< key of the hash that recognises a repeated request
  int pay_window_s = 600;                        ///< how long an order waits for its payment
};
BOOST_DESCRIBE_STRUCT(OrderConfig, (ServiceConfig), (payment, customer, payment_public_key, secret, pay_window_s))

}  // namespace sharecar::order
