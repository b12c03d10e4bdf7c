#include "launcher/booking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <thread>

#include "chassis/json/decode.hpp"
#include "contracts/cardnet.hpp"
#include "launcher/files.hpp"
#include "launcher/http_call.hpp"
#include "launcher/problem.hpp"
#include "launcher/span_json.hpp"

namespace sharecar::launcher {

namespace bj = boost::json;
using std::chrono::steady_clock;
using std::chrono::system_clock;

namespace {

constexpr milliseconds look_every{10};
constexpr int first_fleet = 41;  // cars of reservation's V002__fleet.sql
constexpr milliseconds settled_after{700};  // longer than services keep finished spans back

/// What only looks leaves no trace: it would stand beside the booking's own.
const std::map<std::string, std::string> unsampled{{"b3", "0"}};

/// A struct of the contracts from a HAL body; members that this program does not know are skipped.
template <class T>
T read(const bj::value& body) {
  auto value = json::decode<T>(body, {json::Unknown::ignore, json::Missing::keep_default});
  if (!value)
    throw Problem{"the gateway answered something else than expected: " + value.error().detail, "./sharecar doctor"};
  return std::move(*value);
}

/// What the problem document of a refusal says.
Problem refusal(const std::string& what, const HttpAnswer& answer) {
  if (answer.status == 0) return Problem{what + ": no answer (" + answer.failure + ")", "./sharecar status"};
  const auto body = answer.json();
  std::string code;
  std::string detail;
  if (body.is_object()) {
    const auto& object = body.as_object();
    for (const auto& [key, into] : {std::pair<const char*, std::string*>{"code", &code}, {"detail", &detail}}) {
      if (const auto* value = object.if_contains(key); value != nullptr && value->is_string())
        *into = value->as_string();
    }
  }
  return Problem{fmt::format("{}: {}{}{}", what, answer.status, code.empty() ? "" : " " + code,
                             detail.empty() ? "" : ": " + detail)};
}

milliseconds since(steady_clock::time_point start) {
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
}

/// The items of a HAL collection.
bj::array embedded(const bj::value& body) {
  if (!body.is_object()) return {};
  const auto* collections = body.as_object().if_contains("_embedded");
  if (collections == nullptr || !collections->is_object()) return {};
  for (const auto& [name, items] : collections->as_object()) {
    if (items.is_array()) return items.as_array();
  }
  return {};
}

/// The number of a demo card of the card network ("decline"); anything else is taken for a number.
std::string card_number(const std::string& text) {
  for (const auto& card : contracts::demo_cards) {
    if (card.token == "demo-" + text) return std::string{card.number};
  }
  return text;
}

bool needs_no_step(const contracts::MyPage& page) {
  switch (page.status) {
    case OrderState::REQUESTED:
    case OrderState::PAID:
    case OrderState::REJECTING:
    case OrderState::CANCEL_REQUESTED:
      return false;
    default:
      return true;
  }
}

}  // namespace

bj::value BookingClient::get(const std::string& target) const {
  const auto answer = call({.url = gateway_ + target, .headers = unsampled});
  if (!answer.ok()) throw refusal("GET " + target, answer);
  return answer.json();
}

void BookingClient::await_fleet(milliseconds limit) const {
  const auto start = steady_clock::now();
  for (;;) {
    const auto answer = call({.url = gateway_ + "/cars?size=1", .headers = unsampled});
    if (answer.ok() && answer.json().at("page").at("totalElements").to_number<int>() >= first_fleet) return;
    if (since(start) >= limit) {
      throw answer.ok() ? Problem{"the order service has not heard of all cars yet", "./sharecar logs order"}
                        : refusal("GET /cars", answer);
    }
    std::this_thread::sleep_for(look_every);
  }
}

Booking BookingClient::book(const BookOptions& options, milliseconds limit) const {
  bj::object body{{"carId", options.car}};
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) body[key] = value;
  };
  add("startsAt", options.starts);
  add("endsAt", options.ends);
  add("customerId", options.customer);
  add("cardNumber", card_number(options.card));
  Booking booking;
  const auto started = system_clock::now();
  const auto start = steady_clock::now();
  const auto answer = call({.method = "POST",
                            .url = gateway_ + "/orders",
                            .headers = {{"Content-Type", "application/json"},
                                        {"Idempotency-Key", options.key.empty() ? random_hex(16) : options.key}},
                            .body = bj::serialize(body)});
  booking.answered = since(start);
  booking.http_status = answer.status;
  if (!answer.ok()) throw refusal("POST /orders", answer);
  booking.order = read<contracts::Order>(answer.json());
  follow(booking, booking.order.order_id.value, started, limit, needs_no_step);
  return booking;
}

