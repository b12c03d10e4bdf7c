// Plays what Resilience4j's own CircuitBreaker was recorded doing, and compares everything seen after each step. The
// recordings: tests/recordings/resilience4j, and the folder `resilience4j` in each folder that SHARECAR_RECORDINGS
// names.
#include <gmock/gmock.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>

#include "chassis/resilience/circuit_breaker.hpp"
#include "told.hpp"

namespace sharecar::resilience {
namespace {

constexpr Failure recorded = Failure::server_error;
constexpr Failure ignored = Failure::protocol;
constexpr Failure unrecorded = Failure::too_large;

const std::map<std::string, BreakerState> commands{
    {"close", BreakerState::CLOSED},          {"open", BreakerState::OPEN},
    {"halfOpen", BreakerState::HALF_OPEN},    {"disable", BreakerState::DISABLED},
    {"forceOpen", BreakerState::FORCED_OPEN}, {"metricsOnly", BreakerState::METRICS_ONLY}};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> out;
  std::stringstream stream{text};
  for (std::string part; std::getline(stream, part, separator);) out.push_back(part);
  return out;
}

// As Java prints a float: 33.333332, 50.0
std::string java(float value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  std::string out{text, end};
  return out.find('.') == out.npos ? out + ".0" : out;
}

class Replay {
 public:
  explicit Replay(const std::string& line) {
    std::map<std::string, std::string> given;
    for (const auto& word : split(line, ' ')) {
      const auto equals = word.find('=');
      if (equals != word.npos) given[word.substr(0, equals)] = word.substr(equals + 1);
    }
    CircuitBreakerConfig config;
    config.sliding_window_type =
        given.at("type") == "COUNT" ? SlidingWindowType::COUNT_BASED : SlidingWindowType::TIME_BASED;
    config.sliding_window_size = std::stoi(given.at("window"));
    config.minimum_number_of_calls = std::stoi(given.at("min"));
    config.failure_rate_threshold = std::stod(given.at("failure"));
    config.slow_call_rate_threshold = std::stod(given.at("slow"));
    config.slow_call_duration_threshold = std::chrono::milliseconds{std::stoll(given.at("slowMs"))};
    config.wait_duration_in_open_state = std::chrono::milliseconds{std::stoll(given.at("waitMs"))};
    config.enable_exponential_backoff = given.at("backoff") != "none";
    if (config.enable_exponential_backoff) config.exponential_backoff_multiplier = std::stod(given.at("backoff"));
    config.permitted_number_of_calls_in_half_open_state = std::stoi(given.at("permitted"));
    config.record_exceptions = {recorded};
    config.ignore_exceptions = {ignored};
    now_ = at_ms(std::stoll(given.at("start")));
    breaker_ = std::make_unique<CircuitBreaker>(config, now_, no_chance, told_.sink());
  }

  // Does "call ok 50" and tells the rest of the line.
  std::string step(const std::string& operation) {
    const auto words = split(operation, ' ');
    std::string done = words[0] + ' ' + words[1];
    if (words[0] == "advance") {
      now_ += std::chrono::milliseconds{std::stoll(words[1])};
    } else if (words[0] == "call") {
      done = call(words);
    } else if (words[1] == "reset") {
      breaker_->reset(now_);
    } else if (!breaker_->transition_to(commands.at(words[1]), now_)) {
      done += " illegal";
    }
    const auto seen = breaker_->metrics(now_);
    std::stringstream out;
    out << done << '\t' << boost::describe::enum_to_string(breaker_->state(), "?") << "\tfr=" << java(seen.failure_rate)
        << "\tsr=" << java(seen.slow_call_rate) << "\tbuf=" << seen.buffered_calls << "\tfail=" << seen.failed_calls
        << "\tslow=" << seen.slow_calls << "\tslowfail=" << seen.slow_failed_calls
        << "\tnp=" << seen.not_permitted_calls << '\t' << told_.take();
    return out.str();
  }

 private:
  std::string call(const std::vector<std::string>& words) {
    static const std::map<std::string, Failure> results{
        {"ok", Failure::none}, {"error", recorded}, {"ignored", ignored}, {"unrecorded", unrecorded}};
    auto permit = breaker_->try_acquire(now_);
    if (!permit) return "call rejected";
    const auto result = results.find(words[1]);
    if (result == results.end()) return "call permitted";
    permit->record({result->second, 0}, std::chrono::milliseconds{std::stoll(words[2])}, now_);
    return words[0] + ' ' + words[1] + ' ' + words[2];
  }

  Told told_;
  Instant now_;
  std::unique_ptr<CircuitBreaker> breaker_;
};

std::vector<std::filesystem::path> recordings() {
  std::vector<std::string> folders{SHARECAR_RECORDINGS_HERE};
  if (const char* further = std::getenv("SHARECAR_RECORDINGS")) {
    for (const auto& folder : split(further, ':')) folders.push_back(folder);
  }
  std::vector<std::filesystem::path> out;
  for (const auto& folder : folders) {
    const auto below = std::filesystem::path{folder} / "resilience4j";
    if (!std::filesystem::is_directory(below)) continue;
    for (const auto& entry : std::filesystem::directory_iterator{below}) {
      if (entry.path().extension() == ".tsv") out.push_back(entry.path());
    }
  }
  return out;
}

TEST(CircuitBreakerReplay, DoesExactlyWhatResilience4jWasRecordedDoing) {
  const auto files = recordings();
  int steps = 0;
  ASSERT_FALSE(files.empty());
  for (const auto& file : files) {
    std::ifstream stream{file};
    std::unique_ptr<Replay> replay;
    std::string name;
    int number = 0;
    for (std::string line; std::getline(stream, line);) {
      ++number;
      if (line.starts_with("CASE")) {
        replay = std::make_unique<Replay>(line);
        name = line;
        continue;
      }
      if (line.empty()) continue;
      ASSERT_TRUE(replay) << file << ":" << number << ": a step before any CASE";
      ASSERT_EQ(line, replay->step(line.substr(0, line.find('\t')))) << file << ":" << number << ", in " << name;
      ++steps;
    }
  }
  EXPECT_GE(steps, 700);  // as many as our own recording has: an empty one would prove nothing
}

}  // namespace
}  // namespace sharecar::resilience
