#include "launcher/booking_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "chassis/json/decode.hpp"
#include "contracts/mypage.hpp"
#include "contracts/time.hpp"
#include "launcher/problem.hpp"
#include "launcher/span_json.hpp"
#include "launcher/terminal.hpp"
#include "tracemodel/printable.hpp"
#include "tracemodel/reading.hpp"
#include "tracemodel/text.hpp"

namespace sharecar::launcher {

namespace bj = boost::json;
using tracemodel::printable;
using Spans = std::vector<tracemodel::Span>;

namespace {

struct Event {
  std::string type;
  Version version;
  Timestamp created_at{};
  std::optional<Timestamp> published_at;
  std::optional<int> kafka_partition;
  std::optional<std::int64_t> kafka_offset;
};
BOOST_DESCRIBE_STRUCT(Event, (), (type, version, created_at, published_at, kafka_partition, kafka_offset))

struct Attempt {
  std::int64_t number = 0;
  PaymentState state = PaymentState::ATTEMPTED;
  std::optional<std::string> last_four;
  std::int64_t tries = 0;
  std::optional<std::string> reason;
  Timestamp attempted_at{};
};
BOOST_DESCRIBE_STRUCT(Attempt, (), (number, state, last_four, tries, reason, attempted_at))

struct Letter {
  std::string consumer;
  std::string topic;
  int kafka_partition = 0;
  std::int64_t kafka_offset = 0;
  std::string type;
  std::string cause;
  Timestamp buried_at{};
};
BOOST_DESCRIBE_STRUCT(Letter, (), (consumer, topic, kafka_partition, kafka_offset, type, cause, buried_at))

struct Reserved {
  ReservationState state = ReservationState::CONFIRMED;
};
BOOST_DESCRIBE_STRUCT(Reserved, (), (state))

/// What one service told; nobody tells all of it.
struct Part {
  std::optional<std::string> error;
  std::string detail;
  std::optional<contracts::Order> order;
  bool holds = false;
  std::vector<Attempt> attempts;
  std::optional<Reserved> reservation;
  std::vector<Event> outbox;
  std::vector<Letter> dead_letters;
  std::optional<contracts::MyPage> mypage;
};
BOOST_DESCRIBE_STRUCT(Part, (), (error, detail, order, holds, attempts, reservation, outbox, dead_letters, mypage))

struct Known {
  OrderId order_id;
  Part order;
  Part payment;
  Part reservation;
  Part customer;
  std::vector<std::string> still_to_come;
};
BOOST_DESCRIBE_STRUCT(Known, (), (order_id, order, payment, reservation, customer, still_to_come))

/// "12:10:07.123" of UTC.
std::string clock(Timestamp at) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(at);
  const auto rest = std::chrono::floor<std::chrono::milliseconds>(at - whole).count();
  return to_rfc3339(whole).substr(11, 8) + fmt::format(".{:03}", rest);
}

template <class E>
std::string name_of(E value) {
  return boost::describe::enum_to_string(value, "?");
}

class Page {
 public:
  Page(const Known& known, std::vector<Spans> traces) : known_{known}, traces_{std::move(traces)} {
    if (known.order.order) begin_ = known.order.order->created_at;
  }

  std::string text() {
    order();
    requests();
    events();
    payment();
    dead_letters();
    mypage();
    silence();
    outlook();
    return std::move(text_);
  }

 private:
  void heading(std::string_view name) { text_ += "\n" + bold(name) + "\n"; }
  void line(const std::string& line) { text_ += "  " + line + "\n"; }

  std::string since_begin(Timestamp at) const {
    const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(at - begin_);
    return (passed.count() < 0 ? "-" : "+") + tracemodel::duration_text(passed.count() < 0 ? -passed : passed);
  }

