/// The gateway's live events, and how well they come.
#pragma once

#include <QNetworkReply>
#include <QTimer>
#include <QUrl>
#include <chrono>

#include "api/backoff.h"
#include "api/sseparser.h"

class QNetworkAccessManager;

namespace sharecar::desktop {

/// What a person is told of a source of data. Every source has one; the status bar shows the worst.
enum class ConnectionState {
  Connecting,
  Connected,  ///< it is there, and nothing has come yet
  Live,
  Stale,  ///< two heartbeats are missing: what is shown may be old
  Lost,   ///< closed, or three are missing; tried again
};

struct StreamTiming {
  std::chrono::milliseconds heartbeat{5'000};  ///< the server's
  std::chrono::milliseconds firstRetry{1'000};
  std::chrono::milliseconds longestRetry{30'000};
};

/// GET /events, for ever: comes back with Last-Event-ID after 1, 2, 4 .. 30 s with jitter. GUI thread.
class EventStream : public QObject {
  Q_OBJECT
 public:
  EventStream(QNetworkAccessManager& network, QUrl url, StreamTiming timing = {}, QObject* parent = nullptr);

  /// A token for the Authorization header; before open().
  void setBearer(const QByteArray& token) { m_bearer = token; }
  void open();
  void close();

  ConnectionState state() const { return m_state; }
  /// Until the next attempt while Lost.
  std::chrono::milliseconds retryIn() const;

 Q_SIGNALS:
  void event(const QByteArray& name, const QByteArray& data);
  /// Events may be missing: read everything anew. Also after the first connection.
  void reset();
  void stateChanged(sharecar::desktop::ConnectionState state);

 private:
  void connectNow();
  void read();
  void lose();
  void beat();
  void missedBeat();
  void dispatch(const SseParser::Event& event);
  void setState(ConnectionState state);
  void drop();

  QNetworkAccessManager& m_network;
  QUrl m_url;
  StreamTiming m_timing;
  ConnectionState m_state = ConnectionState::Connecting;
  QNetworkReply* m_reply = nullptr;
  SseParser m_parser;
  QByteArray m_lastId;
  QByteArray m_bearer;
  QTimer m_retry;
  QTimer m_watch;
  int m_missed = 0;
  Backoff m_backoff;
};

}  // namespace sharecar::desktop
