// The stream of events, against real servers that break it.
#include <QSignalSpy>
#include <QTest>

#include "api/eventstream.h"
#include "support/offscreen.h"
#include "support/rudeserver.h"

namespace sharecar::desktop {
namespace {

using test::RudeServer;
using namespace std::chrono_literals;

const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
constexpr StreamTiming quick{.heartbeat = 60ms, .firstRetry = 20ms, .longestRetry = 80ms};

QByteArray changeEvent(const QByteArray& id, const QByteArray& data) {
  return "id: " + id + "\nevent: mypage.changed\ndata: " + data + "\n\n";
}

}  // namespace

class TestEventStream : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void eventsMayComeInAnyPieces();
  void anEndlessLineIsGivenUp();
  void goesThroughItsFiveStates();
  void comesBackWithTheLastIdItSaw();
  void asksToReadAnewWhenTheServerForgot();
  void anAnswerThatIsNoStreamIsLost();
};

void TestEventStream::eventsMayComeInAnyPieces() {
  const QByteArray bytes =
      "retry: 1000\nid: e-1\n\n: beat\n\nid: e-2\r\nevent: mypage.changed\r\ndata: {\"a\":\r\ndata: \"예약\"}\r\n\r\n";
  for (qsizetype cut = 1; cut < bytes.size(); ++cut) {
    SseParser parser;
    QByteArrayList seen;
    const auto keep = [&](const SseParser::Event& one) { seen += one.name + '|' + one.data; };
    QVERIFY(parser.feed(bytes.left(cut), keep));
    QVERIFY(parser.feed(bytes.mid(cut), keep));
    QCOMPARE(seen, QByteArrayList{"mypage.changed|{\"a\":\n\"예약\"}"});
    QCOMPARE(parser.lastEventId(), "e-2");
    QCOMPARE(parser.retryMs().value_or(0), 1000);
  }
}

void TestEventStream::anEndlessLineIsGivenUp() {
  SseParser parser;
  const QByteArray piece(1024 * 1024, 'x');
  bool ok = true;
  for (int i = 0; i < 5 && ok; ++i) ok = parser.feed(piece, [](const auto&) {});
  QVERIFY(!ok);
}

void TestEventStream::goesThroughItsFiveStates() {
  QPointer<QTcpSocket> client;
  RudeServer server([&](QTcpSocket& socket, const QByteArray&) {
    client = &socket;
    socket.write(head + "retry: 20\nid: e-0\n\n");
  });
  QNetworkAccessManager network;
  EventStream stream(network, server.url(), quick);
  QList<ConnectionState> states;
  connect(&stream, &EventStream::stateChanged, this, [&](auto state) { states += state; });
  stream.open();
  QTRY_COMPARE(stream.state(), ConnectionState::Connected);
  client->write(changeEvent("e-1", "{}"));
  QTRY_COMPARE(stream.state(), ConnectionState::Live);
  QTRY_COMPARE(stream.state(), ConnectionState::Stale);  // two beats are missing
  client->write(": beat\n\n");
  QTRY_COMPARE(stream.state(), ConnectionState::Live);
  QTRY_COMPARE(stream.state(), ConnectionState::Lost);  // three are
  server.stop();
  QTRY_VERIFY(states.count(ConnectionState::Lost) >= 2);
  QVERIFY(stream.retryIn() <= 80ms);
  server.resume();
  QTRY_COMPARE(stream.state(), ConnectionState::Connected);
  using S = ConnectionState;
  const QList<S> begin{S::Connected, S::Live, S::Stale, S::Live, S::Stale, S::Lost};
  QCOMPARE(states.mid(0, begin.size()), begin);
}

void TestEventStream::comesBackWithTheLastIdItSaw() {
  QByteArrayList asked;
  RudeServer server([&](QTcpSocket& socket, const QByteArray& request) {
    const auto at = request.indexOf("Last-Event-ID: ");
    asked += at < 0 ? QByteArray("-") : request.mid(at + 15, 3);
    socket.write(head + "retry: 20\nid: e-0\n\n" + changeEvent("e-1", "{}") + "event: bye\ndata: {}\n\n");
    socket.disconnectFromHost();
  });
  QNetworkAccessManager network;
  EventStream stream(network, server.url(), quick);
  QSignalSpy resets(&stream, &EventStream::reset);
  QSignalSpy events(&stream, &EventStream::event);
  stream.open();
  QTRY_VERIFY(asked.size() >= 2);
  QCOMPARE(asked.mid(0, 2), QByteArrayList({"-", "e-1"}));
  QTRY_VERIFY(events.size() >= 2);
  QCOMPARE(resets.size(), 1);  // nothing was missed the second time
}

void TestEventStream::asksToReadAnewWhenTheServerForgot() {
  RudeServer server([&](QTcpSocket& socket, const QByteArray& request) {
    socket.write(head + "retry: 20\nid: e-0\n\n");
    if (request.contains("Last-Event-ID")) return void(socket.write("id: f-9\nevent: reset\ndata: {}\n\n"));
    socket.disconnectFromHost();
  });
  QNetworkAccessManager network;
  EventStream stream(network, server.url(), quick);
  QSignalSpy resets(&stream, &EventStream::reset);
  stream.open();
  QTRY_COMPARE(resets.size(), 2);
}

void TestEventStream::anAnswerThatIsNoStreamIsLost() {
  RudeServer server([&](QTcpSocket& socket, const QByteArray&) { socket.write(RudeServer::http(404, "{}")); });
  QNetworkAccessManager network;
  EventStream stream(network, server.url(), {.firstRetry = 60s, .longestRetry = 60s});
  stream.open();
  QTRY_COMPARE(stream.state(), ConnectionState::Lost);
  QVERIFY(stream.retryIn() > 1s);
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestEventStream)
#include "tst_eventstream.moc"
