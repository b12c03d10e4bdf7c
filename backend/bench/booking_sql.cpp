#include "bench/booking_sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <regex>

#include "launcher/problem.hpp"

namespace sharecar::bench {
namespace {

using launcher::Problem;
using Arguments = std::vector<std::string>;

/// A statement, recognised by what only it contains.
struct Known {
  std::string name;
  std::string database;
  std::string mark;
};

const Known find_car{"orders.find_car", "orders", "FROM cars WHERE car_id = $1"};
const Known place{"orders.place", "orders", "WITH placed AS"};
const Known find_order{"orders.find", "orders", "FROM orders WHERE id = $1"};
const Known change_order{"orders.change", "orders", "WITH changed AS ( UPDATE orders"};
const Known open_bill{"payments.open", "payments", "WITH opened AS"};
const Known change_bill{"payments.change", "payments", "WITH changed AS ( UPDATE bills"};
const Known know_bill{"payments.know", "payments", "FROM bills WHERE order_id = $1"};
const Known reserve{"reservations.confirm", "reservations", "WITH made AS"};

struct Step {
  const Known& statement;
  Arguments arguments;
};

Arguments operator+(Arguments left, const Arguments& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

Arguments event(const std::string& topic, const std::string& type, int version) {
  return {"'" + topic + "'", ":id", "'" + type + "'", std::to_string(version), ":trace", ":id", ":payload"};
}

Arguments order_change(int version, const std::string& state, const std::string& reservation) {
  const auto was = std::to_string(version - 1);
  const auto is = std::to_string(version);
  return Arguments{":id",       was,      "'" + state + "'",
                   "true",      "'NONE'", "NULL",
                   "NULL",      ":id",    "now()",
                   reservation, "0",      "NULL",
                   is,          "1",      reservation == "NULL" ? "0" : "1",
                   "NULL",      "NULL"} +
         event("order.events", state == "PAID" ? "OrderPaid" : "OrderConfirmed", version) + Arguments{"NULL", "NULL"};
}

const std::string customer = "'load-' || :customer";
const std::string from = "to_timestamp(:start)";
const std::string to = "to_timestamp(:ends)";
const std::string card = "'365a45950ec94ae00220e3982e25efbd8f85953d4a4566dd9db6d8a81ebaf8e5'";

Arguments bill() {
  return {":id",   customer, "5000",   "now() + interval '10 minutes'",
          "false", "'OPEN'", "'NONE'", "NULL",
          "NULL",  "0",      "1",      "now()",
          "0",     "NULL",   ":trace", "now()"};
}

Arguments attempt(const std::string& state, const std::string& last_four, const std::string& approved_at) {
  return {":id",    "1", "'" + state + "'", "false", "false", card,    "'demo-approve'", "'" + last_four + "'",
          "'card'", "1", "now()",           "false", "NULL",  "now()", approved_at};
}

const std::vector<Step>& steps() {
  static const std::vector<Step> all{
      {find_car, {":car"}},
      {place, Arguments{":id",
                        ":car",
                        "''",
                        customer,
                        from,
                        to,
                        "5000",
                        "'card'",
                        "'REQUESTED'",
                        "true",
                        "'NONE'",
                        "NULL",
                        "NULL",
                        "NULL",
                        "NULL",
                        "NULL",
                        "0",
                        "now() + interval '10 seconds'",
                        "now() + interval '10 minutes'",
                        "now()",
                        "1",
                        "0",
                        "0",
                        "'demo-approve'",
                        "NULL",
                        card,
                        ":trace",
                        "'bench-' || :id"} +
                  event("order.events", "OrderPlaced", 1)},
      {open_bill, bill() + attempt("ATTEMPTED", "", "NULL")},
      {change_bill,
       Arguments{":id", "1", "false", "'APPROVED'", "'NONE'", "NULL", "NULL", "1", "2", "NULL", "0", "NULL", ":trace"} +
           attempt("APPROVED", "4242", "now()") + event("payment.events", "PaymentApproved", 1) + Arguments{"NULL"}},
      {change_order, order_change(2, "PAID", "NULL")},
      {find_order, {":id"}},  // PaymentApproved arrives, and tells nothing new
      {know_bill, {":id"}},   // OrderPlaced arrives, and tells nothing new
      {reserve, Arguments{":id", ":id", ":car", customer, from, to, "'CONFIRMED'", "NULL", "now()", "NULL", "1"} +
                    event("reservation.events", "ReservationConfirmed", 1)},
      {find_order, {":id"}},
      {change_order, order_change(3, "CONFIRMED", ":id")},
  };
  return all;
}

/// The relays', transaction control and housekeeping: not a part of one booking.
bool is_shared(const std::string& text) {
  static constexpr std::array marks{"published_at", "pg_advisory_xact_lock", "synchronous_commit", "BEGIN", "COMMIT",
                                    "ROLLBACK"};
  return std::ranges::any_of(marks, [&](const char* mark) { return text.find(mark) != text.npos; });
}

std::string on_one_line(const std::string& text) { return std::regex_replace(text, std::regex{"\\s+"}, " "); }

/// `text` with its parameters replaced by arguments and its tables named with their schema.
std::string bound(const Known& known, const std::string& text, const Arguments& arguments) {
  static const std::regex table{R"(\b(FROM|INTO|UPDATE) (orders|outbox|cars|bills|payments|reservations)\b)"};
  const std::string qualified = std::regex_replace(text, table, "$1 " + known.database + ".$2");
  std::string out;
  std::size_t most = 0;
  for (std::size_t at = 0; at < qualified.size(); ++at) {
    if (qualified[at] != '$') {
      out += qualified[at];
      continue;
    }
    std::size_t number = 0;
    while (at + 1 < qualified.size() && std::isdigit(static_cast<unsigned char>(qualified[at + 1])) != 0) {
      number = number * 10 + static_cast<std::size_t>(qualified[++at] - '0');
    }
    most = std::max(most, number);
    if (number >= 1 && number <= arguments.size()) out += arguments[number - 1];
  }
  if (most != arguments.size()) {
    throw Problem{
        fmt::format("{} has {} parameters now, the benchmark knows {}: {}", known.name, most, arguments.size(), text),
        "backend/bench/booking_sql.cpp: bring the arguments in line"};
  }
  return out;
}

const char* const variables = R"(\set n :n + 1
\set number :n * 64 + :client_id
\set id :round * 100000000 + :number + 1
\set car 1001 + :number % 16
\set start 1800000000 + (:round * 2000000 + :number / 16) * 1800
\set ends :start + 1800
\set customer :number % 200
)";

}  // namespace

BookingSql make_booking_sql(const std::vector<SeenStatement>& seen) {
  std::map<std::string, std::pair<std::string, double>> texts;  // by name: text and calls
  for (const auto& statement : seen) {
    if (statement.calls_per_booking < 0.5 || is_shared(statement.text)) continue;
    const auto text = on_one_line(statement.text);
    const auto step = std::ranges::find_if(steps(), [&](const Step& one) {
      return one.statement.database == statement.database && text.find(one.statement.mark) != text.npos;
    });
    if (step == steps().end()) {
      throw Problem{fmt::format("each booking executes a statement of {} that the benchmark does not know: {}",
                                statement.database, text),
                    "backend/bench/booking_sql.cpp: add it"};
    }
    texts[step->statement.name] = {text, statement.calls_per_booking};
  }
  BookingSql out{.script = variables, .calls_per_booking = {}};
  for (const auto& step : steps()) {
    const auto& known = step.statement;
    const auto found = texts.find(known.name);
    const auto uses =
        static_cast<double>(std::ranges::count_if(steps(), [&](const Step& one) { return &one.statement == &known; }));
    const double calls = found == texts.end() ? 0 : found->second.second;
    if (std::abs(calls - uses) > 0.3 * uses) {
      throw Problem{
          fmt::format("a booking executes {} {:.2f} times, the benchmark's script {:.0f}", known.name, calls, uses),
          "backend/bench/booking_sql.cpp: bring the steps in line"};
    }
    out.calls_per_booking[known.name] = calls;
    out.script += bound(known, found->second.first, step.arguments) + ";\n";
  }
  return out;
}

std::vector<std::string> booking_variables(int round) {
  const std::string payload =
      R"({"orderId":18819,"carId":1008,"carClass":"","customerId":"load-5dd131d9-100","startsAt":"2026-11-28T07:00:00Z",)"
      R"("endsAt":"2026-11-28T07:30:00Z","price":7500,"payMethod":"card","state":"CONFIRMED","refund":"NONE",)"
      R"("paymentId":6819,"reservationId":6818,"tries":0,"payBy":"2026-11-21T14:16:09.842286Z",)"
      R"("createdAt":"2026-11-21T14:06:09.842286Z","at":"2026-11-21T14:06:10.135048Z","version":3})";
  return {"-D", "n=0",
          "-D", fmt::format("round={}", round),
          "-D", "trace=82b41800ba553a1accc58559f06eb9fd-7e28f97cdd6fca11-1-7a12497857e7314b",
          "-D", "payload=" + payload};
}

}  // namespace sharecar::bench
