/// What went wrong, for a program (`code`) and for a person (`detail`): RFC 9457 with Spring Boot's fields beside it.
#pragma once

#include <boost/describe.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/types.hpp"

namespace sharecar {

/// Every code that a ShareCar answer can carry. Clients hold the text; the server sends the code.
enum class Errc {
  invalid_request,      ///< 400 one or more fields are wrong; `violations` names each
  malformed_json,       ///< 400 the body is not one JSON document
  bad_request,          ///< 400 the request itself is not HTTP as it should be
  unauthorized,         ///< 401
  forbidden,            ///< 403
  not_found,            ///< 404 no such resource or route
  car_unknown,          ///< 404
  order_unknown,        ///< 404 not known here yet; Retry-After when it may become known
  method_not_allowed,   ///< 405
  not_acceptable,       ///< 406
  request_timeout,      ///< 408
  slot_taken,           ///< 409 `alternatives` are the nearest free times
  car_out_of_service,   ///< 409
  price_changed,        ///< 409 `quote` is the price now
  refund_changed,       ///< 409 `cancellation` is the refund now
  request_running,      ///< 409 the first request with this key is still running; `retryAfterMs`
  order_cancelled,      ///< 409
  order_closed,         ///< 409 the order takes no payment any more
  order_not_paid,       ///< 409 no payment, no reservation
  trip_finished,        ///< 409
  payload_too_large,    ///< 413
  uri_too_long,         ///< 414
  unsupported_media,    ///< 415
  expectation_failed,   ///< 417
  key_reused,           ///< 422 the Idempotency-Key belongs to another body
  cancel_the_order,     ///< 422 `payMethod=cancle`: cancel with DELETE /orders/{id}
  price_mismatch,       ///< 422 the price is not the order's
  method_not_owned,     ///< 422 the payment method belongs to somebody else
  refund_exceeds_charge,///< 422
  too_many_requests,    ///< 429
  headers_too_large,    ///< 431
  card_declined,        ///< 402 `reason` is the card network's
  payment_expired,      ///< 402 payBy passed before the payment was made
  payment_running,      ///< 202 an attempt is open; the answer comes as an event
  internal_error,       ///< 500
  upstream_failed,      ///< 502 the service behind answered nonsense or cut the connection
  call_not_permitted,   ///< 503 a circuit breaker is open: nothing was tried; Retry-After
  unavailable,          ///< 503 a part that is needed is away; Retry-After
  upstream_timeout,     ///< 504
};

BOOST_DESCRIBE_ENUM(Errc, invalid_request, malformed_json, bad_request, unauthorized, forbidden, not_found, car_unknown,
                    order_unknown, method_not_allowed, not_acceptable, request_timeout, slot_taken, car_out_of_service,
                    price_changed, refund_changed, request_running, order_cancelled, order_closed, order_not_paid,
                    trip_finished, payload_too_large, uri_too_long, unsupported_media, expectation_failed, key_reused,
                    cancel_the_order, price_mismatch, method_not_owned, refund_exceeds_charge, too_many_requests,
                    headers_too_large, card_declined, payment_expired, payment_running, internal_error, upstream_failed,
                    call_not_permitted, unavailable, upstream_timeout)

/// The HTTP status that a code answers with.
constexpr int http_status(Errc code) {
  switch (code) {
    case Errc::invalid_request:
    case Errc::malformed_json:
    case Errc::bad_request: return 400;
    case Errc::unauthorized: return 401;
    case Errc::card_declined:
    case Errc::payment_expired: return 402;
    case Errc::forbidden: return 403;
    case Errc::not_found:
    case Errc::car_unknown:
    case Errc::order_unknown: return 404;
    case Errc::method_not_allowed: return 405;
    case Errc::not_acceptable: return 406;
    case Errc::request_timeout: return 408;
    case Errc::slot_taken:
    case Errc::car_out_of_service:
    case Errc::price_changed:
    case Errc::refund_changed:
    case Errc::request_running:
    case Errc::order_cancelled:
    case Errc::order_closed:
    case Errc::order_not_paid:
    case Errc::trip_finished: return 409;
    case Errc::payload_too_large: return 413;
    case Errc::uri_too_long: return 414;
    case Errc::unsupported_media: return 415;
    case Errc::expectation_failed: return 417;
    case Errc::key_reused:
    case Errc::cancel_the_order:
    case Errc::price_mismatch:
    case Errc::method_not_owned:
    case Errc::refund_exceeds_charge: return 422;
    case Errc::too_many_requests: return 429;
    case Errc::headers_too_large: return 431;
    case Errc::payment_running: return 202;
    case Errc::internal_error: return 500;
    case Errc::upstream_failed: return 502;
    case Errc::call_not_permitted:
    case Errc::unavailable: return 503;
    case Errc::upstream_timeout: return 504;
  }
  return 500;
}

/// One wrong field. Never the value itself: it may be a card number.
struct Violation {
  std::string pointer;  ///< RFC 6901, "" is the whole body
  std::string rule;     ///< "required", "type:integer", "min:0", ...
  std::string kind;     ///< the JSON kind of what was sent: "string", "null", "missing", ...

