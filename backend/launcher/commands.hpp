#pragma once

#include <optional>
#include <string>
#include <vector>

#include "launcher/booking.hpp"
#include "launcher/workspace.hpp"
#include "load/options.hpp"

namespace sharecar::launcher {

// The commands of ./sharecar. Each prints for a person, returns the exit status, and throws Problem when it cannot do
// what it was asked.

struct UpOptions {
  std::string broker;
  std::string zipkin;
  std::optional<int> ports_from;
  bool restart = true;
  std::vector<std::string> only;
  std::vector<std::string> replicas;  // "order=2"

  /// The same options as arguments of `supervise`.
  std::vector<std::string> arguments() const;
};

int up(const Workspace& here, const UpOptions& options);
int supervise(const Workspace& here, const UpOptions& options);
int down(const Workspace& here);
int reset(const Workspace& here, bool yes);
int status(const Workspace& here);
/// "http://127.0.0.1:8083" of a service of the running platform.
std::string address_of(const Workspace& here, const std::string& service);
int control(const Workspace& here, const std::string& verb, const std::string& part);
int logs(const Workspace& here, const std::string& part, std::size_t lines, bool follow);
int doctor(const Workspace& here);

int book(const Workspace& here, const BookOptions& options);
int cancel(const Workspace& here, std::int64_t order);
int mypage(const Workspace& here, const std::string& customer_or_order);

/// Which traces, and how they are shown. Without an id or an order the newest one that fits.
struct TraceOptions {
  std::string trace;  // an id; digits alone are an order
  std::int64_t order = 0;
  bool last = false;
  bool slowest = false;  // of the newest 200
  bool errors = false;
  std::string service;
  bool follow = false;
  bool all = false;  // of an order: also those that only read it
  bool json = false;
  bool text = false;   // also where the output is no terminal
  std::string zipkin;  // another one, "http://host:9411"; "" = of the platform that runs here
};
int trace(const Workspace& here, TraceOptions options);
/// Everything that is known of one order.
int explain(const Workspace& here, std::int64_t order, bool json);

/// What `up` shows at its end: a booking, its steps and its span tree.
int demonstrate(const Workspace& here, const BookOptions& options, bool with_tree);

/// Of words as parse_fault (fault_words.hpp) takes them.
int fault(const Workspace& here, const std::vector<std::string>& words);

struct ScenarioOptions {
  std::string name;  // or "list"
  bool korean = false;
};
/// 0 when it passed. Ctrl-C heals at once.
int scenario(const Workspace& here, const ScenarioOptions& options);

struct BreakersOptions {
  std::string service;
  std::string instance;  // "" = every instance
  std::string breaker;
  std::string state;     // to set: FORCED_OPEN, CLOSED, DISABLED, RESET
  std::string reason;
  std::int64_t revert_after_s = 0;  // 0 = it stays
  bool watch = false;
  bool json = false;
};
int list_breakers(const Workspace& here, const BreakersOptions& options);
/// Sets the state of a breaker of a service, at every instance or at one.
int change_breakers(const Workspace& here, const BreakersOptions& options);
int undo_breaker_change(const Workspace& here, const std::string& id, bool json);
int breaker_journal(const Workspace& here, bool json);

/// The load generator. An empty url is the gateway of the platform that runs here.
struct LoadCommand {
  load::Options options;
  bool json = false;
};
int run_load(const Workspace& here, const LoadCommand& command);

struct CheckOptions {
  std::string log;  // a client's operations; "" = none
  int wait_s = 30;
  bool json = false;
};
/// 0 when every invariant holds, 1 when one is broken.
int check(const Workspace& here, const CheckOptions& options);

struct DesktopOptions {
  bool is_operator = false;
  std::string customer;
  std::string gateway;  // "" = that of the platform that runs here
  std::string zipkin;   // "" = the platform's own traces
  std::vector<std::string> open;
};
/// Runs the client in place of this program. It starts without a platform too, and says so itself.
int desktop(const Workspace& here, const DesktopOptions& options);

/// Runs one of Kafka's console tools in place of this program.
int kafka(const Workspace& here, const std::string& tool, const std::vector<std::string>& arguments);

}  // namespace sharecar::launcher
