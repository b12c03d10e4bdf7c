/// Configuration of the order service.
#pragma once

#include "chassis/http/upstream.hpp"
#include "chassis/runtime/config.hpp"

namespace sharecar::order {

struct OrderConfig : ServiceConfig {
  OrderConfig() {
    port = 8081;
    payment.url = "http://127.0.0.1:8083";
    guard_payment();
    customer.url = "http://127.0.0.1:8084";
  }
  http::UpstreamConfig payment;                  ///< tried once: who cannot be charged now is charged later
  http::UpstreamConfig customer;                 ///< for /mypages on our port, as the seed calls it there
  std::string payment_public_key;                ///< PEM file; without it card numbers are refused
  std::string secret = "development only";       ///< key of the hash that recognises a repeated request
  int answer_within_ms = 0;                      ///< placing and payment together; 0: payment's time limit and 10 ms
  int pay_window_s = 600;                        ///< how long an order waits for its payment
  int catalogue_stale_after_s = 60;              ///< answers from a copy that was not kept up for longer say so

 private:
  void guard_payment() {
    using namespace std::chrono_literals;
    auto& breaker = payment.circuit_breaker;
    breaker.sliding_window_size = 20;
    breaker.minimum_number_of_calls = 10;
    breaker.failure_rate_threshold = 50;
    breaker.slow_call_duration_threshold = 550ms;
    breaker.slow_call_rate_threshold = 80;
    breaker.wait_duration_in_open_state = 3s;
    breaker.automatic_transition_from_open_to_half_open_enabled = true;
    breaker.permitted_number_of_calls_in_half_open_state = 5;
    payment.time_limiter.timeout_duration = 610ms;  // the seed's Hystrix limit
    payment.retry.max_attempts = 1;
  }
};
BOOST_DESCRIBE_STRUCT(OrderConfig, (ServiceConfig), (payment, customer, payment_public_key, secret, answer_within_ms,
                                                      pay_window_s, catalogue_stale_after_s))

}  // namespace sharecar::order
