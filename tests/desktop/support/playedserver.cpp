#include "support/playedserver.h"

#include "support/fakeoperations.h"

namespace sharecar::desktop::test {
namespace {

constexpr qint64 endless = 300LL * 1024 * 1024;

void streamFor(QTcpSocket& socket, qint64 bytes) {
  socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(bytes) +
               "\r\n\r\n[");
  const auto more = [&socket, bytes, sent = qint64{1}, piece = QByteArray(256 * 1024, ' ')]() mutable {
    while (sent < bytes && socket.bytesToWrite() < (1 << 20)) sent += socket.write(piece);
  };
  QObject::connect(&socket, &QTcpSocket::bytesWritten, &socket, more);
}

}  // namespace

PlayedServer::PlayedServer()
    : m_server([this](QTcpSocket& socket, const QByteArray& request) { answer(socket, request); }) {
  playPlatform(m_answers);
  playBreakers(m_answers, {someBreaker()});
  playInstances(m_answers, {someInstance("order", 8081), someInstance("payment", 8083)});
}

void PlayedServer::stream(const QByteArray& bytes) {
  for (const auto& socket : m_streams) {
    if (socket) socket->write(bytes);
  }
}

void PlayedServer::answer(QTcpSocket& socket, const QByteArray& request) {
  const auto line = request.left(request.indexOf(" HTTP/1.1"));
  const auto body = request.mid(request.indexOf("\r\n\r\n") + 4);
  if (line.startsWith("GET /events")) {
    socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\nid: e-0\n\n");
    m_streams.emplace_back(&socket);
    return;
  }
  const auto good = m_answers.answerTo(line, body);
  const auto whole = RudeServer::http(good.status, good.body);
  switch (m_mood) {
    case Mood::Good:
      return void(socket.write(whole));
    case Mood::Empty:
      return void(socket.write(RudeServer::http(200, "")));
    case Mood::Silent:
      return;
    case Mood::NoJson:
      return void(socket.write(RudeServer::http(200, "<html>It works!</html>", "text/html")));
    case Mood::OtherJson:
      return void(socket.write(RudeServer::http(200, R"({"hello":["world",null,-1e400]})")));
    case Mood::Cut:
      socket.write(whole.left(whole.size() - 3));
      socket.flush();
      return socket.disconnectFromHost();
    case Mood::Broken:
      return void(socket.write(RudeServer::http(500, R"({"code":"internal_error","detail":"NullPointerException"})")));
    case Mood::Endless:
      return streamFor(socket, endless);
    case Mood::HalfLetter:
      return void(socket.write(RudeServer::http(good.status, good.body.chopped(1) + "\xec\x8b")));
  }
}

RealClient::RealClient(const QString& place, Options options, StreamTiming timing) {
  options.gateway = server.url();
  application.emplace(options, network, settings, [this] { return now; }, timing);
  application->start();
  window().go({.place = place});
}

}  // namespace sharecar::desktop::test
