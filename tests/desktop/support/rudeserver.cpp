#include "support/rudeserver.h"

#include <QTest>

namespace sharecar::desktop::test {

RudeServer::RudeServer(Script script) : m_script(std::move(script)) {
  connect(&m_server, &QTcpServer::newConnection, this, &RudeServer::welcome);
  resume();
}

QUrl RudeServer::url() const { return QString("http://127.0.0.1:%1").arg(m_port); }

void RudeServer::stop() {
  m_server.close();
  for (auto* socket : m_server.findChildren<QTcpSocket*>()) socket->abort();
}

void RudeServer::resume() {
  if (!m_server.listen(QHostAddress::LocalHost, m_port))
    qFatal("cannot listen: %s", qPrintable(m_server.errorString()));
  m_port = m_server.serverPort();
}

QByteArray RudeServer::http(int status, const QByteArray& body, const QByteArray& type) {
  return "HTTP/1.1 " + QByteArray::number(status) + " Played\r\nContent-Type: " + type +
         "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

void RudeServer::welcome() {
  while (auto* socket = m_server.nextPendingConnection()) {
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
      const auto request = socket->peek(64 * 1024);
      const auto head = request.indexOf("\r\n\r\n");
      if (head < 0) return;
      socket->readAll();
      ++m_requests;
      m_script(*socket, request);
    });
  }
}

}  // namespace sharecar::desktop::test
