#include "models/daytime.h"

#include <QDateTime>
#include <QTimeZone>
#include <algorithm>

namespace sharecar::desktop {
namespace {

using std::chrono::microseconds;

QDateTime local(Timestamp at, const std::string& zone) {
  const QTimeZone where(QByteArray::fromStdString(zone));
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
  return QDateTime::fromMSecsSinceEpoch(ms, where.isValid() ? where : QTimeZone::utc());
}

Timestamp timestamp(const QDateTime& at) { return Timestamp{std::chrono::milliseconds{at.toMSecsSinceEpoch()}}; }

Slot slotOfDate(const QDate& date, const QTimeZone& zone) {
  return {timestamp(date.startOfDay(zone)), timestamp(date.addDays(1).startOfDay(zone))};
}

}  // namespace

Timestamp floorToGrid(Timestamp at) { return Timestamp{at.time_since_epoch() / grid * grid}; }

Timestamp ceilToGrid(Timestamp at) { return floorToGrid(at + grid - microseconds{1}); }

Slot dayOf(Timestamp at, const std::string& zone) {
  const auto there = local(at, zone);
  return slotOfDate(there.date(), there.timeZone());
}

Slot dayAfter(const Slot& day, int days, const std::string& zone) {
  const auto there = local(day.starts_at, zone);
  return slotOfDate(there.date().addDays(days), there.timeZone());
}

bool isFree(std::span<const Slot> taken, const Slot& wanted) {
  return std::none_of(taken.begin(), taken.end(), [&](const Slot& one) { return one.overlaps(wanted); });
}

Slot firstFree(std::vector<Slot> taken, Timestamp from, std::chrono::minutes length) {
  std::sort(taken.begin(), taken.end());
  Timestamp at = ceilToGrid(from);
  for (const auto& one : taken) {
    if (one.starts_at >= at + length) break;
    if (one.ends_at > at) at = ceilToGrid(one.ends_at);
  }
  return {at, at + length};
}

std::optional<Slot> gapAround(std::span<const Slot> taken, Timestamp at, const Slot& within) {
  Slot gap = within;
  for (const auto& one : taken) {
    if (one.starts_at <= at && at < one.ends_at) return {};
    if (one.ends_at <= at) gap.starts_at = std::max(gap.starts_at, one.ends_at);
    if (one.starts_at > at) gap.ends_at = std::min(gap.ends_at, one.starts_at);
  }
  return gap;
}

TimeFault faultOf(const Slot& wanted, std::span<const Slot> taken, Timestamp now) {
  if (wanted.starts_at < now) return TimeFault::InThePast;
  if (wanted.length() < shortestTrip) return TimeFault::TooShort;
  if (wanted.length() > longestTrip) return TimeFault::TooLong;
  return isFree(taken, wanted) ? TimeFault::None : TimeFault::Taken;
}

int StripScale::xOf(Timestamp at) const {
  const auto part = static_cast<double>((std::clamp(at, shown.starts_at, shown.ends_at) - shown.starts_at).count());
  return static_cast<int>(part * width / static_cast<double>(std::max<std::int64_t>(1, shown.length().count())));
}

Timestamp StripScale::timeAt(int x) const {
  const auto part = static_cast<double>(std::clamp(x, 0, width)) / std::max(1, width);
  const microseconds offset{static_cast<std::int64_t>(part * static_cast<double>(shown.length().count()))};
  return floorToGrid(shown.starts_at + offset + grid / 2);
}

Slot dragged(const StripScale& scale, int fromX, int toX, std::span<const Slot> taken, Timestamp now) {
  const Timestamp anchor = scale.timeAt(fromX);
  const Slot open{std::max(scale.shown.starts_at, ceilToGrid(now)), scale.shown.ends_at};
  const auto gap = gapAround(taken, anchor, open);
  if (!gap || gap->length() < shortestTrip || anchor < open.starts_at) return {};
  const Timestamp other = std::clamp(scale.timeAt(toX), gap->starts_at, gap->ends_at);
  Slot out{std::min(anchor, other), std::max(anchor, other)};
  if (out.length() < shortestTrip) out.ends_at = std::min(out.starts_at + shortestTrip, gap->ends_at);
  if (out.length() < shortestTrip) out.starts_at = out.ends_at - shortestTrip;
  return out;
}

}  // namespace sharecar::desktop