  void order() {
    text_ += bold("Order " + to_string(known_.order_id));
    if (!known_.order.order) {
      text_ += "  " + red("order does not tell: " + printable(known_.order.detail)) + "\n";
      return;
    }
    const auto& order = *known_.order.order;
    text_ += fmt::format("  {}  {}\n", bold(name_of(order.status)), words(order.status).en);
    line(fmt::format("car {} of {}, {} to {}, {} won", order.car_id.value, printable(order.customer_id),
                     to_rfc3339(order.starts_at), to_rfc3339(order.ends_at), order.price.won));
    line(fmt::format("placed {} UTC, version {}, {} the slot, payment {}, refund {}{}", clock(order.created_at),
                     order.version.value, known_.order.holds ? "holds" : "does not hold", order.payment.state,
                     name_of(order.refund), order.reason ? ", reason " + printable(*order.reason) : ""));
    if (known_.reservation.reservation) line("reservation " + name_of(known_.reservation.reservation->state));
  }

  /// The traces that changed it, oldest first; the first line of each is the request.
  void requests() {
    heading("Traces");
    std::ranges::sort(traces_, {}, [](const Spans& spans) {
      return std::ranges::min_element(spans, {}, &tracemodel::Span::timestamp)->timestamp;
    });
    for (const auto& spans : traces_) {
      const tracemodel::Tree tree{spans};
      const tracemodel::Reading reading{tree};
      const auto* root = tree.span_of(tree.nodes().front());
      const auto length = [](const tracemodel::CriticalPath& path) {
        const auto time = path.empty() ? 0 : path.back().time.end - path.front().time.start;
        return tracemodel::duration_text(std::chrono::microseconds{time});
      };
      std::string request = root == nullptr ? "(no root)" : printable(root->name);
      if (root != nullptr && root->tags.contains("http.status_code"))
        request += " answered " + printable(root->tags.at("http.status_code"));
      const auto failed = std::ranges::count_if(tree.spans(), &tracemodel::Span::failed);
      line(fmt::format("{}  {} in {}, last effect after {}, {} spans{}", printable(spans.front().trace_id), request,
                       length(reading.to_answer), length(reading.to_last_effect), tree.spans().size(),
                       failed > 0 ? red(fmt::format(", {} failed", failed)) : ""));
    }
    if (traces_.empty()) line(dim("none: not sampled, or tracing is away"));
  }

  struct Told {
    const Event* event;
    std::string service;
  };

  /// The outboxes of all services in the order of time.
  void events() {
    std::vector<Told> all;
    for (const auto& [service, part] : {std::pair{"order", &known_.order}, std::pair{"payment", &known_.payment},
                                        std::pair{"reservation", &known_.reservation}}) {
      for (const auto& event : part->outbox) all.push_back({&event, service});
    }
    std::ranges::stable_sort(all, {}, [](const Told& told) { return told.event->created_at; });
    heading("Events: outbox, place in Kafka, who processed them when");
    std::vector<std::vector<std::string>> rows;
    for (const auto& [event, service] : all) {
      rows.push_back({"  " + since_begin(event->created_at), printable(event->type),
                      fmt::format("{} v{}", service, event->version.value), place_of(*event, service),
                      processed(*event, service)});
    }
    if (all.empty())
      line(dim("none"));
    else
      text_ += table(rows, {0});
  }

  static std::string place_of(const Event& event, const std::string& service) {
    if (!event.published_at) return red("not in Kafka yet");
    if (!event.kafka_partition || !event.kafka_offset) return "published " + clock(*event.published_at);
    return fmt::format("{}.events/{}@{}", service, *event.kafka_partition, *event.kafka_offset);
  }

