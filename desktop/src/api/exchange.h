/// The inside of Call: follows one QNetworkReply to its end.
#pragma once

#include <QNetworkReply>
#include <QTimer>

#include "api/call.h"

namespace sharecar::desktop {

/// Nothing has reached the other side: there is no connection at all.
bool neverConnected(QNetworkReply::NetworkError error);

/// Deletes itself when it has answered or was cancelled, at the latest with the network.
class Exchange : public QObject {
  Q_OBJECT
 public:
  Exchange(QNetworkAccessManager& network, const Request& request, const Click& click,
           std::function<void(Answer<RawAnswer>)> done);

  bool isOver() const { return !m_done; }
  void cancel();

 private:
  void read();
  void finish();
  void fail(Failure::Kind kind, const QString& detail);
  void answer(Answer<RawAnswer> result);
  void digest(RawAnswer raw);
  void deliver(Answer<RawAnswer> result);
  void close();
  Failure refusal() const;
  int status() const;

  std::function<void(Answer<RawAnswer>)> m_done;
  decltype(Request::digest) m_digest;
  RequestSpan m_span;
  QString m_what;
  QString m_elsewhere;
  qint64 m_mostBytes;
  QNetworkReply* m_reply;  ///< null when it has ended
  QByteArray m_body;
  QTimer m_deadline;
};

}  // namespace sharecar::desktop
