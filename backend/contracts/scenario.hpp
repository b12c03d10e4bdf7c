/// Scenarios: prepared failures that the launcher runs on the platform of this machine. What its loopback API says of
/// them, with the token of .run/launcher.json:
///
///   GET    /scenarios               [ScenarioInfo]
///   POST   /scenarios/{name}/runs   202 RunStarted; 409 while another run goes on
///   GET    /runs                    [RunInfo], newest first
///   GET    /runs/{id}               RunInfo
///   GET    /runs/{id}/events        server-sent events `step`, `check` and `verdict`, from the first one on
///   DELETE /runs/{id}               heals now; answered when everything is healed
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "contracts/types.hpp"

namespace sharecar::contracts {

/// A text in both languages of the clients: scenarios are files, so no client has their texts.
struct Words {
  std::string en;
  std::string ko;

  friend bool operator==(const Words&, const Words&) = default;
};
BOOST_DESCRIBE_STRUCT(Words, (), (en, ko))

struct BrokenBreaker {
  std::string service;  ///< whose calls: "order"
  std::string breaker;  ///< to whom: "payment"

  friend bool operator==(const BrokenBreaker&, const BrokenBreaker&) = default;
};
BOOST_DESCRIBE_STRUCT(BrokenBreaker, (), (service, breaker))

/// Something that a scenario expects to see.
struct ScenarioCheck {
  Words says;         ///< "the breaker opens"
  std::string limit;  ///< "OPEN within 5 s", "at most 300 ms over 5 s"

  friend bool operator==(const ScenarioCheck&, const ScenarioCheck&) = default;
};
BOOST_DESCRIBE_STRUCT(ScenarioCheck, (), (says, limit))

struct ScenarioInfo {
  std::string name;
  Words explains;
  std::vector<BrokenBreaker> breaks;
  std::vector<ScenarioCheck> checks;
};
BOOST_DESCRIBE_STRUCT(ScenarioInfo, (), (name, explains, breaks, checks))

struct RunStarted {
  std::string run_id;
};
BOOST_DESCRIBE_STRUCT(RunStarted, (), (run_id))

/// Event `step`: it begins.
struct RunStep {
  Timestamp at{};
  int number = 0;  ///< from 1
  int of = 0;
  Words says;

  friend bool operator==(const RunStep&, const RunStep&) = default;
};
BOOST_DESCRIBE_STRUCT(RunStep, (), (at, number, of, says))

/// Event `check`: what was seen at the end of a step that expects something.
struct RunCheck {
  Timestamp at{};
  int step = 0;
  Words says;
  std::string observed;  ///< "OPEN", "14 ms"
  std::string limit;
  bool ok = false;
  std::int64_t after_ms = 0;  ///< since the step began

  friend bool operator==(const RunCheck&, const RunCheck&) = default;
};
BOOST_DESCRIBE_STRUCT(RunCheck, (), (at, step, says, observed, limit, ok, after_ms))

/// passed: every check. failed: one was not, or a step could not be done. healed: somebody ended it early.
enum class RunVerdict { passed, failed, healed };
BOOST_DESCRIBE_ENUM(RunVerdict, passed, failed, healed)

/// Event `verdict`, the last one: everything is healed.
struct RunEnd {
  Timestamp at{};
  RunVerdict verdict = RunVerdict::failed;
  std::string why;  ///< "" where it passed
  std::int64_t took_ms = 0;

  friend bool operator==(const RunEnd&, const RunEnd&) = default;
};
BOOST_DESCRIBE_STRUCT(RunEnd, (), (at, verdict, why, took_ms))

struct RunInfo {
  std::string run_id;
  std::string scenario;
  Timestamp started_at{};
  std::vector<RunCheck> checks;
  std::optional<RunEnd> end;  ///< none: it goes on
};
BOOST_DESCRIBE_STRUCT(RunInfo, (), (run_id, scenario, started_at, checks, end))

}  // namespace sharecar::contracts
