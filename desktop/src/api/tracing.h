/// The client's part of a trace: the click is the root span, each request of it a child.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>
#include <deque>
#include <map>
#include <memory>

namespace sharecar::desktop {

/// A finished span as the collector takes it (Zipkin v2). Times are microseconds.
struct ClientSpan {
  QString traceId;
  QString id;
  QString parentId = {};  ///< empty: the root
  QString name;
  QString kind = {};  ///< "CLIENT", or empty for the click itself
  qint64 startUs = 0;
  qint64 durationUs = 0;
  std::map<QString, QString> tags = {};
};

/// Keeps finished spans until they are sent: bounded, never blocks, drops the newest when full and counts them.
/// Owned by Api; lives on the GUI thread.
class SpanBuffer : public QObject {
  Q_OBJECT
 public:
  static constexpr std::size_t mostKept = 512;
  static constexpr std::size_t mostAtOnce = 64;  ///< what POST /telemetry/spans takes
  static constexpr qsizetype mostBytes = 32 * 1024;

  explicit SpanBuffer(QObject* parent = nullptr) : QObject(parent) {}

  void add(ClientSpan span);
  /// The next batch as JSON, taken out; empty when there is none.
  QByteArray takeBatch();
  bool isEmpty() const { return m_spans.empty(); }
  int dropped() const { return m_dropped; }

 Q_SIGNALS:
  void filled();  ///< there is something to send

 private:
  std::deque<ClientSpan> m_spans;
  int m_dropped = 0;
};

/// What a person did, as the root of its trace. A value; copies are the same click. Its span ends when the last copy is
/// gone, which is when the last request that it caused has ended.
class Click {
 public:
  /// Work that nobody asked for (polling): requests still carry a trace, but ask that it is not kept.
  Click() = default;
  /// `what` names the span: "confirm booking".
  Click(const QString& what, SpanBuffer* buffer);

  bool isSampled() const { return m_root != nullptr; }
  QString traceId() const;  ///< 32 hex digits; empty when not sampled

 private:
  friend class RequestSpan;
  struct Root;
  std::shared_ptr<Root> m_root;
};

/// The span of one request, a child of its click.
class RequestSpan {
 public:
  RequestSpan(const Click& click, const QString& name);

  QByteArray traceparent() const;  ///< https://www.w3.org/TR/trace-context/
  const QString& traceId() const { return m_span.traceId; }
  void tag(const QString& key, const QString& value) { m_span.tags[key] = value; }
  /// Hands it over and lets go of the click. Once.
  void end();

 private:
  ClientSpan m_span;
  QElapsedTimer m_watch;
  Click m_click;
};

}  // namespace sharecar::desktop
