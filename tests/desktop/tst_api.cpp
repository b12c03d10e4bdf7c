// The client against servers that misbehave: every answer is one of the named outcomes, in time, and never a lie.
#include <QSignalSpy>
#include <QTest>

#include "api/api.h"
#include "chassis/json/decode.hpp"
#include "support/fakenetwork.h"
#include "support/offscreen.h"
#include "support/rudeserver.h"

namespace sharecar::desktop {
namespace {

using test::FakeNetwork;
using test::RudeServer;
using Kind = Failure::Kind;

const QByteArray quote = R"({"carId":1002,"startsAt":"2026-11-21T06:00:00Z","endsAt":"2026-11-21T07:00:00Z",
  "price":100000,"lines":[{"code":"base","text":"1 h at 100,000 won","amount":100000}]})";

Slot anHour() { return {test::fixedNow(), test::fixedNow() + std::chrono::hours{1}}; }

/// GET /cars from that server, awaited.
Answer<QByteArray> ask(const QUrl& url, Limits limits = {std::chrono::milliseconds{2'000}, 4 * 1024 * 1024}) {
  QNetworkAccessManager network;
  Api api(network, url);
  std::optional<Answer<QByteArray>> out;
  const auto call = api.get("/cars", {}, "/cars", limits, {}, [&](const auto& answer) { out = answer; });
  if (!QTest::qWaitFor([&] { return out.has_value(); }, 10'000)) QTest::qFail("no answer at all", __FILE__, __LINE__);
  return out.value_or(Failure{});
}

}  // namespace

class TestApi : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void whatTheServerDoesWrongHasAName_data();
  void whatTheServerDoesWrongHasAName();
  void aRefusedConnectionMeansThatNothingWasSent();
  void anEndlessAnswerIsGivenUpAtTheLimit();
  void aSlowServerIsGivenUpInTime();
  void halfACharacterOfUtf8IsNonsense();
  void aGatewayThatComesBackIsUsedAgain();
  void aProblemCarriesWhatTheServerSays();
  void aDroppedCallNeverAnswers();
  void aNewCallReplacesTheOldOne();
  void everyRequestCarriesATrace();
  void theClickIsTheRootSpan();
  void spansAreBoundedAndSentInBatches();
};

void TestApi::whatTheServerDoesWrongHasAName_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<int>("kind");
  QTest::addColumn<bool>("unknown");
  const auto row = [](const char* name, const QByteArray& bytes, Kind kind, bool unknown) {
    QTest::newRow(name) << bytes << static_cast<int>(kind) << unknown;
  };
  row("closes without a word", "", Kind::Cut, true);
  row("cuts within the head", "HTTP/1.1 200 OK\r\nContent-", Kind::Cut, true);
  row("cuts within the body", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":", Kind::Cut, true);
  row("cuts within a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\n{\"a\":", Kind::Cut, true);
  row("fails", RudeServer::http(500, R"({"code":"internal_error"})"), Kind::Refused, true);
  row("is not there behind the gateway", RudeServer::http(503, R"({"code":"unavailable"})"), Kind::Refused, true);
  row("fails with a page of a proxy", RudeServer::http(502, "<html>", "text/html"), Kind::Refused, true);
  row("refuses", RudeServer::http(409, R"({"code":"slot_taken"})"), Kind::Refused, false);
  row("still works on it", RudeServer::http(409, R"({"code":"request_running"})"), Kind::Refused, true);
  row("sends elsewhere", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
      Kind::Nonsense, true);
}

void TestApi::whatTheServerDoesWrongHasAName() {
  QFETCH(QByteArray, bytes);
  RudeServer server([&](QTcpSocket& socket, const QByteArray&) {
    socket.write(bytes);
    socket.flush();
    socket.disconnectFromHost();
  });
  const auto answer = ask(server.url());
  QVERIFY(!answer);
  QTEST(static_cast<int>(answer.error().kind), "kind");
  QTEST(answer.error().outcomeUnknown(), "unknown");
  QVERIFY(answer.error().detail.startsWith("GET /cars"));
  QCOMPARE(answer.error().traceId.size(), 32);
}

void TestApi::aRefusedConnectionMeansThatNothingWasSent() {
  RudeServer server([](QTcpSocket&, const QByteArray&) {});
  const auto url = server.url();
  server.stop();
  const auto answer = ask(url);
  QVERIFY(!answer);
  QCOMPARE(answer.error().kind, Kind::Unreachable);
  QVERIFY(!answer.error().outcomeUnknown());
}

void TestApi::anEndlessAnswerIsGivenUpAtTheLimit() {
  static constexpr qint64 announced = 256LL * 1024 * 1024;
  qint64 sent = 0;
  RudeServer server([&](QTcpSocket& socket, const QByteArray&) {
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(announced) + "\r\n\r\n");
    const QByteArray piece(64 * 1024, 'x');
    const auto more = [&socket, &sent, piece] {
      while (sent < announced && socket.bytesToWrite() < (1 << 20)) sent += socket.write(piece);
    };
    connect(&socket, &QTcpSocket::bytesWritten, &socket, more);
    more();
  });
  const auto answer = ask(server.url(), {std::chrono::seconds{30}, 4 * 1024 * 1024});
  QVERIFY(!answer);
  QCOMPARE(answer.error().kind, Kind::TooLarge);
  QVERIFY2(sent < 64 * 1024 * 1024, qPrintable(QString::number(sent)));
}

