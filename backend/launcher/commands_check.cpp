// check: the invariants over all stores of the running platform.
#include <fmt/format.h>

#include <iostream>

#include "chassis/json/encode.hpp"
#include "chassis/sql/session.hpp"
#include "launcher/commands.hpp"
#include "launcher/problem.hpp"
#include "launcher/stores.hpp"
#include "launcher/terminal.hpp"

namespace sharecar::launcher {

namespace {

invariants::Report judged(const Workspace& here, const invariants::CheckOptions& how) {
  try {
    return invariants::check(stores_in(here.run), how);
  } catch (const invariants::BadLog& bad) {
    throw Problem{bad.what(), "./sharecar load --log " + how.log->string() + "   # writes one"};
  } catch (const sql::Unavailable& away) {
    throw Problem{std::string{"a store does not answer: "} + away.what(), "./sharecar status"};
  }
}

void print_report(const invariants::Report& report) {
  std::vector<std::vector<std::string>> rows{{"rules", "looked at", "", "violations"}};
  for (const auto& group : report.groups) {
    rows.push_back({group.group, std::to_string(group.checked), group.what, std::to_string(group.violations)});
  }
  std::cout << table(rows, {1, 3});
  for (const auto& what : report.skipped) std::cout << dim("not looked at: " + what) << "\n";
  for (const auto& what : report.moving) std::cout << red("still moving: " + what) << "\n";
  std::cout << "\n" << report.text();
  std::cout << (report.sound() ? green("Every invariant holds.")
                               : red(fmt::format("{} violations.", report.violations.size())))
            << "\n";
}

}  // namespace

int check(const Workspace& here, const CheckOptions& options) {
  const auto platform = here.supervisor();  // says so when nothing runs
  WaitLine line;
  invariants::CheckOptions how;
  if (!options.log.empty()) how.log = options.log;
  how.wait = std::chrono::seconds{options.wait_s};
  if (!options.json) how.progress = [&](const std::string& what) { line.show(what); };
  const auto report = judged(here, how);
  line.clear();
  if (options.json) {
    std::cout << json::encode(report) << "\n";
  } else {
    print_report(report);
  }
  return report.sound() ? 0 : 1;
}

}  // namespace sharecar::launcher