  friend bool operator==(const Violation&, const Violation&) = default;
};
BOOST_DESCRIBE_STRUCT(Violation, (), (pointer, rule, kind))

/// A part of a price: "2 h at 12,000 won" and so on.
struct PriceLine {
  std::string code;      ///< "base", "night", "discount"
  std::string text;
  Money amount;

  friend bool operator==(const PriceLine&, const PriceLine&) = default;
};
BOOST_DESCRIBE_STRUCT(PriceLine, (), (code, text, amount))

/// What a slot of a car costs now.
struct PriceQuote {
  CarId car_id;
  Timestamp starts_at{};
  Timestamp ends_at{};
  Money price;
  std::vector<PriceLine> lines;

  friend bool operator==(const PriceQuote&, const PriceQuote&) = default;
};
BOOST_DESCRIBE_STRUCT(PriceQuote, (), (car_id, starts_at, ends_at, price, lines))

/// What comes after `valid_until`.
struct RefundAfter {
  Money refund;

  friend bool operator==(const RefundAfter&, const RefundAfter&) = default;
};
BOOST_DESCRIBE_STRUCT(RefundAfter, (), (refund))

/// What a cancellation would give back now, by which rule, and until when.
struct CancellationQuote {
  Money refund;
  Money fee;
  std::string rule;                          ///< "unpaid", "within_30_minutes", "12_hours_before", ...
  std::optional<Timestamp> valid_until;      ///< none: for ever
  std::optional<RefundAfter> then;

  friend bool operator==(const CancellationQuote&, const CancellationQuote&) = default;
};
BOOST_DESCRIBE_STRUCT(CancellationQuote, (), (refund, fee, rule, valid_until, then))

BOOST_DESCRIBE_STRUCT(Slot, (), (starts_at, ends_at))

/// An expected outcome that is not success. Broken infrastructure throws instead.
struct Problem {
  Errc code = Errc::internal_error;
  std::string detail = {};                                    ///< for the caller; holds no secret
  std::string log_detail = {};                                ///< for our log only
  std::vector<Violation> violations = {};
  std::vector<Slot> alternatives = {};                        ///< slot_taken
  std::optional<PriceQuote> quote = {};                       ///< price_changed
  std::optional<CancellationQuote> cancellation = {};         ///< refund_changed
  std::optional<std::string> reason = {};                     ///< card_declined
  std::optional<OrderId> order_id = {};
  std::optional<std::chrono::milliseconds> retry_after = {};  ///< also sent as Retry-After
  std::vector<std::string> allowed = {};                      ///< method_not_allowed: the Allow header
  bool fault_injected = false;                                ///< on purpose; "fault.injected" in the body

  int status() const { return http_status(code); }
};

template <class T>
using Result = boost::system::result<T, Problem>;

/// Asked for the value of a failed Result: a mistake in our code, answered as 500.
struct UnexpectedProblem : std::exception {
  explicit UnexpectedProblem(Problem p) : problem(std::move(p)) {}
  const char* what() const noexcept override { return problem.detail.c_str(); }
  Problem problem;
};

[[noreturn]] inline void throw_exception_from_error(const Problem& problem, const boost::source_location&) {
  throw UnexpectedProblem(problem);
}

/// The words of RFC 9110 (and Spring Boot's `error`) for a status that ShareCar uses.
constexpr std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 302: return "Found";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 402: return "Payment Required";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "";
  }
}

}  // namespace sharecar
