#include "support/fakeplatform.h"

#include <QToolButton>

#include "contracts/time.hpp"
#include "support/fakeoperations.h"
#include "support/faketraces.h"

namespace sharecar::desktop::test {
namespace {

QByteArray collection(const QByteArray& relation, const QByteArrayList& items) {
  return "{\"_embedded\":{\"" + relation + "\":[" + items.join(',') +
         "]},\"page\":{\"totalElements\":" + QByteArray::number(items.size()) + "}}";
}

QByteArray car(int id, const QByteArray& name, const QByteArray& zone, const QByteArray& carClass, int price) {
  return QString(R"({"carId":%1,"name":"%2","zone":"%3","carClass":"%4","hourlyPrice":%5,"inService":true,
    "timeZone":"Asia/Seoul","version":1,"price":%5})")
      .arg(id)
      .arg(QString(name), QString(zone), QString(carClass))
      .arg(price)
      .toUtf8();
}

QByteArray method(const QByteArray& token, const QByteArray& lastFour) {
  return R"({"token":")" + token + R"(","customerId":"demo","label":"card","lastFour":")" + lastFour + "\"}";
}

QByteArray text(Timestamp at) { return QByteArray::fromStdString(to_rfc3339(at)); }

// What order and MyPage have in common.
QByteArray common(const QByteArray& status) {
  const QByteArray next =
      status == "PAYMENT_PENDING" ? R"("nextTryAt":"2026-11-21T05:30:10Z","payBy":"2026-11-21T05:40:00Z",)" : "";
  return R"("orderId":7,"carId":1002,"hotelId":"1002","carClass":"standard","roomType":"standard","customerId":"demo",
    "startsAt":"2026-11-21T05:30:00Z","endsAt":"2026-11-21T06:30:00Z","price":100000,"payMethod":"card","status":")" +
         status + R"(","statusCode":2,"refund":"NONE","payment":{"state":"pending","attempts":1,)" + next +
         R"("serverNow":"2026-11-21T05:30:00Z"})";
}

void playBusy(FakeNetwork& network, const std::vector<Slot>& taken) {
  QByteArrayList slots_;
  for (const auto& slot : taken) {
    slots_ += R"({"startsAt":")" + text(slot.starts_at) + R"(","endsAt":")" + text(slot.ends_at) + "\"}";
  }
  for (const char* id : {"1002", "2001", "3001"}) {
    network.answer(QByteArray("GET /cars/") + id + "/availability",
                   QByteArray(R"({"carId":)") + id + R"(,"from":"2026-11-20T15:00:00Z","to":"2026-11-22T15:00:00Z",
      "inService":true,"busy":[)" +
                       slots_.join(',') + R"(],"free":[]})");
  }
}

}  // namespace

