#include "launcher/fault_words.hpp"

#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <map>

#include "launcher/problem.hpp"

namespace sharecar::launcher {

namespace {

constexpr const char* mend = "./sharecar fault payment latency=400..620 for=30s   # or status=500, hang, reset, refuse";

[[noreturn]] void refuse(const std::string& word, const std::string& why) {
  throw Problem{fmt::format("fault: \"{}\" {}", word, why), mend};
}

template <class T>
T number(const std::string& word, std::string_view digits) {
  T value{};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size())
    refuse(word, fmt::format("needs a number where \"{}\" stands", digits));
  return value;
}

/// "400", "400ms" or "2s" in milliseconds.
std::int64_t milliseconds_of(const std::string& word, std::string_view text) {
  if (text.ends_with("ms")) return number<std::int64_t>(word, text.substr(0, text.size() - 2));
  if (text.ends_with('s')) return number<std::int64_t>(word, text.substr(0, text.size() - 1)) * 1000;
  return number<std::int64_t>(word, text);
}

/// "30s", "30" or "5m" in seconds.
std::int64_t seconds_of(const std::string& word, std::string_view text) {
  if (text.ends_with('m')) return number<std::int64_t>(word, text.substr(0, text.size() - 1)) * 60;
  if (text.ends_with('s')) text.remove_suffix(1);
  return number<std::int64_t>(word, text);
}

/// What each word means; the second one is what follows its "=".
using Meaning = std::function<void(actuator::SetFault&, const std::string&, std::string_view)>;
const std::map<std::string, Meaning, std::less<>>& meanings() {
  static const std::map<std::string, Meaning, std::less<>> table{
      {"latency",
       [](auto& fault, const auto& word, std::string_view value) {
         const auto dots = value.find("..");
         fault.delay_ms = milliseconds_of(word, value.substr(0, dots));
         if (dots != value.npos) fault.jitter_ms = milliseconds_of(word, value.substr(dots + 2)) - fault.delay_ms;
         if (fault.jitter_ms < 0) refuse(word, "ends before it begins");
       }},
      {"late", [](auto& fault, const auto& word, auto value) { fault.answer_delay_ms = milliseconds_of(word, value); }},
      {"status", [](auto& fault, const auto& word, auto value) { fault.status = number<std::int64_t>(word, value); }},
      {"hang", [](auto& fault, const auto&, auto) { fault.hang = true; }},
      {"reset",
       [](auto& fault, const auto& word, std::string_view value) {
         if (!value.empty() && value != "answer") refuse(word, "is reset, or reset=answer for one in mid answer");
         fault.reset = value.empty() ? FaultReset::before : FaultReset::mid_answer;
       }},
      {"refuse", [](auto& fault, const auto&, auto) { fault.refuse = true; }},
      {"route", [](auto& fault, const auto&, auto value) { fault.route = value; }},
      {"probability",
       [](auto& fault, const auto& word, auto value) { fault.probability = number<double>(word, value); }},
      {"for", [](auto& fault, const auto& word, auto value) { fault.expires_in_s = seconds_of(word, value); }},
      {"name", [](auto& fault, const auto&, auto value) { fault.name = value; }},
  };
  return table;
}

bool takes_no_value(std::string_view key) { return key == "hang" || key == "refuse"; }

}  // namespace

FaultCommand parse_fault(const std::vector<std::string>& words) {
  FaultCommand out;
  if (words.empty()) return out;
  const bool is_set = words[0] != "list" && words[0] != "clear";
  if (!is_set) {
    out.verb = words[0] == "list" ? FaultCommand::Verb::list : FaultCommand::Verb::clear;
    if (words.size() > 1) out.service = words[1];
    if (words.size() > 2) out.name = words[2];
    if (words.size() > 3) refuse(words[3], "is one word too many");
    return out;
  }
  out.verb = FaultCommand::Verb::set;
  out.service = words[0];
  out.wanted.route = "*";
  out.wanted.name = "cli";
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto& word = words[i];
    const auto equals = word.find('=');
    const auto key = std::string_view{word}.substr(0, equals);
    const auto meaning = meanings().find(key);
    if (meaning == meanings().end()) refuse(word, "says nothing to me");
    const auto value = equals == word.npos ? std::string_view{} : std::string_view{word}.substr(equals + 1);
    if (takes_no_value(key) != value.empty() && key != "reset") {
      refuse(word, takes_no_value(key) ? "stands alone" : fmt::format("needs a value: {}=...", key));
    }
    meaning->second(out.wanted, word, value);
  }
  if (out.wanted.refuse && !out.wanted.expires_in_s) out.wanted.expires_in_s = 30;
  out.name = out.wanted.name;
  return out;
}

std::string fault_words(const Fault& fault) {
  std::string out;
  const auto add = [&](const std::string& word) { out += (out.empty() ? "" : " ") + word; };
  if (fault.jitter_ms > 0) {
    add(fmt::format("latency={}..{}", fault.delay_ms, fault.delay_ms + fault.jitter_ms));
  } else if (fault.delay_ms > 0) {
    add(fmt::format("latency={}", fault.delay_ms));
  }
  if (fault.answer_delay_ms > 0) add(fmt::format("late={}", fault.answer_delay_ms));
  if (fault.status > 0) add(fmt::format("status={}", fault.status));
  if (fault.hang) add("hang");
  if (fault.reset) add(*fault.reset == FaultReset::before ? "reset" : "reset=answer");
  if (fault.refuse) add("refuse");
  if (fault.probability < 1) add(fmt::format("probability={}", fault.probability));
  return out;
}

}  // namespace sharecar::launcher