  /// "order +3.10 ms, customer +5.20 ms after 2 failed attempts", from the consumers' spans.
  std::string processed(const Event& event, const std::string& service) const {
    if (!event.kafka_partition || !event.kafka_offset) return {};
    struct Consumption {
      std::optional<Timestamp> done;
      int failures = 0;
    };
    std::map<std::string, Consumption> consumers;
    const auto tag = [](const tracemodel::Span& span, const char* key) {
      const auto found = span.tags.find(key);
      return found == span.tags.end() ? std::string{} : found->second;
    };
    for (const auto& spans : traces_) {
      for (const auto& span : spans) {
        if (span.kind != tracemodel::Kind::consumer || tag(span, "messaging.destination.name") != service + ".events" ||
            tag(span, "messaging.destination.partition.id") != std::to_string(*event.kafka_partition) ||
            tag(span, "messaging.kafka.offset") != std::to_string(*event.kafka_offset))
          continue;
        auto& consumption = consumers[printable(span.local.service_name)];
        const Timestamp end{std::chrono::microseconds{span.timestamp + span.duration}};
        if (span.failed())
          ++consumption.failures;
        else if (!consumption.done || end < *consumption.done)
          consumption.done = end;
      }
    }
    std::vector<std::string> words;
    for (const auto& [consumer, consumption] : consumers) {
      std::string word = consumer;
      if (consumption.done) word += " " + since_begin(*consumption.done);
      if (consumption.failures > 0) word += red(fmt::format(" {} failed", consumption.failures));
      words.push_back(word);
    }
    return fmt::format("{}", fmt::join(words, ", "));
  }

  void payment() {
    if (known_.payment.attempts.empty()) return;
    heading("Attempts to pay");
    for (const auto& attempt : known_.payment.attempts) {
      std::string what =
          fmt::format("{}  #{} {}", since_begin(attempt.attempted_at), attempt.number, name_of(attempt.state));
      if (attempt.last_four) what += ", card ending " + printable(*attempt.last_four);
      what += attempt.tries == 1 ? ", asked once" : fmt::format(", asked {} times", attempt.tries);
      if (attempt.reason) what += ": " + printable(*attempt.reason);
      line(what);
    }
  }

  void dead_letters() {
    std::vector<Letter> all;
    for (const auto* part : {&known_.order, &known_.payment, &known_.reservation, &known_.customer})
      all.insert(all.end(), part->dead_letters.begin(), part->dead_letters.end());
    if (all.empty()) return;
    heading("Dead letters");
    for (const auto& letter : all) {
      line(
          red(fmt::format("{} {}/{}@{} {}: {}", printable(letter.consumer), printable(letter.topic),
                          letter.kafka_partition, letter.kafka_offset,
                          letter.type.empty() ? "no event of ours" : printable(letter.type), printable(letter.cause))));
    }
  }

  void mypage() {
    heading("MyPage");
    if (!known_.customer.mypage) {
      line(known_.customer.error ? red("customer does not tell: " + printable(known_.customer.detail)) : "no row");
      return;
    }
    const auto& page = *known_.customer.mypage;
    line(fmt::format("{} {}, as of {}, {} ms behind, {} steps", page.status_code, words(page.status).en,
                     clock(page.as_of), page.lag_ms, page.steps.size()));
  }

  void silence() {
    for (const auto& [service, part] :
         {std::pair{"payment", &known_.payment}, std::pair{"reservation", &known_.reservation}}) {
      if (part->error && *part->error != "not_found")
        text_ += "\n" + red(fmt::format("{} does not tell: {}", service, printable(part->detail))) + "\n";
    }
  }

  void outlook() {
    heading("Still to come");
    for (const auto& sentence : known_.still_to_come) line(printable(sentence));
    if (known_.still_to_come.empty()) line("nothing: everything that will happen has happened");
  }

  const Known& known_;
  std::vector<Spans> traces_;
  Timestamp begin_{};
  std::string text_;
};

}  // namespace

std::string booking_page(const bj::value& answer) {
  const auto known = json::decode<Known>(answer, {json::Unknown::ignore, json::Missing::keep_default});
  if (!known)
    throw Problem{"the gateway answered something else than expected: " + known.error().detail, "./sharecar doctor"};
  std::vector<Spans> traces;
  if (const auto* all = answer.as_object().if_contains("traces"); all != nullptr && all->is_array()) {
    for (const auto& spans : all->as_array()) traces.push_back(spans_from_json(spans));
    std::erase_if(traces, [](const Spans& spans) { return spans.empty(); });
  }
  return Page{*known, std::move(traces)}.text();
}

}  // namespace sharecar::launcher
