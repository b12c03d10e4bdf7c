// The requests of operators: instances, breakers and what is done to them.
#include "api/breakerevents.h"
#include "api/wire.h"

namespace sharecar::desktop {
namespace {

QString part(const std::string& text) { return '/' + QString::fromUtf8(QUrl::toPercentEncoding(text.c_str())); }

QString below(const contracts::Breaker& breaker, const char* what) {
  return "/admin/breakers" + part(breaker.service) + part(breaker.instance) + part(breaker.name) + what;
}

}  // namespace

Answer<contracts::Breaker> decodeBreaker(const QByteArray& data) {
  return wire::decode<contracts::Breaker>(RawAnswer{.status = 200, .body = data, .traceId = {}});
}

Answer<contracts::BreakerEvent> decodeBreakerEvent(const QByteArray& data) {
  return wire::decode<contracts::BreakerEvent>(RawAnswer{.status = 200, .body = data, .traceId = {}});
}

Call Api::instances(Done<std::vector<Instance>> done) {
  return send(request("GET", "/admin/instances", "/admin/instances"), {}, wire::decoding(std::move(done)));
}

Call Api::breakers(Done<std::vector<contracts::Breaker>> done) {
  return send(request("GET", "/admin/breakers", "/admin/breakers"), {}, wire::decoding(std::move(done)));
}

Call Api::breakerTimeline(const Slot& time, Done<std::vector<contracts::TimelineEntry>> done) {
  QUrlQuery query;
  query.addQueryItem("from", wire::text(time.starts_at));
  query.addQueryItem("to", wire::text(time.ends_at));
  return send(request("GET", "/admin/breakers/timeline", "/admin/breakers/timeline", query), {},
              wire::decoding(std::move(done)));
}

Call Api::breakerEvents(const contracts::Breaker& breaker, Done<std::vector<contracts::BreakerEvent>> done) {
  return send(request("GET", below(breaker, "/events"), "/admin/breakers/{service}/{instance}/{name}/events"), {},
              wire::decoding(std::move(done)));
}

Call Api::breakerChanges(Done<std::vector<contracts::BreakerChange>> done) {
  return send(request("GET", "/admin/breakers/changes", "/admin/breakers/changes"), {},
              wire::decoding(std::move(done)));
}

Call Api::changeBreaker(const contracts::Breaker& breaker, const contracts::ChangeBreaker& change, const Click& click,
                        Done<contracts::BreakerChange> done) {
  auto asked = request("POST", below(breaker, "/changes"), "/admin/breakers/{service}/{instance}/{name}/changes");
  asked.body = wire::encode(change);
  return send(std::move(asked), click, wire::decoding(std::move(done)));
}

Call Api::undoBreakerChange(const contracts::Breaker& breaker, const std::string& changeId, const Click& click,
                            Done<QByteArray> done) {
  const auto path = below(breaker, "/changes") + part(changeId);
  return send(request("DELETE", path, "/admin/breakers/{service}/{instance}/{name}/changes/{id}"), click,
              wire::bytesOnly(std::move(done)));
}

}  // namespace sharecar::desktop
