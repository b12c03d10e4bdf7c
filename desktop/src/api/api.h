/// What the client asks of the platform, through the gateway: contracts in, contracts out.
#pragma once

#include <QNetworkAccessManager>
#include <QUrlQuery>
#include <vector>

#include "api/call.h"
#include "api/instance.h"
#include "contracts/breaker.hpp"
#include "contracts/info.hpp"
#include "contracts/listed_car.hpp"
#include "contracts/mypage.hpp"
#include "contracts/order.hpp"
#include "contracts/payment.hpp"

namespace sharecar::desktop {

/// One page of a collection.
template <class T>
struct Listed {
  std::vector<T> rows;
  std::int64_t total = 0;  ///< on all pages
};

template <class T>
using Done = std::function<void(const Answer<T>&)>;

/// Each function starts one request and returns at once; see Call for how long the callback lives. Nothing here blocks,
/// retries or shows anything. `network` is handed in (tests play it) and outlives this. GUI thread.
class Api : public QObject {
  Q_OBJECT
 public:
  Api(QNetworkAccessManager& network, QUrl gateway, QObject* parent = nullptr);
  ~Api() override;

  const QUrl& gateway() const { return m_gateway; }
  QNetworkAccessManager& network() { return m_network; }

  /// A person did this: pass it to the requests that follow from it.
  Click click(const QString& what) { return {what, &m_spans}; }

  Call info(Done<contracts::Info> done);
  Call cars(const contracts::FindCars& wanted, Done<Listed<contracts::ListedCar>> done);
  Call zones(Done<std::vector<contracts::Zone>> done);
  Call availability(CarId car, Slot window, Done<contracts::Availability> done);
  Call quote(CarId car, Slot time, Done<PriceQuote> done);
  Call methods(const QString& customer, Done<Listed<contracts::PaymentMethod>> done);

  /// `key` is the Idempotency-Key: the same key and body may be sent again and is one order. A payment that is slow
  /// answers 202, which is a success whose `status` says PAYMENT_PENDING.
  Call placeOrder(const contracts::PlaceOrder& command, const QByteArray& key, const Click& click,
                  Done<contracts::Order> done);
  Call cancellation(OrderId order, const Click& click, Done<CancellationQuote> done);
  /// 409 refund_changed when the refund is not `expected` any more; nothing is cancelled then.
  Call cancelOrder(OrderId order, Money expected, const Click& click, Done<contracts::Order> done);
  Call myPages(const QString& customer, Done<Listed<contracts::MyPage>> done);

  Call myPage(OrderId order, Done<contracts::MyPage> done);

  Call findOrders(const contracts::FindOrders& wanted, Done<Listed<contracts::Order>> done);
  /// Everything that the services know of an order, as JSON; see GET /admin/orders/{id}.
  Call explainOrder(OrderId order, const Click& click, Done<QByteArray> done);

  Call instances(Done<std::vector<Instance>> done);
  Call breakers(Done<std::vector<contracts::Breaker>> done);
  /// Transitions, faults and lag of the last 24 hours, as far as they are within `time`.
  Call breakerTimeline(const Slot& time, Done<std::vector<contracts::TimelineEntry>> done);
  /// The last ones that the platform remembers.
  Call breakerEvents(const contracts::Breaker& breaker, Done<std::vector<contracts::BreakerEvent>> done);
  Call breakerChanges(Done<std::vector<contracts::BreakerChange>> done);
  /// Sets a state by hand; the server takes it back by itself after `change.revert_after_s`.
  Call changeBreaker(const contracts::Breaker& breaker, const contracts::ChangeBreaker& change, const Click& click,
                     Done<contracts::BreakerChange> done);
  Call undoBreakerChange(const contracts::Breaker& breaker, const std::string& changeId, const Click& click,
                         Done<QByteArray> done);

  /// Any GET below the gateway, as bytes. `route` names its span.
  Call get(const QString& path, const QUrlQuery& query, const QString& route, Limits limits, const Click& click,
           Done<QByteArray> done);

 Q_SIGNALS:
  /// The platform has taken an order: it will appear in MyPage a little later.
  void orderPlaced(const sharecar::contracts::Order& order);

 private:
  Call send(Request request, const Click& click, std::function<void(Answer<RawAnswer>)> done);
  Request request(const QByteArray& method, const QString& path, const QString& route,
                  const QUrlQuery& query = {}) const;
  void sendSpans();

  QNetworkAccessManager& m_network;
  QUrl m_gateway;
  SpanBuffer m_spans;
  QTimer m_spansDue;
  Call m_spansCall;
};

}  // namespace sharecar::desktop