void TestApi::aSlowServerIsGivenUpInTime() {
  RudeServer server([](QTcpSocket& socket, const QByteArray&) {
    auto* drip = new QTimer(&socket);
    connect(drip, &QTimer::timeout, &socket, [&socket] { socket.write("x"); });  // it is never quite silent
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    drip->start(20);
  });
  QElapsedTimer watch;
  watch.start();
  const auto answer = ask(server.url(), {std::chrono::milliseconds{200}, 1024});
  QVERIFY(!answer);
  QCOMPARE(answer.error().kind, Kind::TimedOut);
  QVERIFY(watch.elapsed() < 5'000);
}

void TestApi::halfACharacterOfUtf8IsNonsense() {
  auto text = quote;
  text.replace("1 h at", "\xec\x8b");
  FakeNetwork network;
  network.answer("POST /quotes", text);
  Api api(network, QUrl("http://gateway"));
  std::optional<Answer<PriceQuote>> out;
  const auto call = api.quote(CarId{1002}, anHour(), [&](const auto& answer) { out = answer; });
  QTRY_VERIFY(out);
  QVERIFY(!*out);
  QCOMPARE(out->error().kind, Kind::Nonsense);
}

void TestApi::aGatewayThatComesBackIsUsedAgain() {
  RudeServer server([](QTcpSocket& socket, const QByteArray&) { socket.write(RudeServer::http(200, "{}")); });
  QNetworkAccessManager network;
  Api api(network, server.url());
  std::optional<Answer<QByteArray>> out;
  const auto get = [&] {
    out.reset();
    return api.get("/info", {}, "/info", {}, {}, [&](const auto& answer) { out = answer; });
  };
  auto call = get();
  QTRY_VERIFY(out && out->has_value());
  server.stop();
  call = get();
  QTRY_VERIFY(out && out->has_error());
  server.resume();
  call = get();
  QTRY_VERIFY(out && out->has_value());
}

void TestApi::aProblemCarriesWhatTheServerSays() {
  FakeNetwork network;
  network.answer("POST /orders", {.status = 409, .body = R"({"type":"about:blank","status":409,"code":"slot_taken",
    "detail":"taken","alternatives":[{"startsAt":"2026-11-21T06:00:00Z","endsAt":"2026-11-21T07:00:00Z"}]})"});
  Api api(network, QUrl("http://gateway"));
  std::optional<Answer<contracts::Order>> out;
  contracts::PlaceOrder command;
  command.car_id = CarId{1};
  const auto call = api.placeOrder(command, "key-1", {}, [&](const auto& answer) { out = answer; });
  QTRY_VERIFY(out);
  QVERIFY(!*out);
  QCOMPARE(out->error().problem.code, Errc::slot_taken);
  QCOMPARE(out->error().problem.alternatives.size(), 1u);
  QCOMPARE(network.seen("POST", "/orders").at(0).key, "key-1");
}

void TestApi::aDroppedCallNeverAnswers() {
  FakeNetwork network;
  network.answer("GET /zones", {.body = "[]", .delayMs = 20});
  Api api(network, QUrl("http://gateway"));
  bool answered = false;
  {
    const auto call = api.zones([&](const auto&) { answered = true; });
  }
  bool later = false;
  const auto call = api.zones([&](const auto&) { later = true; });
  QTRY_VERIFY(later);
  QVERIFY(!answered);
}

void TestApi::aNewCallReplacesTheOldOne() {
  FakeNetwork network;
  network.answers("POST /quotes", {{.body = quote, .delayMs = 60}, {.body = quote, .delayMs = 1}});
  Api api(network, QUrl("http://gateway"));
  int answers = 0;
  Call call = api.quote(CarId{1}, anHour(), [&](const auto&) { ++answers; });
  call = api.quote(CarId{2}, anHour(), [&](const auto&) { answers += 10; });
  QTRY_COMPARE(answers, 10);
  QTest::qWait(100);  // longer than the first answer takes: it must not come
  QCOMPARE(answers, 10);
}

void TestApi::everyRequestCarriesATrace() {
  FakeNetwork network;
  network.answer("GET /zones", "[]");
  Api api(network, QUrl("http://gateway"));
  bool done = false;
  const auto call = api.zones([&](const auto&) { done = true; });
  QTRY_VERIFY(done);
  static const QRegularExpression unsampled("^00-[0-9a-f]{32}-[0-9a-f]{16}-00$");
  QVERIFY(unsampled.match(network.seen().at(0).traceparent).hasMatch());
}

void TestApi::theClickIsTheRootSpan() {
  FakeNetwork network;
  network.answer("GET /orders/7/cancellation", R"({"refund":1,"fee":0,"rule":"unpaid"})");
  network.answer("POST /telemetry/spans", {.status = 202});
  Api api(network, QUrl("http://gateway"));
  QString trace;
  Call call;
  {
    const auto click = api.click("ask for the refund");
    trace = click.traceId();
    call = api.cancellation(OrderId{7}, click, [](const auto&) {});
  }
  QTRY_COMPARE(network.seen("POST", "/telemetry/spans").size(), 1u);
  const auto body = network.seen("POST", "/telemetry/spans").at(0).body.toStdString();
  const auto spans = json::parse(body)->as_array();
  QCOMPARE(spans.size(), 2u);
  const auto& request = spans[0].as_object();
  const auto& root = spans[1].as_object();
  QCOMPARE(QString::fromStdString(root.at("name").as_string().c_str()), "ask for the refund");
  QVERIFY(!root.contains("parentId"));
  QCOMPARE(QString::fromStdString(request.at("name").as_string().c_str()), "GET /orders/{id}/cancellation");
  QVERIFY(request.at("parentId") == root.at("id"));
  QCOMPARE(QString::fromStdString(root.at("traceId").as_string().c_str()), trace);
  const auto sent = network.seen("GET", "/orders/7/cancellation").at(0).traceparent;
  QVERIFY(sent.startsWith("00-" + trace.toLatin1() + '-'));
  QVERIFY(sent.endsWith("-01"));
}

void TestApi::spansAreBoundedAndSentInBatches() {
  SpanBuffer buffer;
  for (int i = 0; i < 600; ++i) buffer.add({.traceId = "t", .id = "i", .name = "n"});
  QCOMPARE(buffer.dropped(), 600 - 512);
  int sent = 0;
  while (!buffer.isEmpty()) {
    const auto batch = buffer.takeBatch();
    QVERIFY(batch.size() <= SpanBuffer::mostBytes);
    const auto count = json::parse(batch.toStdString())->as_array().size();
    QVERIFY(count <= SpanBuffer::mostAtOnce);
    sent += static_cast<int>(count);
  }
  QCOMPARE(sent, 512);
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestApi)
#include "tst_api.moc"