contracts::Order BookingClient::order(std::int64_t id) const {
  return read<contracts::Order>(get(fmt::format("/orders/{}", id)));
}

bj::value BookingClient::cancellation(std::int64_t id) const { return get(fmt::format("/orders/{}/cancellation", id)); }

Booking BookingClient::cancel(std::int64_t id, milliseconds limit) const {
  Booking booking;
  const auto started = system_clock::now();
  const auto start = steady_clock::now();
  const auto answer = call({.method = "DELETE", .url = fmt::format("{}/orders/{}", gateway_, id)});
  booking.answered = since(start);
  booking.http_status = answer.status;
  if (!answer.ok()) throw refusal(fmt::format("DELETE /orders/{}", id), answer);
  booking.order = read<contracts::Order>(answer.json());
  follow(booking, id, started, limit,
         [](const contracts::MyPage& page) { return page.status != OrderState::CONFIRMED && needs_no_step(page); });
  return booking;
}

std::optional<contracts::MyPage> BookingClient::mypage(std::int64_t order) const {
  const auto answer = call({.url = fmt::format("{}/mypages/{}", gateway_, order), .headers = unsampled});
  if (answer.status == 404) return std::nullopt;
  if (!answer.ok()) throw refusal(fmt::format("GET /mypages/{}", order), answer);
  return read<contracts::MyPage>(answer.json());
}

std::vector<contracts::MyPage> BookingClient::mypages(const std::string& customer) const {
  std::vector<contracts::MyPage> pages;
  const auto target = "/mypages/search/findByCustomerId?size=100&customerId=" + percent_encoded(customer);
  for (const auto& item : embedded(get(target))) pages.push_back(read<contracts::MyPage>(item));
  return pages;
}

std::vector<BookingClient::Trace> BookingClient::traces_of_order(std::int64_t id) const {
  std::vector<Trace> traces;
  const auto body = get(fmt::format("/orders/{}/trace", id));
  if (!body.is_array()) return traces;
  for (const auto& spans : body.as_array()) traces.push_back(spans_from_json(spans));
  return traces;
}

BookingClient::Trace BookingClient::trace(const std::string& trace_id) const {
  return spans_from_json(get("/admin/traces/api/v2/trace/" + percent_encoded(trace_id)));
}

std::vector<BookingClient::Trace> BookingClient::settled_traces(std::int64_t id, milliseconds limit) const {
  const auto start = steady_clock::now();
  auto grown = start;
  std::size_t known = 0;
  for (;;) {
    auto traces = traces_of_order(id);
    std::size_t count = 0;
    for (const auto& trace : traces) count += trace.size();
    if (count != std::exchange(known, count)) grown = steady_clock::now();
    if ((count > 0 && since(grown) >= settled_after) || since(start) >= limit) return traces;
    std::this_thread::sleep_for(5 * look_every);
  }
}

void BookingClient::follow(Booking& booking, std::int64_t id, system_clock::time_point started, milliseconds limit,
                           const std::function<bool(const contracts::MyPage&)>& final) const {
  const auto start = steady_clock::now();
  const auto already = std::chrono::duration_cast<milliseconds>(system_clock::now() - started);
  do {
    booking.page = mypage(id);
    if (booking.page && final(*booking.page)) {
      booking.visible = already + since(start);
      break;
    }
    std::this_thread::sleep_for(look_every);
  } while (since(start) < limit);
  if (!booking.page) return;
  for (const auto& step : booking.page->steps) {
    const auto after =
        std::chrono::duration_cast<milliseconds>(step.at - std::chrono::floor<std::chrono::microseconds>(started));
    if (after.count() >= 0) booking.steps.push_back({step.code, step.service, after});
  }
}

}  // namespace sharecar::launcher
