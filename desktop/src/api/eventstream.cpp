#include "api/eventstream.h"

#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <algorithm>

namespace sharecar::desktop {

EventStream::EventStream(QNetworkAccessManager& network, QUrl url, StreamTiming timing, QObject* parent)
    : QObject(parent),
      m_network(network),
      m_url(std::move(url)),
      m_timing(timing),
      m_backoff(timing.firstRetry, timing.longestRetry) {
  m_retry.setSingleShot(true);
  m_watch.setInterval(m_timing.heartbeat);
  connect(&m_retry, &QTimer::timeout, this, &EventStream::connectNow);
  connect(&m_watch, &QTimer::timeout, this, &EventStream::missedBeat);
}

void EventStream::open() {
  m_backoff.reset();
  connectNow();
}

void EventStream::close() {
  drop();
  m_retry.stop();
}

std::chrono::milliseconds EventStream::retryIn() const {
  return std::chrono::milliseconds{std::max(0, m_retry.remainingTime())};
}

void EventStream::connectNow() {
  drop();
  setState(ConnectionState::Connecting);
  m_parser = {};
  QNetworkRequest request(m_url);
  request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
  request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
  request.setRawHeader("Accept", "text/event-stream");
  if (!m_lastId.isEmpty()) request.setRawHeader("Last-Event-ID", m_lastId);
  if (!m_bearer.isEmpty()) request.setRawHeader("Authorization", "Bearer " + m_bearer);
  m_reply = m_network.get(request);
  m_reply->setParent(this);
  connect(m_reply, &QNetworkReply::readyRead, this, &EventStream::read);
  connect(m_reply, &QNetworkReply::finished, this, &EventStream::lose);
  m_missed = 0;
  m_watch.start();
}

void EventStream::read() {
  const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  const auto type = m_reply->header(QNetworkRequest::ContentTypeHeader).toString();
  if (status != 200 || !type.startsWith("text/event-stream")) return lose();
  const bool isNew = m_state == ConnectionState::Connecting;
  const bool hadId = !m_lastId.isEmpty();
  beat();
  const auto* reply = m_reply;
  const bool ok = m_parser.feed(m_reply->readAll(), [this](const auto& event) { dispatch(event); });
  if (m_reply != reply) return;  // an event made somebody close or reopen us
  if (!m_parser.lastEventId().isEmpty()) m_lastId = m_parser.lastEventId();
  if (isNew && !hadId) Q_EMIT reset();
  if (!ok) lose();
}

void EventStream::dispatch(const SseParser::Event& event) {
  if (event.name == "bye") return;  // the end of the stream follows
  if (event.name == "reset") {
    Q_EMIT reset();
    return;
  }
  setState(ConnectionState::Live);
  Q_EMIT this->event(event.name, event.data);
}

// Anything that comes is a sign of life.
void EventStream::beat() {
  m_missed = 0;
  m_backoff.reset();
  m_watch.start();
  if (m_state == ConnectionState::Connecting) setState(ConnectionState::Connected);
  if (m_state == ConnectionState::Stale) setState(ConnectionState::Live);
}

void EventStream::missedBeat() {
  ++m_missed;
  if (m_missed >= 3) return lose();
  if (m_missed == 2 && m_state != ConnectionState::Connecting) setState(ConnectionState::Stale);
}

void EventStream::lose() {
  const auto asked = m_parser.retryMs();
  drop();
  m_retry.start(m_backoff.next(asked ? std::optional{std::chrono::milliseconds{*asked}} : std::nullopt));
  setState(ConnectionState::Lost);
}

void EventStream::drop() {
  m_watch.stop();
  if (!m_reply) return;
  auto* reply = std::exchange(m_reply, nullptr);
  reply->disconnect(this);
  reply->deleteLater();  // aborts it; abort() itself would report a second error of one that has failed
}

void EventStream::setState(ConnectionState state) {
  if (m_state == state) return;
  m_state = state;
  Q_EMIT stateChanged(state);
}

}  // namespace sharecar::desktop
