#include "models/address.h"

#include <QRegularExpression>

namespace sharecar::desktop {
namespace {

constexpr qsizetype longestPasted = 64 * 1024;

QRegularExpression whole(const char* pattern) {
  return QRegularExpression(QRegularExpression::anchoredPattern(QString::fromLatin1(pattern)),
                            QRegularExpression::CaseInsensitiveOption);
}

// Patterns whose first group is a trace id and whose second, if any, a span id.
const QRegularExpression& tracePattern(int which) {
  static const QRegularExpression patterns[] = {
      whole("([0-9a-f]{32}|[0-9a-f]{16})"),
      whole("(?:traceparent:\\s*)?[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}"),
      whole("(?:b3:\\s*)?([0-9a-f]{32}|[0-9a-f]{16})-([0-9a-f]{16})(?:-[01d](?:-[0-9a-f]{16})?)?"),
      whole("x-b3-traceid:\\s*([0-9a-f]{32}|[0-9a-f]{16})"),
      whole("https?://.*/traces?/([0-9a-f]{32}|[0-9a-f]{16})(?:[/?#].*)?"),
      QRegularExpression("\\[[\\w-]+,([0-9a-f]{32}|[0-9a-f]{16}),([0-9a-f]{16})\\]"),  // a log line as text
      QRegularExpression("\"trace_?id\"\\s*:\\s*\"([0-9a-f]{32}|[0-9a-f]{16})\"",      // or as JSON
                         QRegularExpression::CaseInsensitiveOption),
  };
  return patterns[which];
}
constexpr int tracePatterns = 7;

}  // namespace

QUrl Address::toUrl() const {
  QUrl url;
  url.setScheme("sharecar");
  url.setHost(place);
  if (!path.isEmpty()) url.setPath('/' + path.join('/'));
  if (!query.isEmpty()) url.setQuery(query);
  return url;
}

std::optional<Address> Address::parse(const QString& text) {
  static const auto segment = whole("(?!\\.{1,2}$)[\\w.:@-]{1,64}");
  const QUrl url(text.trimmed(), QUrl::StrictMode);
  if (!url.isValid() || url.scheme() != "sharecar" || url.host().isEmpty() || !url.userInfo().isEmpty()) return {};
  Address out{.place = url.host(), .path = url.path().split('/', Qt::SkipEmptyParts), .query = QUrlQuery(url)};
  for (const auto& part : out.path) {
    if (!segment.match(part).hasMatch()) return {};
  }
  return out;
}

Address addressOfFile(const QString& name) {
  QUrlQuery query;
  query.addQueryItem("file", QString::fromLatin1(QUrl::toPercentEncoding(name, "/")));
  return {.place = "traces", .query = query};
}

std::optional<Address> addressOfPasted(const QString& text, bool isOperator) {
  static const auto orderId = whole("(?:order\\s*)?#?([0-9]{1,15})");
  if (text.size() > longestPasted) return {};
  const QString trimmed = text.trimmed();
  if (auto address = Address::parse(trimmed)) return address;
  if (const auto match = orderId.match(trimmed); match.hasMatch()) {
    return Address{.place = isOperator ? "orders" : "bookings", .path = {match.captured(1)}};
  }
  for (int i = 0; i < tracePatterns; ++i) {
    const auto match = tracePattern(i).match(trimmed);
    if (!match.hasMatch()) continue;
    Address out{.place = "traces", .path = {match.captured(1).toLower()}};
    if (!match.captured(2).isEmpty()) out.path.append(match.captured(2).toLower());
    return out;
  }
  return {};
}

}  // namespace sharecar::desktop
