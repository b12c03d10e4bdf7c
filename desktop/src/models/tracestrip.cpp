#include "models/tracestrip.h"

#include <QCoreApplication>
#include <algorithm>
#include <chrono>

namespace sharecar::desktop {
namespace {

class StripTexts {
  Q_DECLARE_TR_FUNCTIONS(TraceStrip)
};

constexpr auto forever = std::chrono::microseconds{std::chrono::hours{24}};  // as long as the platform remembers

StripMark::Kind kindOf(const contracts::TimelineEntry& entry) {
  if (entry.kind == "lag") return StripMark::Kind::Lag;
  if (entry.kind == "fault") return StripMark::Kind::Fault;
  if (entry.to == "HALF_OPEN") return StripMark::Kind::HalfOpen;
  return entry.to == "OPEN" || entry.to == "FORCED_OPEN" ? StripMark::Kind::Open : StripMark::Kind::Closed;
}

QString laneOf(const contracts::TimelineEntry& entry) {
  return QString::fromStdString(entry.instance.empty() ? entry.service : entry.instance) + ": " +
         QString::fromStdString(entry.name);
}

QString textOf(const contracts::TimelineEntry& entry) {
  const auto change = QString::fromStdString(entry.from) + QString::fromUtf8(" → ") + QString::fromStdString(entry.to);
  if (entry.kind == "lag") return StripTexts::tr("%1 ms behind").arg(QString::fromStdString(entry.to));
  if (entry.kind == "fault") return StripTexts::tr("fault %1").arg(change);
  return change;
}

// What ends something and is nothing by itself.
bool isEnd(const contracts::TimelineEntry& entry) {
  return (entry.kind == "fault" && entry.to == "off") || (entry.kind == "lag" && entry.to == "0");
}

}  // namespace

std::vector<StripMark> stripOf(std::vector<contracts::TimelineEntry> timeline) {
  std::ranges::stable_sort(timeline, {}, &contracts::TimelineEntry::at);
  std::vector<StripMark> out;
  for (std::size_t i = 0; i < timeline.size(); ++i) {
    const auto& entry = timeline[i];
    if (isEnd(entry)) continue;
    const auto next = std::find_if(timeline.begin() + static_cast<std::ptrdiff_t>(i) + 1, timeline.end(), [&](const auto& later) {
      return later.kind == entry.kind && later.instance == entry.instance && later.service == entry.service &&
             later.name == entry.name;
    });
    const auto length = next == timeline.end() ? forever : next->at - entry.at;
    out.push_back({kindOf(entry), entry.at.time_since_epoch().count(), length.count(), laneOf(entry), textOf(entry)});
  }
  return out;
}

}  // namespace sharecar::desktop
