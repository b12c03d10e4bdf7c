#include "api/tracing.h"

#include <QDateTime>
#include <QRandomGenerator>

#include "chassis/json/encode.hpp"

namespace sharecar::desktop {
namespace {

struct Endpoint {
  std::string service_name = "desktop";
};
BOOST_DESCRIBE_STRUCT(Endpoint, (), (service_name))

struct WireSpan {
  std::string trace_id;
  std::string id;
  std::optional<std::string> parent_id;
  std::string name;
  std::optional<std::string> kind;
  std::int64_t timestamp = 0;
  std::int64_t duration = 1;
  Endpoint local_endpoint;
  std::map<std::string, std::string> tags;
};
BOOST_DESCRIBE_STRUCT(WireSpan, (), (trace_id, id, parent_id, name, kind, timestamp, duration, local_endpoint, tags))

std::optional<std::string> unlessEmpty(const QString& text) {
  if (text.isEmpty()) return {};
  return text.toStdString();
}

QString newId() {
  quint64 id = 0;
  while (id == 0) id = QRandomGenerator::system()->generate64();
  return QString::number(id, 16).rightJustified(16, '0');
}

qint64 nowUs() { return QDateTime::currentMSecsSinceEpoch() * 1000; }

qint64 elapsedUs(const QElapsedTimer& watch) { return std::max<qint64>(1, watch.nsecsElapsed() / 1000); }

std::string encode(const ClientSpan& span) {
  WireSpan wire{.trace_id = span.traceId.toStdString(),
                .id = span.id.toStdString(),
                .parent_id = unlessEmpty(span.parentId),
                .name = span.name.toStdString(),
                .kind = unlessEmpty(span.kind),
                .timestamp = span.startUs,
                .duration = span.durationUs,
                .local_endpoint = {},
                .tags = {}};
  for (const auto& [key, value] : span.tags) wire.tags[key.toStdString()] = value.toStdString();
  return json::encode(wire);
}

}  // namespace

void SpanBuffer::add(ClientSpan span) {
  if (m_spans.size() >= mostKept) {
    ++m_dropped;
    return;
  }
  m_spans.push_back(std::move(span));
  Q_EMIT filled();
}

QByteArray SpanBuffer::takeBatch() {
  QByteArray out;
  for (std::size_t count = 0; !m_spans.empty() && count < mostAtOnce; ++count) {
    const std::string next = encode(m_spans.front());
    if (!out.isEmpty() && out.size() + static_cast<qsizetype>(next.size()) + 2 > mostBytes) break;
    out += out.isEmpty() ? '[' : ',';
    out += next;
    m_spans.pop_front();
  }
  return out.isEmpty() ? out : out + ']';
}

struct Click::Root {
  ClientSpan span;
  QElapsedTimer watch;
  QPointer<SpanBuffer> buffer;

  ~Root() {
    span.durationUs = elapsedUs(watch);
    if (buffer) buffer->add(std::move(span));
  }
};

Click::Click(const QString& what, SpanBuffer* buffer) : m_root(std::make_shared<Root>()) {
  m_root->span = {.traceId = newId() + newId(), .id = newId(), .name = what, .startUs = nowUs()};
  m_root->watch.start();
  m_root->buffer = buffer;
}

QString Click::traceId() const { return m_root ? m_root->span.traceId : QString(); }

RequestSpan::RequestSpan(const Click& click, const QString& name) : m_click(click) {
  m_span = {.traceId = click.isSampled() ? click.traceId() : newId() + newId(),
            .id = newId(),
            .parentId = click.isSampled() ? click.m_root->span.id : QString(),
            .name = name,
            .kind = "CLIENT",
            .startUs = nowUs()};
  m_watch.start();
}

QByteArray RequestSpan::traceparent() const {
  return ("00-" + m_span.traceId + '-' + m_span.id + (m_click.isSampled() ? "-01" : "-00")).toLatin1();
}

void RequestSpan::end() {
  if (m_click.isSampled() && m_click.m_root->buffer) {
    m_span.durationUs = elapsedUs(m_watch);
    if (m_span.tags.contains("order.id")) m_click.m_root->span.tags["order.id"] = m_span.tags["order.id"];
    m_click.m_root->buffer->add(std::move(m_span));
  }
  m_click = {};
}

}  // namespace sharecar::desktop
