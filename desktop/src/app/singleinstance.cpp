#include "app/singleinstance.h"

#include <unistd.h>

#include <QCryptographicHash>
#include <QLocalSocket>

namespace sharecar::desktop {

SingleInstance::SingleInstance(const QString& key, QObject* parent) : QObject(parent) {
  const auto hash = QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
  m_name = QString("sharecar-desktop-%1-%2").arg(getuid()).arg(QString::fromLatin1(hash));
  m_server.setSocketOptions(QLocalServer::UserAccessOption);
  connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::welcome);
}

bool SingleInstance::handOver(const QStringList& open) const {
  QLocalSocket socket;
  socket.connectToServer(m_name);
  if (!socket.waitForConnected(1000)) return false;
  socket.write(open.join('\n').toUtf8() + "\n\n");
  socket.waitForBytesWritten(1000);
  return socket.waitForReadyRead(1000) && socket.readAll() == "ok";
}

bool SingleInstance::listen() {
  if (m_server.listen(m_name)) return true;
  QLocalServer::removeServer(m_name);  // left by one that crashed: nobody answered handOver()
  return m_server.listen(m_name);
}

void SingleInstance::welcome() {
  auto* socket = m_server.nextPendingConnection();
  connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
  connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
    if (socket->bytesAvailable() > mostBytes) return socket->abort();
    const auto text = socket->peek(mostBytes);
    if (!text.endsWith("\n\n")) return;
    socket->readAll();
    socket->write("ok");
    socket->flush();
    Q_EMIT asked(QString::fromUtf8(text).split('\n', Qt::SkipEmptyParts));
  });
}

}  // namespace sharecar::desktop
