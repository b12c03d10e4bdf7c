#include "api/sseparser.h"

namespace sharecar::desktop {

bool SseParser::feed(const QByteArray& bytes, const std::function<void(const Event&)>& onEvent) {
  m_rest += bytes;
  qsizetype start = 0;
  for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n', start)) {
    auto text = m_rest.mid(start, end - start);
    if (text.endsWith('\r')) text.chop(1);
    start = end + 1;
    line(std::move(text), onEvent);
  }
  m_rest.remove(0, start);
  return m_rest.size() <= mostBytes && m_event.data.size() <= mostBytes;
}

void SseParser::line(QByteArray text, const std::function<void(const Event&)>& onEvent) {
  if (text.isEmpty()) {
    if (m_hasData) onEvent(m_event);
    m_event = {};
    m_hasData = false;
    return;
  }
  const auto colon = text.indexOf(':');
  if (colon == 0) return;  // a comment
  const auto name = text.left(colon < 0 ? text.size() : colon);
  auto value = colon < 0 ? QByteArray() : text.mid(colon + 1);
  if (value.startsWith(' ')) value.remove(0, 1);
  if (name == "event") {
    m_event.name = value;
  } else if (name == "data") {
    if (m_hasData) m_event.data += '\n';
    m_event.data += value;
    m_hasData = true;
  } else if (name == "id" && !value.contains('\0')) {
    m_id = value;
  } else if (name == "retry") {
    bool ok = false;
    const int ms = value.toInt(&ok);
    if (ok && ms >= 0) m_retryMs = ms;
  }
}

}  // namespace sharecar::desktop
