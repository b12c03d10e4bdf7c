#include "api/traceapi.h"

#include "api/wire.h"
#include "spanwire/json_reader.hpp"
#include "spanwire/span_codec.hpp"
#include "spanwire/span_text.hpp"

namespace sharecar::desktop {
namespace {

using Spans = std::vector<tracemodel::Span>;

QUrl baseOf(const Api& api, const QUrl& zipkin) {
  QUrl out = zipkin.isEmpty() ? api.gateway() : zipkin;
  auto path = zipkin.isEmpty() ? QString("/admin/traces") : zipkin.path();
  while (path.endsWith('/')) path.chop(1);
  out.setPath(path);
  return out;
}

// A list of lists of spans, as searches have it.
Answer<std::vector<Spans>> tracesOf(const RawAnswer& raw) {
  const auto text = wire::view(raw.body);
  if (!spanwire::well_formed(text)) return wire::nonsense(raw, "not UTF-8");
  try {
    spanwire::JsonReader reader{text};
    std::vector<Spans> out;
    reader.begin_array();
    while (reader.has_next()) out.push_back(spanwire::read_spans(reader));
    reader.end_array();
    return out;
  } catch (const spanwire::Unreadable& wrong) {
    return wire::nonsense(raw, wrong.text);
  }
}

std::any readTrace(const RawAnswer& raw) {
  auto decoded = spanwire::decode_json(wire::view(raw.body));
  using Read = Answer<FetchedTrace>;
  if (const auto* refusal = std::get_if<spanwire::Refusal>(&decoded)) return Read(wire::nonsense(raw, refusal->text));
  return Read(FetchedTrace{raw.body, tracemodel::summary_of(std::get<Spans>(decoded))});
}

QByteArray jsonOf(const Spans& spans) {
  std::string out = "[";
  for (const auto& span : spans) {
    if (out.size() > 1) out += ',';
    spanwire::append_json(out, span);
  }
  return QByteArray::fromStdString(out + ']');
}

std::any readTraces(const RawAnswer& raw) {
  const auto traces = tracesOf(raw);
  using Read = Answer<std::vector<FetchedTrace>>;
  if (!traces) return Read(traces.error());
  std::vector<FetchedTrace> out;
  for (const auto& spans : *traces) {
    if (!spans.empty()) out.push_back({jsonOf(spans), tracemodel::summary_of(spans)});
  }
  return Read(std::move(out));
}

std::any readSummaries(const RawAnswer& raw) {
  using Summaries = Answer<std::vector<tracemodel::Summary>>;
  const auto traces = tracesOf(raw);
  if (!traces) return Summaries(traces.error());
  std::vector<tracemodel::Summary> out;
  for (const auto& spans : *traces) {
    if (!spans.empty()) out.push_back(tracemodel::summary_of(spans));
  }
  return Summaries(std::move(out));
}

std::any readUsual(const RawAnswer& raw) {
  const auto traces = tracesOf(raw);
  if (!traces) return Answer<UsualTraces>(traces.error());
  return Answer<UsualTraces>(UsualTraces{raw.body, tracemodel::UsualTimes::of(*traces)});
}

/// Hands over what was read on the other thread.
template <class T>
std::function<void(Answer<RawAnswer>)> digested(Done<T> done) {
  return [done = std::move(done)](const Answer<RawAnswer>& raw) {
    if (raw) {
      done(std::any_cast<const Answer<T>&>(raw->meaning));
    } else {
      done(raw.error());
    }
  };
}

}  // namespace

TraceApi::TraceApi(Api& api, const QUrl& zipkin)
    : m_api(api), m_isOwn(zipkin.isEmpty()), m_base(baseOf(api, zipkin)) {}

Request TraceApi::request(const QString& path, const QString& route, const QUrlQuery& query) const {
  QUrl url = m_base;
  url.setPath(m_base.path() + "/api/v2" + path);
  if (!query.isEmpty()) url.setQuery(query);
  return {.url = url,
          .route = (m_isOwn ? "/admin/traces/api/v2" : "/api/v2") + route,
          .elsewhere = m_isOwn ? QString() : m_base.authority()};
}

Call TraceApi::search(const QUrlQuery& wanted, const Click& click, Done<std::vector<tracemodel::Summary>> done) {
  auto asked = request("/traces", "/traces", wanted);
  asked.limits = traceLimits;
  asked.digest = readSummaries;
  return Call::start(m_api.network(), asked, click, digested(std::move(done)));
}

Call TraceApi::usual(const QUrlQuery& wanted, Done<UsualTraces> done) {
  auto asked = request("/traces", "/traces", wanted);
  asked.limits = traceLimits;
  asked.digest = readUsual;
  return Call::start(m_api.network(), asked, {}, digested(std::move(done)));
}

Call TraceApi::trace(const QString& id, const Click& click, Done<FetchedTrace> done) {
  auto asked = request("/trace/" + id, "/trace/{traceId}");
  asked.limits = traceLimits;
  asked.digest = readTrace;
  return Call::start(m_api.network(), asked, click, digested(std::move(done)));
}

Call TraceApi::ofOrder(OrderId order, const Click& click, Done<std::vector<FetchedTrace>> done) {
  QUrl url = m_api.gateway();
  url.setPath(QString("/orders/%1/trace").arg(order.value));
  const Request asked{.url = url, .route = "/orders/{id}/trace", .limits = traceLimits, .digest = readTraces};
  return Call::start(m_api.network(), asked, click, digested(std::move(done)));
}

Call TraceApi::names(const QString& path, const char* parameter, const QString& value, Done<Names> done) {
  QUrlQuery query;
  if (parameter) query.addQueryItem(parameter, QUrl::toPercentEncoding(value));
  return Call::start(m_api.network(), request(path, path, query), {}, wire::decoding(std::move(done)));
}

Call TraceApi::services(Done<Names> done) { return names("/services", nullptr, {}, std::move(done)); }

Call TraceApi::spanNames(const QString& service, Done<Names> done) {
  return names("/spans", "serviceName", service, std::move(done));
}

Call TraceApi::remoteServices(const QString& service, Done<Names> done) {
  return names("/remoteServices", "serviceName", service, std::move(done));
}

Call TraceApi::tagKeys(Done<Names> done) { return names("/autocompleteKeys", nullptr, {}, std::move(done)); }

Call TraceApi::tagValues(const QString& key, Done<Names> done) {
  return names("/autocompleteValues", "key", key, std::move(done));
}

}  // namespace sharecar::desktop
