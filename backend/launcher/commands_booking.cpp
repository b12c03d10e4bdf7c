// book, cancel, mypage and the demonstration at the end of up.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iostream>

#include "contracts/time.hpp"
#include "launcher/commands.hpp"
#include "launcher/problem.hpp"
#include "launcher/terminal.hpp"
#include "launcher/trace_text.hpp"

namespace sharecar::launcher {

namespace {

BookingClient client_of(const Workspace& here) { return BookingClient{here.supervisor().file().gateway}; }

std::string won(Money money) {
  auto digits = std::to_string(money.won);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits + " won";
}

/// "2026-11-21 10:30" in UTC.
std::string minute(Timestamp at) {
  auto text = to_rfc3339(at).substr(0, 16);
  std::ranges::replace(text, 'T', ' ');
  return text;
}

std::string words_of(const contracts::MyPage& page) {
  return fmt::format("{} {}", page.status_code, words(page.status).en);
}

void print_steps(const Booking& booking, std::string_view request) {
  std::cout << fmt::format("  {:>8}  {} answered {}\n", duration_words(booking.answered.count()), request,
                           booking.http_status);
  for (const auto& step : booking.steps) {
    std::cout << fmt::format("  {:>8}  {:<24}{}\n", duration_words(step.after.count()), step.what, dim(step.service));
  }
  if (booking.page && booking.visible.count() > 0) {
    std::cout << fmt::format("  {:>8}  MyPage shows {}\n", duration_words(booking.visible.count()),
                             bold(words_of(*booking.page)));
  } else {
    std::cout << "            MyPage " << (booking.page ? "still shows " + words_of(*booking.page) : "does not show it")
              << "\n";
  }
}

/// "refund 100,000 won, fee 0 won (within_30_minutes_of_payment, until 2026-11-21T12:00:00Z)".
std::string terms_in_words(const boost::json::value& terms) {
  const auto money = [&](const char* key) { return won(Money{terms.at(key).to_number<std::int64_t>()}); };
  const auto* until = terms.as_object().if_contains("validUntil");
  return fmt::format("refund {}, fee {} ({}{})", money("refund"), money("fee"),
                     std::string_view{terms.at("rule").as_string()},
                     until != nullptr && until->is_string() ? ", until " + std::string{until->as_string()} : "");
}

bool is_order_id(const std::string& text) {
  return !text.empty() && text.size() <= 15 && text.find_first_not_of("0123456789") == std::string::npos;
}

void print_pages(const std::vector<contracts::MyPage>& pages) {
  std::vector<std::vector<std::string>> rows{{"order", "car", "from (UTC)", "to", "price", "status", "refund"}};
  for (const auto& page : pages) {
    rows.push_back({std::to_string(page.order_id.value), std::to_string(page.car_id.value), minute(page.starts_at),
                    minute(page.ends_at), won(page.price), words_of(page),
                    page.refund_amount ? won(*page.refund_amount) : ""});
  }
  std::cout << table(rows, {0, 1, 4, 6});
}

}  // namespace

int demonstrate(const Workspace& here, const BookOptions& options, bool with_tree) {
  const auto client = client_of(here);
  client.await_fleet();
  const auto booking = client.book(options);
  const auto id = booking.order.order_id.value;
  std::cout << "\n"
            << bold(fmt::format("Order {}", id))
            << fmt::format("  car {}, {} to {} UTC, {}\n", booking.order.car_id.value, minute(booking.order.starts_at),
                           minute(booking.order.ends_at), won(booking.order.price));
  print_steps(booking, "POST /orders");
  if (with_tree) {
    std::cout << "\n" << bold("Its trace") << "\n";
    for (const auto& spans : client.settled_traces(id)) std::cout << trace_text(spans, is_terminal());
  } else {
    std::cout << fmt::format("  trace {}\n\n  ./sharecar trace {}    ./sharecar explain {}    ./sharecar cancel {}\n",
                             booking.order.trace_id, id, id, id);
  }
  return booking.confirmed() ? 0 : 1;
}

int book(const Workspace& here, const BookOptions& options) { return demonstrate(here, options, false); }

int cancel(const Workspace& here, std::int64_t order) {
  const auto client = client_of(here);
  const auto terms = terms_in_words(client.cancellation(order));
  std::cout << bold(fmt::format("Cancelling order {}", order)) << "  " << terms << "\n";
  const auto booking = client.cancel(order);
  print_steps(booking, fmt::format("DELETE /orders/{}", order));
  if (booking.page && booking.page->refund_amount)
    std::cout << "  refunded: " << won(*booking.page->refund_amount) << "\n";
  std::cout << fmt::format("\n  ./sharecar trace {}    ./sharecar explain {}\n", order, order);
  return booking.page && booking.page->status == OrderState::CANCELLED ? 0 : 1;
}

int mypage(const Workspace& here, const std::string& customer_or_order) {
  const auto client = client_of(here);
  if (!is_order_id(customer_or_order)) {
    const auto pages = client.mypages(customer_or_order);
    if (pages.empty())
      std::cout << customer_or_order << " has booked nothing. Book:  ./sharecar book --customer " << customer_or_order
                << "\n";
    if (!pages.empty()) print_pages(pages);
    return 0;
  }
  const auto page = client.mypage(std::stoll(customer_or_order));
  if (!page) throw Problem{"MyPage has no order " + customer_or_order, "./sharecar mypage guest"};
  print_pages({*page});
  for (const auto& step : page->steps) {
    std::cout << fmt::format("  {}  {:<24}{}{}\n", to_rfc3339(step.at), step.code, step.service,
                             step.reason ? "  " + *step.reason : "");
  }
  return 0;
}

}  // namespace sharecar::launcher
