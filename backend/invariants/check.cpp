#include "invariants/check.hpp"

#include <thread>

#include "invariants/reader.hpp"
#include "invariants/rules.hpp"

namespace sharecar::invariants {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto look_every = 100ms;
constexpr auto spans_take = 3s;  // services send their spans a moment after the fact

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

/// What still moved when the time was over; nothing when two looks in a row found the platform at rest, as one look
/// reads the stores one after the other.
std::vector<std::string> await_rest(Reader& reader, const CheckOptions& options) {
  const auto end = Clock::now() + options.wait;
  bool rested = false;
  for (;;) {
    std::vector<std::string> moving;
    try {
      moving = reader.moving();
    } catch (const sql::Unavailable& away) {
      if (Clock::now() >= end) throw;
      moving.emplace_back(away.what());
    }
    if (moving.empty() && rested) return {};
    rested = moving.empty();
    if (Clock::now() >= end) return moving;
    if (options.progress && !moving.empty()) options.progress("waiting: " + joined(moving));
    std::this_thread::sleep_for(look_every);
  }
}

void read_whole_traces(Reader& reader, Snapshot& snapshot, const CheckOptions& options) {
  const auto end = Clock::now() + std::min<std::chrono::milliseconds>(options.wait, spans_take);
  for (;;) {
    const auto skipped = snapshot.skipped;
    reader.read_traces(snapshot, options.traces);
    if (Clock::now() >= end || judge_traces(Index{snapshot}).violations.empty()) return;
    snapshot.skipped = skipped;
    std::this_thread::sleep_for(look_every);
  }
}

}  // namespace

Report check(const Stores& stores, const CheckOptions& options) {
  const auto say = [&](const char* what) {
    if (options.progress) options.progress(what);
  };
  std::vector<Operation> operations;
  if (options.log) operations = read_operations(*options.log);
  Reader reader{stores};
  auto moving = await_rest(reader, options);
  say("reading the tables");
  auto snapshot = reader.read_tables();
  snapshot.operations = std::move(operations);
  if (!options.log) snapshot.skipped.emplace_back("what clients were told: no --log");
  say("reading traces");
  read_whole_traces(reader, snapshot, options);
  say("looking for card numbers");
  reader.find_leaks(snapshot, options.card_numbers);
  say("judging");
  auto report = judge(snapshot);
  report.settled = moving.empty();
  report.moving = std::move(moving);
  return report;
}

}  // namespace sharecar::invariants
