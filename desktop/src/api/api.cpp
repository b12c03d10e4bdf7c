#include "api/api.h"

#include "api/wire.h"

namespace sharecar::desktop {
namespace {

constexpr int spansWaitMs = 500;

QString number(OrderId id) { return QString::number(id.value); }

}  // namespace

Api::Api(QNetworkAccessManager& network, QUrl gateway, QObject* parent)
    : QObject(parent), m_network(network), m_gateway(std::move(gateway)) {
  m_spansDue.setSingleShot(true);
  connect(&m_spans, &SpanBuffer::filled, this, [this] {
    if (!m_spansDue.isActive() && !m_spansCall.isRunning()) m_spansDue.start(spansWaitMs);
  });
  connect(&m_spansDue, &QTimer::timeout, this, &Api::sendSpans);
}

Api::~Api() = default;

void Api::sendSpans() {
  auto batch = request("POST", "/telemetry/spans", "/telemetry/spans");
  batch.body = m_spans.takeBatch();
  if (batch.body.isEmpty()) return;
  m_spansCall = send(std::move(batch), {}, [this](const auto&) {  // what is not taken is lost: telemetry never insists
    if (!m_spans.isEmpty()) m_spansDue.start(spansWaitMs);
  });
}

Request Api::request(const QByteArray& method, const QString& path, const QString& route,
                     const QUrlQuery& query) const {
  QUrl url = m_gateway;
  url.setPath(path);
  if (!query.isEmpty()) url.setQuery(query);
  return {.method = method, .url = url, .route = route};
}

Call Api::send(Request request, const Click& click, std::function<void(Answer<RawAnswer>)> done) {
  return Call::start(m_network, request, click, std::move(done));
}

Call Api::get(const QString& path, const QUrlQuery& query, const QString& route, Limits limits, const Click& click,
              Done<QByteArray> done) {
  auto asked = request("GET", path, route, query);
  asked.limits = limits;
  return send(std::move(asked), click, wire::bytesOnly(std::move(done)));
}

Call Api::info(Done<contracts::Info> done) {
  return send(request("GET", "/info", "/info"), {}, wire::decoding(std::move(done)));
}

Call Api::cars(const contracts::FindCars& wanted, Done<Listed<contracts::ListedCar>> done) {
  return send(request("GET", "/cars", "/cars", wire::query(wanted)), {}, wire::decoding(std::move(done)));
}

Call Api::zones(Done<std::vector<contracts::Zone>> done) {
  return send(request("GET", "/zones", "/zones"), {}, wire::decoding(std::move(done)));
}

Call Api::availability(CarId car, Slot window, Done<contracts::Availability> done) {
  QUrlQuery query;
  query.addQueryItem("from", wire::text(window.starts_at));
  query.addQueryItem("to", wire::text(window.ends_at));
  const auto path = QString("/cars/%1/availability").arg(car.value);
  return send(request("GET", path, "/cars/{id}/availability", query), {}, wire::decoding(std::move(done)));
}

Call Api::quote(CarId car, Slot time, Done<PriceQuote> done) {
  auto asked = request("POST", "/quotes", "/quotes");
  asked.body = wire::encode(contracts::AskPrice{car, time.starts_at, time.ends_at});
  return send(std::move(asked), {}, wire::decoding(std::move(done)));
}

Call Api::methods(const QString& customer, Done<Listed<contracts::PaymentMethod>> done) {
  QUrlQuery query;
  query.addQueryItem("customerId", customer);
  return send(request("GET", "/payments/methods", "/payments/methods", query), {}, wire::decoding(std::move(done)));
}

Call Api::placeOrder(const contracts::PlaceOrder& command, const QByteArray& key, const Click& click,
                     Done<contracts::Order> done) {
  auto asked = request("POST", "/orders", "/orders");
  asked.body = wire::encode(command);
  asked.idempotencyKey = key;
  const Done<contracts::Order> told = [this, done = std::move(done)](const Answer<contracts::Order>& answer) {
    if (answer) Q_EMIT orderPlaced(*answer);
    done(answer);
  };
  return send(std::move(asked), click, wire::decoding(told));
}

Call Api::cancellation(OrderId order, const Click& click, Done<CancellationQuote> done) {
  return send(request("GET", "/orders/" + number(order) + "/cancellation", "/orders/{id}/cancellation"), click,
              wire::decoding(std::move(done)));
}

Call Api::cancelOrder(OrderId order, Money expected, const Click& click, Done<contracts::Order> done) {
  QUrlQuery query;
  query.addQueryItem("expectedRefund", QString::number(expected.won));
  return send(request("DELETE", "/orders/" + number(order), "/orders/{id}", query), click,
              wire::decoding(std::move(done)));
}

Call Api::myPages(const QString& customer, Done<Listed<contracts::MyPage>> done) {
  QUrlQuery query;
  query.addQueryItem("customerId", customer);
  query.addQueryItem("size", "500");
  query.addQueryItem("sort", "orderId,desc");
  return send(request("GET", "/mypages/search/findByCustomerId", "/mypages/search/findByCustomerId", query), {},
              wire::decoding(std::move(done)));
}

Call Api::myPage(OrderId order, Done<contracts::MyPage> done) {
  return send(request("GET", "/mypages/" + number(order), "/mypages/{orderId}"), {}, wire::decoding(std::move(done)));
}

Call Api::findOrders(const contracts::FindOrders& wanted, Done<Listed<contracts::Order>> done) {
  return send(request("GET", "/admin/orders", "/admin/orders", wire::query(wanted)), {},
              wire::decoding(std::move(done)));
}

Call Api::explainOrder(OrderId order, const Click& click, Done<QByteArray> done) {
  return get("/admin/orders/" + number(order), {}, "/admin/orders/{id}", traceLimits, click, std::move(done));
}

}  // namespace sharecar::desktop
