#include "models/tracequery.h"

#include <QRegularExpression>
#include <QUrl>
#include <map>

namespace sharecar::desktop {
namespace {

using namespace std::chrono;

// Of what a person may type; QUrlQuery keeps "+" and "%" as they are.
void add(QUrlQuery& query, const char* name, const QString& value) {
  if (!value.isEmpty()) query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
}

void add(QUrlQuery& query, const char* name, qint64 value) { query.addQueryItem(name, QString::number(value)); }

QString text(const QUrlQuery& query, const char* name) { return query.queryItemValue(name, QUrl::FullyDecoded); }

std::optional<qint64> number(const QUrlQuery& query, const char* name) {
  bool ok = false;
  const qint64 out = text(query, name).toLongLong(&ok);
  return ok && out > 0 ? std::optional{out} : std::nullopt;
}

void addWords(QUrlQuery& query, const TraceQuery& wanted) {
  add(query, "serviceName", wanted.service);
  add(query, "spanName", wanted.span);
  add(query, "remoteServiceName", wanted.remoteService);
  add(query, "annotationQuery", wanted.tags);
  if (wanted.minDuration) add(query, "minDuration", wanted.minDuration->count());
  if (wanted.maxDuration) add(query, "maxDuration", wanted.maxDuration->count());
}

qint64 inMs(Timestamp at) { return floor<milliseconds>(at).time_since_epoch().count(); }

}  // namespace

QUrlQuery TraceQuery::toServer(Timestamp now) const {
  TraceQuery asked = *this;
  if (maxDuration && !minDuration) asked.minDuration = microseconds{1};  // Zipkin takes no greatest one alone
  QUrlQuery out;
  addWords(out, asked);
  add(out, "endTs", inMs(end.value_or(now)));
  add(out, "lookback", lookback.count());
  add(out, "limit", limit);
  return out;
}

QUrlQuery TraceQuery::toAddress() const {
  static const TraceQuery usual;
  QUrlQuery out;
  addWords(out, *this);
  if (end) add(out, "endTs", inMs(*end));
  if (lookback != usual.lookback) add(out, "lookback", lookback.count());
  if (limit != usual.limit) add(out, "limit", limit);
  return out;
}

TraceQuery TraceQuery::ofAddress(const QUrlQuery& query) {
  TraceQuery out;
  out.service = text(query, "serviceName");
  out.span = text(query, "spanName");
  out.remoteService = text(query, "remoteServiceName");
  out.tags = text(query, "annotationQuery");
  if (const auto us = number(query, "minDuration")) out.minDuration = microseconds{*us};
  if (const auto us = number(query, "maxDuration")) out.maxDuration = microseconds{*us};
  if (const auto ms = number(query, "endTs")) out.end = Timestamp{milliseconds{*ms}};
  if (const auto ms = number(query, "lookback")) out.lookback = milliseconds{*ms};
  if (const auto most = number(query, "limit")) out.limit = static_cast<int>(std::min<qint64>(*most, 10'000));
  return out;
}

std::optional<microseconds> parseDuration(const QString& text) {
  static const QRegularExpression pattern("^\\s*([0-9]+(?:\\.[0-9]+)?)\\s*(\\S*)\\s*$");
  static const std::map<QString, double> units{{"", 1},      {"us", 1},   {QString::fromUtf8("µs"), 1},
                                               {"ms", 1e3},  {"s", 1e6},  {"min", 60e6},
                                               {"h", 3600e6}};
  const auto match = pattern.match(text);
  const auto unit = units.find(match.captured(2).toLower());
  if (!match.hasMatch() || unit == units.end()) return {};
  const double us = match.captured(1).toDouble() * unit->second;
  if (us < 1 || us > 1e15) return {};
  return microseconds{static_cast<std::int64_t>(us + 0.5)};
}

QString durationForQuery(microseconds length) {
  const auto us = length.count();
  if (us % 1'000'000 == 0) return QString("%1s").arg(us / 1'000'000);
  if (us % 1'000 == 0) return QString("%1ms").arg(us / 1'000);
  return QString("%1us").arg(us);
}

}  // namespace sharecar::desktop