void playPlatform(FakeNetwork& network) {
  network.answer("GET /info", R"({"environment":"development","version":"0.1.0","capabilities":{"booking":true,
    "live":true,"traces":true,"breakers":false,"scenarios":false,"identity":false}})");
  network.answer("GET /cars", collection("cars", {car(1002, "Ioniq 5", "Gangnam", "standard", 100'000),
                                                  car(2001, "Kona Electric", "Mapo", "compact", 80'000),
                                                  car(3001, "Staria", "Songdo", "van", 140'000)}));
  network.answer("GET /zones", R"([{"zone":"Gangnam","cars":1},{"zone":"Mapo","cars":1},{"zone":"Songdo","cars":1}])");
  network.answer("GET /payments/methods",
                 collection("methods", {method("demo-approve", "4242"), method("demo-decline", "0002")}));
  network.answer("POST /quotes", R"({"carId":1002,"startsAt":"2026-11-21T05:30:00Z","endsAt":"2026-11-21T06:30:00Z",
    "price":100000,"lines":[{"code":"base","text":"1 h at 100,000 won","amount":100000}]})");
  network.playQuotes = true;
  network.answer("POST /orders", {.status = 201, .body = FakePlatform::order("PAID")});
  network.answer("GET /orders/7/cancellation", R"({"refund":100000,"fee":0,"rule":"within_30_minutes_of_payment",
    "validUntil":"2026-11-21T06:00:00Z","then":{"refund":50000}})");
  network.answer("GET /admin/orders", collection("orders", {FakePlatform::order("CONFIRMED")}));
  network.answer("GET /admin/orders/7",
                 R"({"orderId":7,"order":{"order":{"status":"CONFIRMED","price":100000},"holds":true,
    "outbox":[{"seq":1,"type":"OrderPlaced"}]},"payment":{"error":"unavailable","detail":"payment does not answer"},
    "traces":[[{"traceId":"463ac35c9f6413ad48485a3953bb6124","id":"1","name":"post /orders"}]]})");
  network.answer("GET /orders/7/trace", '[' + bookingTrace(bookingTraceId, fixedNow(), 7) + ']');
  const QByteArray traces = "GET /admin/traces/api/v2";
  network.answer(traces + "/traces", foundTraces(fixedNow()));
  network.answer(traces + "/trace/", bookingTrace(bookingTraceId, fixedNow(), 7));
  network.answer(traces + "/services", R"(["cardnet","customer","gateway","order","payment","reservation"])");
  network.answer(traces + "/spans", R"(["pg find_car","pg place_order","post /orders"])");
  network.answer(traces + "/remoteServices", R"(["payment","postgresql"])");
  network.answer(traces + "/autocompleteKeys", R"(["http.method","order.id"])");
  network.answer(traces + "/autocompleteValues", R"(["GET","POST"])");
  network.answer("POST /telemetry/spans", {.status = 202});
  network.answer("GET /events", {.body = "retry: 1000\nid: e-0\n\n", .isStream = true});
  playBreakers(network, {});
  playInstances(network, {someInstance("order", 8081)});
  playBusy(network, {});
  const auto paid = FakePlatform::myPage("PAID", "OrderPlaced PaymentApproved OrderPaid");
  network.answer("GET /mypages", collection("mypages", {paid}));
  network.answer("GET /mypages/7", paid);
}

FakePlatform::FakePlatform(const QString& place, Options options) {
  playPlatform(network);
  application.emplace(options, network, settings, [this] { return now; });
  application->start();
  window().go({.place = place});
}

void FakePlatform::awaitStream() {
  auto* connection = find<QToolButton>("connection");
  QTRY_VERIFY(!connection->text().contains("Connecting"));
}

void FakePlatform::busy(const std::vector<Slot>& taken) { playBusy(network, taken); }

QByteArray FakePlatform::order(const QByteArray& status) {
  return "{" + common(status) + R"(,"createdAt":"2026-11-21T05:30:00Z","traceId":")" + bookingTraceId +
         R"(","version":1})";
}

QByteArray FakePlatform::myPage(const QByteArray& status, const QByteArray& steps) {
  QByteArrayList rows;
  Timestamp at = fixedNow();
  for (const auto& name : steps.split(' ')) {
    const QByteArray service = name.startsWith("Order")     ? "order"
                               : name.startsWith("Payment") ? "payment"
                                                            : "reservation";
    rows += R"({"code":")" + name + R"(","at":")" + text(at) + R"(","service":")" + service +
            R"(","traceId":")" + bookingTraceId + R"(","spanId":"00000000000000)" +
            QByteArray::number(10 + rows.size()) + "\"}";
    at += std::chrono::milliseconds{20};
  }
  return "{" + common(status) + R"(,"steps":[)" + rows.join(',') +
         R"(],"orderTraceIds":["463ac35c9f6413ad48485a3953bb6124"],"asOf":"2026-11-21T05:30:00.120Z","lagMs":12})";
}

void FakePlatform::myPageChanged(const QByteArray& status, const QByteArray& steps) {
  const auto row = myPage(status, steps);
  network.answer("GET /mypages/7", row);
  network.stream("id: e-1\nevent: mypage.changed\ndata: " + QByteArray(row).replace('\n', "") + "\n\n");
}

}  // namespace sharecar::desktop::test
