#include "support/faketraces.h"

#include <QJsonArray>
#include <QJsonDocument>

#include "support/offscreen.h"

namespace sharecar::desktop::test {
namespace {

constexpr int bookings = 24;

struct Line {
  const char* id;
  const char* parent;
  const char* service;
  const char* kind;
  const char* name;
  int startUs;
  int lengthUs;
  bool waitsForCard;  ///< lasts longer, or begins later, when the card network does
};

// What `./sharecar trace` shows of a booking, shortened.
constexpr Line lines[] = {
    {"01", "", "gateway", "SERVER", "post /orders", 0, 40'000, true},
    {"02", "01", "gateway", "CLIENT", "post /orders", 20, 39'900, true},
    {"03", "02", "order", "SERVER", "post /orders", 140, 39'700, true},
    {"04", "03", "order", "CLIENT", "pg find_car", 680, 60, false},
    {"05", "03", "order", "CLIENT", "pg place_order", 3'820, 2'310, false},
    {"06", "03", "order", "CLIENT", "put /internal/payments/{orderid}", 12'000, 25'600, true},
    {"07", "06", "payment", "SERVER", "put /internal/payments/{orderid}", 12'300, 25'200, true},
    {"08", "07", "payment", "CLIENT", "pg attempt_payment", 12'400, 1'990, false},
    {"09", "07", "payment", "CLIENT", "put /charges/{key}", 14'500, 18'300, true},
    {"0a", "09", "cardnet", "SERVER", "put /charges/{key}", 14'600, 18'000, true},
    {"0b", "07", "payment", "CLIENT", "pg settle_payment", 32'900, 4'550, true},
    {"0c", "07", "payment", "PRODUCER", "payment.events publish", 38'500, 4'220, true},
    {"0d", "0c", "customer", "CONSUMER", "payment.events process", 42'300, 180, true},
    {"0e", "03", "order", "PRODUCER", "order.events publish", 41'900, 2'880, true},
    {"0f", "0e", "reservation", "CONSUMER", "order.events process", 47'700, 2'230, true},
    {"10", "0f", "reservation", "CLIENT", "pg confirm_reservation", 47'800, 560, true},
    {"11", "0f", "reservation", "PRODUCER", "reservation.events publish", 50'700, 4'360, true},
    {"12", "11", "customer", "CONSUMER", "reservation.events process", 80'600, 150, true},
    {"13", "11", "order", "CONSUMER", "reservation.events process", 86'100, 17'600, true},
};

QJsonObject spanOf(const Line& line, const QByteArray& traceId, Timestamp start, int order, int moreUs, bool fails) {
  constexpr int cardUs = 14'500;  // from here on all waits for the card network
  const qint64 at = start.time_since_epoch().count() + line.startUs + (line.startUs > cardUs + 100 ? moreUs : 0);
  const bool spans = line.waitsForCard && line.startUs <= cardUs + 100;
  QJsonObject tags{{"order.id", QString::number(order)}, {"service.instance.id", QString(line.service) + "-1"}};
  if (fails && (QByteArray(line.service) == "cardnet" || QByteArray(line.name) == "put /charges/{key}")) {
    tags["error"] = "503 unavailable";
    tags["http.status_code"] = "503";
  }
  QJsonObject out{{"traceId", QString::fromLatin1(traceId)},
                  {"id", QString("00000000000000%1").arg(line.id)},
                  {"kind", line.kind},
                  {"name", line.name},
                  {"timestamp", at},
                  {"duration", line.lengthUs + (spans ? moreUs : 0)},
                  {"localEndpoint", QJsonObject{{"serviceName", line.service}}},
                  {"tags", tags}};
  if (*line.parent) out["parentId"] = QString("00000000000000%1").arg(line.parent);
  return out;
}

QJsonArray spansOf(const QByteArray& traceId, Timestamp start, int order, int stretch, bool fails) {
  QJsonArray out;
  for (const auto& line : lines) out.append(spanOf(line, traceId, start, order, (stretch - 1) * 18'000, fails));
  return out;
}

}  // namespace

QByteArray span(const char* id, const char* parent, const char* service, const char* name, int startMs, int ms,
                const QJsonObject& tags) {
  const Line line{id, parent, service, "SERVER", name, startMs * 1000, ms * 1000, false};
  auto out = spanOf(line, "463ac35c9f6413ad", fixedNow(), 0, 0, false);
  out["tags"] = tags;
  return QJsonDocument(out).toJson(QJsonDocument::Compact);
}

QByteArray bookingTrace(const QByteArray& traceId, Timestamp start, int order, int stretch, bool fails) {
  return QJsonDocument(spansOf(traceId, start, order, stretch, fails)).toJson(QJsonDocument::Compact);
}

QByteArray foundTraces(Timestamp now) {
  QJsonArray out;
  for (int i = 0; i < bookings; ++i) {
    const QByteArray another = "463ac35c9f6413ad48485a3953bb7" + QByteArray::number(100 + i);
    const auto id = i == 0 ? QByteArray(bookingTraceId) : another;
    const auto start = now - std::chrono::seconds{1 + 47 * i + i * i % 13};
    out.append(spansOf(id, start, 7 + 3 * i, i == 2 ? 14 : 1 + i % 2, i == 4));
  }
  return QJsonDocument(out).toJson(QJsonDocument::Compact);
}

}  // namespace sharecar::desktop::test
