/// Server-sent events out of bytes: https://html.spec.whatwg.org/multipage/server-sent-events.html
#pragma once

#include <QByteArray>
#include <functional>
#include <optional>

namespace sharecar::desktop {

/// Pure. Bytes may come in any pieces, also within a line or a character.
class SseParser {
 public:
  struct Event {
    QByteArray name = "message";
    QByteArray data;
  };

  /// More in one line or one event is no event of ours.
  static constexpr qsizetype mostBytes = 4 * 1024 * 1024;

  /// Calls `onEvent` for each event that is complete now. False when the limit is passed: give the stream up.
  bool feed(const QByteArray& bytes, const std::function<void(const Event&)>& onEvent);

  const QByteArray& lastEventId() const { return m_id; }
  std::optional<int> retryMs() const { return m_retryMs; }

 private:
  void line(QByteArray text, const std::function<void(const Event&)>& onEvent);

  QByteArray m_rest;
  Event m_event;
  bool m_hasData = false;
  QByteArray m_id;
  std::optional<int> m_retryMs;
};

}  // namespace sharecar::desktop
