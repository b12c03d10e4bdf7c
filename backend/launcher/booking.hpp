#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "contracts/mypage.hpp"
#include "contracts/order.hpp"
#include "launcher/process.hpp"
#include "tracemodel/span.hpp"

namespace sharecar::launcher {

struct BookOptions {
  std::int64_t car = 1002;
  std::string starts{};  // RFC 3339; "" = the earliest free hour
  std::string ends{};
  std::string customer{};  // "" = guest
  std::string card{};      // a number, or a demo card by what it does ("decline"); "" = the one that is approved
  std::string key{};       // Idempotency-Key; "" = a random one
};

/// A step of a booking and when it happened, counted from the request.
struct BookingStep {
  std::string what;  // "OrderPaid"
  std::string service;
  milliseconds after{0};
};

struct Booking {
  contracts::Order order;  // as POST /orders answered
  int http_status = 0;
  milliseconds answered{0};
  milliseconds visible{0};  // until MyPage showed `page`; 0 when it did not in time
  std::optional<contracts::MyPage> page;
  std::vector<BookingStep> steps;

  bool confirmed() const { return page && page->status == OrderState::CONFIRMED; }
};

/// A client of a running platform through its gateway, for the commands and for tests. Every function throws Problem
/// when the gateway does not answer or answers with an error.
class BookingClient {
 public:
  explicit BookingClient(std::string gateway) : gateway_{std::move(gateway)} {}

  /// Waits until the order service knows every car of the first fleet, which it is told of after its first start. Throws
  /// when that does not come about.
  void await_fleet(milliseconds limit = milliseconds{15'000}) const;
  /// Books, then follows MyPage until the booking needs no further step or `limit` is over.
  Booking book(const BookOptions& options, milliseconds limit = milliseconds{15'000}) const;
  contracts::Order order(std::int64_t id) const;
  /// GET /orders/{id}/cancellation as it is.
  boost::json::value cancellation(std::int64_t id) const;
  /// DELETE, then follows MyPage until CANCELLED.
  Booking cancel(std::int64_t id, milliseconds limit = milliseconds{15'000}) const;
  std::optional<contracts::MyPage> mypage(std::int64_t order) const;
  std::vector<contracts::MyPage> mypages(const std::string& customer) const;

  using Trace = std::vector<tracemodel::Span>;
  /// The traces of an order, newest first.
  std::vector<Trace> traces_of_order(std::int64_t id) const;
  Trace trace(const std::string& trace_id) const;
  /// The traces of an order once no more spans arrive: services send them a moment after the fact.
  std::vector<Trace> settled_traces(std::int64_t id, milliseconds limit = milliseconds{5'000}) const;

 private:
  boost::json::value get(const std::string& target) const;
  void follow(Booking& booking, std::int64_t id, std::chrono::system_clock::time_point since, milliseconds limit,
              const std::function<bool(const contracts::MyPage&)>& final) const;

  std::string gateway_;
};

}  // namespace sharecar::launcher
