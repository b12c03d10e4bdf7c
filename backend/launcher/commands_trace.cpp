// trace: finds traces and shows what they mean.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <csignal>
#include <iostream>
#include <thread>

#include "launcher/commands.hpp"
#include "launcher/problem.hpp"
#include "launcher/terminal.hpp"
#include "launcher/trace_text.hpp"
#include "tracemodel/tree.hpp"

namespace sharecar::launcher {

namespace {

using Trace = TraceSource::Trace;
using std::chrono::steady_clock;

constexpr std::size_t candidates = 200;  // of which the slowest is taken
constexpr milliseconds look_every{250};
constexpr milliseconds settled_after{1'000};  // no span more for so long: the trace is told
constexpr milliseconds patience{10'000};      // with a given trace that does not grow any more

volatile std::sig_atomic_t interrupted = 0;

/// Whether somebody only looked: the trace begins with a GET.
bool is_read(const Trace& spans) {
  const tracemodel::Tree tree{spans};
  const auto* root = tree.empty() ? nullptr : tree.span_of(tree.nodes().front());
  return root != nullptr && (root->name.starts_with("get ") || root->name.starts_with("GET "));
}

class TraceCommand {
 public:
  TraceCommand(TraceSource source, const TraceOptions& options)
      : source_{std::move(source)}, options_{options}, json_{options.json || (!options.text && !is_terminal())} {}

  /// Services hold spans back for a moment: what ended just now is looked at until no more come.
  int once() const {
    auto found = traces();
    for (const auto start = steady_clock::now(); is_fresh(found) && steady_clock::now() - start < patience / 2;) {
      std::this_thread::sleep_for(look_every);
      found = traces();
    }
    if (found.empty()) throw nothing();
    print(found);
    return 0;
  }

  /// A given trace or order: again whenever it has grown. Otherwise every trace that ends from now on.
  int follow() {
    interrupted = 0;
    std::signal(SIGINT, [](int) { interrupted = 1; });
    return is_given() ? follow_given() : follow_new();
  }

 private:
  static bool is_fresh(const std::vector<Trace>& found) {
    const auto now =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch());
    return std::ranges::any_of(found, [now](const Trace& spans) {
      return std::ranges::any_of(spans, [now](const auto& span) {
        const auto age = now - std::chrono::microseconds{span.timestamp} - std::chrono::microseconds{span.duration};
        return age >= std::chrono::microseconds{0} && age < settled_after;
      });
    });
  }

  bool is_given() const { return !options_.trace.empty() || options_.order != 0; }

  Problem nothing() const {
    if (!options_.trace.empty())
      return Problem{"there is no trace " + options_.trace,
                     "./sharecar trace --last   # or --order N; ids have 16 or 32 hex digits"};
    if (options_.order != 0)
      return Problem{fmt::format("there is no trace of order {}", options_.order), "./sharecar trace --last"};
    return Problem{"there is no such trace in the last seven days", "./sharecar book"};
  }

  std::vector<Trace> traces() const {
    if (!options_.trace.empty()) {
      auto spans = source_.trace(options_.trace);
      return spans.empty() ? std::vector<Trace>{} : std::vector<Trace>{std::move(spans)};
    }
    TraceSource::Question question{options_.service, options_.order, options_.errors, 1};
    if (options_.order != 0) question.limit = 20;
    if (options_.slowest) question.limit = candidates;
    auto found = source_.traces(question);
    if (options_.order != 0 && !options_.all) {
      std::vector<Trace> changes;
      std::ranges::copy_if(found, std::back_inserter(changes), [](const Trace& trace) { return !is_read(trace); });
      if (!changes.empty()) found = std::move(changes);
    }
    if (options_.slowest) std::ranges::stable_sort(found, std::greater{}, answered_after);
    if (options_.order == 0 && found.size() > 1) found.resize(1);
    return found;
  }

  void print(const std::vector<Trace>& found) const {
    if (json_) {
      boost::json::array all;
      for (const auto& spans : found) all.push_back(trace_json(spans));
      std::cout << boost::json::serialize(all) << std::endl;
      return;
    }
    const char* separator = "";
    for (const auto& spans : found) {
      std::cout << std::exchange(separator, "\n") << trace_text(spans, is_terminal());
    }
    std::cout << std::flush;
  }

  int follow_given() {
    std::size_t known = 0;
    auto grown = steady_clock::now();
    while (interrupted == 0 && steady_clock::now() - grown < patience) {
      const auto found = traces();
      std::size_t count = 0;
      for (const auto& spans : found) count += spans.size();
      if (count != known) {
        known = count;
        grown = steady_clock::now();
        print(found);
        if (!json_) std::cout << dim(fmt::format("  {} spans; waiting for more", count)) << "\n\n" << std::flush;
      }
      std::this_thread::sleep_for(look_every);
    }
    if (known == 0) throw nothing();
    return 0;
  }

  /// The newest traces are looked at again and again; one is told when it has stopped growing.
  int follow_new() {
    struct Seen {
      std::size_t spans = 0;
      steady_clock::time_point grown = steady_clock::now();
      bool told = false;
    };
    std::map<std::string, Seen> seen;
    const TraceSource::Question newest{options_.service, 0, options_.errors, 50};
    for (const auto& spans : source_.traces(newest)) seen[spans.front().trace_id].told = true;
    while (interrupted == 0) {
      std::this_thread::sleep_for(look_every);
      const auto found = source_.traces(newest);
      for (auto spans = found.rbegin(); spans != found.rend(); ++spans) {
        Seen& known = seen[spans->front().trace_id];
        if (known.told) continue;
        if (std::exchange(known.spans, spans->size()) != spans->size()) {
          known.grown = steady_clock::now();
        } else if (steady_clock::now() - known.grown >= settled_after) {
          known.told = true;
          print({*spans});
          if (!json_) std::cout << "\n" << std::flush;
        }
      }
    }
    return 0;
  }

  TraceSource source_;
  const TraceOptions& options_;
  const bool json_;
};

bool is_order_id(const std::string& text) {
  return !text.empty() && text.size() < 16 && text.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

int trace(const Workspace& here, TraceOptions options) {
  if (is_order_id(options.trace)) {
    options.order = std::stoll(options.trace);
    options.trace.clear();
  }
  const bool chosen = options.last || options.slowest || options.errors || !options.service.empty() || options.follow;
  if (options.trace.empty() && options.order == 0 && !chosen)
    throw Problem{"which trace?", "./sharecar trace --last   # or ID, --order N, --slowest, --errors, --follow"};
  const std::string base = options.zipkin.empty() ? here.supervisor().file().gateway + "/admin/traces" : options.zipkin;
  TraceCommand command{TraceSource{base.ends_with('/') ? base.substr(0, base.size() - 1) : base}, options};
  return options.follow ? command.follow() : command.once();
}

}  // namespace sharecar::launcher
