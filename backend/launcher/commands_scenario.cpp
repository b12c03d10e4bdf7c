// scenario: runs one through the supervisor's API, and shows it as it goes on.
#include <fmt/format.h>

#include <atomic>
#include <iostream>
#include <stop_token>

#include "chassis/json/decode.hpp"
#include "contracts/scenario.hpp"
#include "contracts/time.hpp"
#include "launcher/commands.hpp"
#include "launcher/interrupt.hpp"
#include "launcher/problem.hpp"
#include "launcher/terminal.hpp"

namespace sharecar::launcher {

namespace {

using contracts::RunVerdict;

constexpr milliseconds heal_limit{180'000};

template <class T>
T read(const HttpAnswer& answer) {
  if (answer.status == 0) throw Problem{"the supervisor does not answer (" + answer.failure + ")", "./sharecar status"};
  const auto body = answer.json();
  if (!answer.ok() && body.is_object()) {
    throw Problem{std::string{body.at("problem").as_string()}, std::string{body.at("mend").as_string()}};
  }
  auto value = json::decode<T>(body, {json::Unknown::ignore, json::Missing::keep_default});
  if (!value) throw Problem{"the supervisor answers something else: " + value.error().detail, "./sharecar up"};
  return std::move(*value);
}

/// Prints the events of a run. One thread.
class Page {
 public:
  explicit Page(bool korean) : korean_{korean} {}

  const std::string& of(const contracts::Words& words) const { return korean_ ? words.ko : words.en; }

  /// A part of the stream; it may end in the middle of an event.
  void take(std::string_view text) {
    rest_ += text;
    for (auto end = rest_.find("\n\n"); end != rest_.npos; end = rest_.find("\n\n")) {
      print_event(rest_.substr(0, end));
      rest_.erase(0, end + 2);
    }
  }

  std::optional<contracts::RunEnd> end() const { return end_; }

 private:
  static std::string field(const std::string& block, const std::string& name) {
    const auto at = block.find(name + ": ");
    if (at == block.npos || (at > 0 && block[at - 1] != '\n')) return {};
    const auto from = at + name.size() + 2;
    return block.substr(from, block.find('\n', from) - from);
  }

  void print_event(const std::string& block) {
    const auto name = field(block, "event");
    const auto data = field(block, "data");
    if (name == "step") {
      const auto step = json::decode_text<contracts::RunStep>(data).value();
      std::cout << fmt::format("  {:>2}/{}  {}", step.number, step.of, of(step.says)) << std::endl;
    } else if (name == "check") {
      const auto check = json::decode_text<contracts::RunCheck>(data).value();
      const auto mark = check.ok ? green("ok") : red("no");
      std::cout << fmt::format("         {} {}  {}  {}\n", mark, bold(check.observed), dim(check.limit),
                               dim(duration_words(check.after_ms)))
                << std::flush;
    } else if (name == "verdict") {
      end_ = json::decode_text<contracts::RunEnd>(data).value();
    }
  }

  bool korean_;
  std::string rest_;
  std::optional<contracts::RunEnd> end_;
};

int list(const SupervisorClient& supervisor, const Page& page) {
  std::vector<std::vector<std::string>> rows{{"scenario", "what it shows"}};
  for (const auto& one : read<std::vector<contracts::ScenarioInfo>>(supervisor.get("/scenarios"))) {
    rows.push_back({one.name, page.of(one.explains)});
  }
  std::cout << table(rows);
  const auto runs = read<std::vector<contracts::RunInfo>>(supervisor.get("/runs"));
  if (runs.empty()) return 0;
  std::vector<std::vector<std::string>> past{{"run", "at", "verdict", ""}};
  for (std::size_t i = 0; i < std::min<std::size_t>(runs.size(), 10); ++i) {
    const auto& run = runs[i];
    past.push_back({run.run_id, to_rfc3339(run.started_at).substr(0, 19),
                    run.end ? boost::describe::enum_to_string(run.end->verdict, "") : "goes on",
                    run.end ? run.end->why : ""});
  }
  std::cout << "\n" << table(past);
  return 0;
}

int verdict(const contracts::RunEnd& end, const std::string& run_id) {
  const bool passed = end.verdict == RunVerdict::passed;
  const auto word = boost::describe::enum_to_string(end.verdict, "");
  std::cout << fmt::format("\n{} after {}; everything is healed.\n", passed ? green(word) : red(word),
                           duration_words(end.took_ms));
  if (!end.why.empty()) std::cout << end.why << "\n";
  std::cout << dim("its requests:  ./sharecar trace --last   (tag scenario.run=" + run_id + ")") << "\n";
  return passed ? 0 : 1;
}

}  // namespace

int scenario(const Workspace& here, const ScenarioOptions& options) {
  const auto supervisor = here.supervisor();
  Page page{options.korean};
  if (options.name == "list") return list(supervisor, page);
  for (const auto& one : read<std::vector<contracts::ScenarioInfo>>(supervisor.get("/scenarios"))) {
    if (one.name == options.name) std::cout << bold(one.name) << "  " << page.of(one.explains) << "\n\n";
  }
  const auto run = read<contracts::RunStarted>(supervisor.post("/scenarios/" + options.name + "/runs")).run_id;
  const Interrupt interrupt;
  const std::stop_callback heal{interrupt.token(), [&] {
                                  std::cout << "\nhealing ..." << std::endl;
                                  supervisor.remove("/runs/" + run, heal_limit);
                                }};
  const auto answer = supervisor.follow("/runs/" + run + "/events", [&](std::string_view text) { page.take(text); });
  if (!page.end()) {
    throw Problem{fmt::format("the supervisor stopped telling of {} ({})", run, answer.failure), "./sharecar logs launcher"};
  }
  return verdict(*page.end(), run);
}

}  // namespace sharecar::launcher
