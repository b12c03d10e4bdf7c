#include "models/breakertexts.h"

#include <QCoreApplication>
#include <QLocale>
#include <map>

#include "models/texts.h"

namespace sharecar::desktop::texts {
namespace {

class Breakers {
  Q_DECLARE_TR_FUNCTIONS(Breakers)
};

QString translated(const std::map<std::string, const char*>& known, const std::string& code) {
  const auto found = known.find(code);
  return found == known.end() ? QString::fromStdString(code) : Breakers::tr(found->second);
}

}  // namespace

QString breakerState(BreakerState state) {
  switch (state) {
    case BreakerState::Closed:
      return Breakers::tr("Closed");
    case BreakerState::HalfOpen:
      return Breakers::tr("Half open");
    case BreakerState::Open:
      return Breakers::tr("Open");
    case BreakerState::ForcedOpen:
      return Breakers::tr("Forced open");
    case BreakerState::Disabled:
      return Breakers::tr("Disabled");
    case BreakerState::MetricsOnly:
      return Breakers::tr("Metrics only");
    case BreakerState::Unknown:
      return Breakers::tr("Unknown state");
  }
  return {};
}

QString breakerStateMeans(BreakerState state) {
  switch (state) {
    case BreakerState::Closed:
      return Breakers::tr("Calls go through and are counted.");
    case BreakerState::HalfOpen:
      return Breakers::tr("A few calls are let through to see whether the other side is well again.");
    case BreakerState::Open:
      return Breakers::tr("Calls are refused at once, so that the other side can recover.");
    case BreakerState::ForcedOpen:
      return Breakers::tr("An operator has it refuse every call.");
    case BreakerState::Disabled:
      return Breakers::tr("An operator has it let every call through, whatever happens.");
    case BreakerState::MetricsOnly:
      return Breakers::tr("It counts and never refuses.");
    case BreakerState::Unknown:
      return Breakers::tr("This client is older than the platform and does not know the state.");
  }
  return {};
}

QString breakerOrder(BreakerOrder order) {
  switch (order) {
    case BreakerOrder::ErrorThenVolume:
      return Breakers::tr("Error, then volume");
    case BreakerOrder::Alphabetical:
      return Breakers::tr("Name");
    case BreakerOrder::Volume:
      return Breakers::tr("Volume");
    case BreakerOrder::Error:
      return Breakers::tr("Error");
    case BreakerOrder::P50:
      return Breakers::tr("Median");
    case BreakerOrder::P90:
      return Breakers::tr("90th percentile");
    case BreakerOrder::P99:
      return Breakers::tr("99th percentile");
  }
  return {};
}

QString breakerEvent(const std::string& type) {
  static const std::map<std::string, const char*> known{
      {"STATE_TRANSITION", QT_TRANSLATE_NOOP("Breakers", "State changed")},
      {"SUCCESS", QT_TRANSLATE_NOOP("Breakers", "Call succeeded")},
      {"ERROR", QT_TRANSLATE_NOOP("Breakers", "Call failed")},
      {"IGNORED_ERROR", QT_TRANSLATE_NOOP("Breakers", "Failure that does not count")},
      {"NOT_PERMITTED", QT_TRANSLATE_NOOP("Breakers", "Call refused")},
      {"FAILURE_RATE_EXCEEDED", QT_TRANSLATE_NOOP("Breakers", "Too many calls failed")},
      {"SLOW_CALL_RATE_EXCEEDED", QT_TRANSLATE_NOOP("Breakers", "Too many calls were slow")},
      {"RESET", QT_TRANSLATE_NOOP("Breakers", "Reset")},
      {"FORCED_OPEN", QT_TRANSLATE_NOOP("Breakers", "Forced open")},
      {"DISABLED", QT_TRANSLATE_NOOP("Breakers", "Disabled")},
  };
  return translated(known, type);
}

QString breakerFailure(const std::string& failure) {
  static const std::map<std::string, const char*> known{
      {"timeout", QT_TRANSLATE_NOOP("Breakers", "no answer in time")},
      {"refused", QT_TRANSLATE_NOOP("Breakers", "connection refused")},
      {"reset", QT_TRANSLATE_NOOP("Breakers", "connection cut")},
      {"server_error", QT_TRANSLATE_NOOP("Breakers", "error of the server")},
  };
  return translated(known, failure);
}

QString breakerEventDetail(const contracts::BreakerEvent& event) {
  QStringList out;
  if (event.from && event.to) {
    out += QString::fromUtf8("%1 → %2").arg(breakerState(desktop::breakerState(*event.from)),
                                            breakerState(desktop::breakerState(*event.to)));
  }
  if (event.rate) out += percent(*event.rate);
  if (event.failure) out += breakerFailure(*event.failure);
  if (event.duration_ms) out += duration(std::chrono::milliseconds{*event.duration_ms});
  if (event.reason) out += QString::fromStdString(*event.reason);
  return out.join(", ");
}

QString waiting(const Waiting& waiting, const std::string& zone) {
  using For = Waiting::For;
  // Whole seconds and one figure below ten, so that the line does not flicker.
  const auto left = [&] {
    const double seconds = static_cast<double>(waiting.left.count()) / 1000;
    if (seconds >= 60) return length(std::chrono::ceil<std::chrono::minutes>(waiting.left));
    return Breakers::tr("%1 s").arg(QLocale().toString(seconds, 'f', seconds < 10 ? 1 : 0));
  };
  const auto at = [&] { return exactTime(waiting.at, zone).left(8); };
  switch (waiting.what) {
    case For::Nothing:
      return {};
    case For::Probe:
      return Breakers::tr("Probes in %1, at %2").arg(left(), at());
    case For::NextCall:
      return Breakers::tr("Ready to probe, waits for the next call");
    case For::Itself:
      return Breakers::tr("Goes half open now");
    case For::Probes:
      return Breakers::tr("%n probe(s) left", nullptr, waiting.probes);
    case For::Revert:
      return Breakers::tr("Reverts in %1, at %2").arg(left(), at());
  }
  return {};
}

QString percent(double value) {
  return Breakers::tr("%1 %").arg(QLocale().toString(value, 'f', value < 9.95 && value > 0 ? 1 : 0));
}

QString rate(const RateBar& bar, const contracts::Breaker& breaker) {
  if (!bar.rate) {
    return Breakers::tr("%1 of %2 calls needed").arg(breaker.buffered_calls).arg(breaker.minimum_number_of_calls);
  }
  return Breakers::tr("%1, limit %2").arg(percent(*bar.rate), percent(bar.threshold));
}

QString breakerInWords(const SeenBreaker& seen, Timestamp now, const std::string& zone) {
  const auto& breaker = seen.breaker;
  QStringList out{Breakers::tr("%1 calls %2, %3: %4")
                      .arg(QString::fromStdString(breaker.service), QString::fromStdString(breaker.name),
                           QString::fromStdString(breaker.instance),
                           breakerState(desktop::breakerState(breaker.state)))};
  if (const auto line = waiting(waitingOf(seen, now), zone); !line.isEmpty()) out += line;
  out += Breakers::tr("failed: %1").arg(rate(failureBar(breaker), breaker));
  out += Breakers::tr("slow: %1").arg(rate(slowBar(breaker), breaker));
  return out.join(". ");
}

}  // namespace sharecar::desktop::texts
