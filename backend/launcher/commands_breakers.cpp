// breakers: what they are, and changes by hand. Both by way of turbine.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <csignal>
#include <iostream>
#include <thread>

#include "chassis/json/decode.hpp"
#include "chassis/json/encode.hpp"
#include "launcher/breaker_table.hpp"
#include "launcher/commands.hpp"
#include "launcher/http_call.hpp"
#include "launcher/problem.hpp"
#include "launcher/terminal.hpp"

namespace sharecar::launcher {

namespace {

using contracts::Breaker;
using contracts::BreakerChange;

constexpr std::chrono::milliseconds look_every{1'000};

volatile std::sig_atomic_t interrupted = 0;

/// Turbine's answer; throws Problem when there is none or it is a refusal.
HttpAnswer ask_turbine(const Workspace& here, HttpCall request) {
  const auto target = request.url;
  request.url = address_of(here, "turbine") + target;
  auto answer = call(request);
  if (answer.status == 0) throw Problem{"turbine does not answer: " + answer.failure, "./sharecar status"};
  if (answer.ok()) return answer;
  const auto body = answer.json();
  const auto* detail = body.is_object() ? body.get_object().if_contains("detail") : nullptr;
  throw Problem{detail && detail->is_string()
                    ? std::string{detail->get_string()}
                    : fmt::format("turbine answered {} to {} {}", answer.status, request.method, target),
                "./sharecar breakers"};
}

template <class T>
T read(const HttpAnswer& answer) {
  auto out = sharecar::json::decode_text<T>(
      answer.body, {sharecar::json::Unknown::ignore, sharecar::json::Missing::keep_default});
  if (!out) throw Problem{"turbine's answer cannot be read", "./sharecar logs turbine", answer.body};
  return std::move(*out);
}

std::string query_of(const BreakersOptions& options) {
  std::string query;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) query += fmt::format("{}{}={}", query.empty() ? "?" : "&", name, percent_encoded(value));
  };
  add("service", options.service);
  add("instance", options.instance);
  add("name", options.breaker);
  return query;
}

std::string changes_of(const std::string& service, const std::string& instance, const std::string& name) {
  return fmt::format("/breakers/{}/{}/{}/changes", percent_encoded(service), percent_encoded(instance),
                     percent_encoded(name));
}

Timestamp now() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

}  // namespace

int list_breakers(const Workspace& here, const BreakersOptions& options) {
  interrupted = 0;
  if (options.watch) std::signal(SIGINT, [](int) { interrupted = 1; });
  do {
    const auto answer = ask_turbine(here, {.url = "/breakers" + query_of(options)});
    if (options.json) {
      std::cout << answer.body << "\n";
    } else {
      const auto breakers = read<std::vector<Breaker>>(answer);
      const auto text = breakers.empty() ? "No instance has told of such a breaker yet.\n" : breaker_table(breakers);
      std::cout << (options.watch && is_terminal() ? "\x1b[H\x1b[2J" : "") << text;
    }
    std::cout << std::flush;
    if (options.watch) std::this_thread::sleep_for(look_every);
  } while (options.watch && interrupted == 0);
  return 0;
}

int change_breakers(const Workspace& here, const BreakersOptions& options) {
  const auto found = read<std::vector<Breaker>>(ask_turbine(here, {.url = "/breakers" + query_of(options)}));
  if (found.empty()) {
    throw Problem{fmt::format("{} has no breaker named {}", options.service, options.breaker), "./sharecar breakers"};
  }
  boost::json::object body{{"state", options.state}, {"reason", options.reason}};
  if (options.revert_after_s > 0) body["revertAfterS"] = options.revert_after_s;
  std::vector<BreakerChange> made;
  for (const auto& one : found) {
    made.push_back(read<BreakerChange>(ask_turbine(here, {.method = "POST",
                                                          .url = changes_of(one.service, one.instance, one.name),
                                                          .headers = {{"Content-Type", "application/json"}},
                                                          .body = boost::json::serialize(body)})));
    if (options.json) std::cout << sharecar::json::encode(made.back()) << "\n";
  }
  if (!options.json) std::cout << change_table(made, now());
  return 0;
}

int undo_breaker_change(const Workspace& here, const std::string& id, bool json) {
  const auto changes = read<std::vector<BreakerChange>>(ask_turbine(here, {.url = "/breakers/changes?limit=1000"}));
  const auto found = std::ranges::find(changes, id, &BreakerChange::change_id);
  if (found == changes.end()) throw Problem{"there is no change " + id, "./sharecar breakers journal"};
  const auto target = changes_of(found->service, found->instance, found->name) + "/" + percent_encoded(id);
  const auto answer = ask_turbine(here, {.method = "DELETE", .url = target});
  std::cout << (json ? answer.body + "\n" : change_table({read<BreakerChange>(answer)}, now()));
  return 0;
}

int breaker_journal(const Workspace& here, bool json) {
  const auto answer = ask_turbine(here, {.url = "/breakers/changes"});
  const auto changes = read<std::vector<BreakerChange>>(answer);
  if (json) {
    std::cout << answer.body << "\n";
  } else {
    std::cout << (changes.empty() ? "Nobody took a hand yet.\n" : change_table(changes, now()));
  }
  return 0;
}

}  // namespace sharecar::launcher
