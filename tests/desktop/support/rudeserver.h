/// A real HTTP server that misbehaves as told, byte for byte.
#pragma once

#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>
#include <functional>

namespace sharecar::desktop::test {

/// For each request that is complete `script` is called with the socket and says whatever it likes.
class RudeServer : public QObject {
  Q_OBJECT
 public:
  using Script = std::function<void(QTcpSocket& socket, const QByteArray& request)>;

  explicit RudeServer(Script script);

  QUrl url() const;
  quint16 port() const { return m_server.serverPort(); }
  int requests() const { return m_requests; }
  /// Drops everybody and stops listening; resume() comes back on the same port.
  void stop();
  void resume();

  /// A whole answer with Content-Length.
  static QByteArray http(int status, const QByteArray& body, const QByteArray& type = "application/json");

 private:
  void welcome();

  Script m_script;
  QTcpServer m_server;
  quint16 m_port = 0;
  int m_requests = 0;
};

}  // namespace sharecar::desktop::test
