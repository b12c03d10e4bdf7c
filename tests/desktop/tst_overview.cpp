// The overview: what is wrong, by rules, and the way to each cause.
#include <QLabel>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include "models/overview.h"
#include "support/fakeoperations.h"
#include "support/fakeplatform.h"
#include "support/offscreen.h"
#include "support/walks.h"

namespace sharecar::desktop {
namespace {

using namespace std::chrono_literals;
using test::FakePlatform;
using test::someBreaker;
using test::someInstance;
const Options asOperator{.isOperator = true};

QStringList lines(const std::vector<Symptom>& symptoms) {
  QStringList out;
  for (const auto& one : symptoms) out += texts::symptom(one) + " | " + one.cause.toString();
  return out;
}

contracts::Order orderToBePaidBy(std::int64_t id, Timestamp payBy) {
  contracts::Order out;
  out.order_id.value = id;
  out.pay_by = payBy;
  return out;
}

}  // namespace

class TestOverview : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void aPlatformThatIsWellHasNoFindings();
  void eachRuleFiresWithTheAddressOfItsCause();
  void noRuleFiresOnItsThreshold();
  void everyRuleIsExplained();
  void aFindingLeadsToItsCause();
  void aBreakerOfTheStripLeadsToItsCard();
  void aProcessThatGoesDownIsSeen();
  void whatCannotBeAskedIsSaid();
  void everyWidgetHasNames();
  void nothingIsClippedInAnyLanguage();
  void screenshotsOfOverview();
};

void TestOverview::aPlatformThatIsWellHasNoFindings() {
  auto customer = someInstance("customer", 8084);
  customer.lag_ms = 12;
  customer.outbox_oldest_ms = 40;
  customer.faults.emplace();
  QCOMPARE(symptomsOf({someInstance("order", 8081), customer}, {{someBreaker(), test::fixedNow()}}, {}, test::fixedNow()),
           std::vector<Symptom>());
}

void TestOverview::eachRuleFiresWithTheAddressOfItsCause() {
  auto down = someInstance("payment", 8083);
  down.health = "DOWN";
  auto order = someInstance("order", 8081);
  order.outbox_oldest_ms = 5'001;
  order.faults = {Fault{.name = "slow-orders", .route = {}}};
  auto customer = someInstance("customer", 8084);
  customer.lag_ms = 1'001;
  const auto found = symptomsOf({customer, order, down}, {{someBreaker("OPEN"), test::fixedNow()}},
                                {orderToBePaidBy(42, test::fixedNow() - 65s)}, test::fixedNow());
  QCOMPARE(lines(found).join('\n'),
           "payment 127.0.0.1:8083 is not up | sharecar://overview/payment/127.0.0.1:8083\n"
           "Breaker order/order-1/payment: Open | sharecar://breakers/order/order-1/payment\n"
           "order 127.0.0.1:8081: an event waits for 5.00 s to be published | sharecar://overview/order/127.0.0.1:8081\n"
           "customer 127.0.0.1:8084 shows what was true 1.00 s ago | sharecar://overview/customer/127.0.0.1:8084\n"
           "Order 42 should have been over 1 min 5 s ago | sharecar://orders/42\n"
           "order 127.0.0.1:8081: slow-orders is broken on purpose | sharecar://overview/order/127.0.0.1:8081");
}

void TestOverview::noRuleFiresOnItsThreshold() {
  auto order = someInstance("order", 8081);
  order.outbox_oldest_ms = 5'000;
  order.lag_ms = 1'000;
  QCOMPARE(symptomsOf({order}, {}, {orderToBePaidBy(42, test::fixedNow())}, test::fixedNow()), std::vector<Symptom>());
}

void TestOverview::everyRuleIsExplained() {
  for (const auto language : {LanguageChoice::English, LanguageChoice::Korean}) {
    setLanguage(language);
    for (int kind = 0; kind <= static_cast<int>(Symptom::Kind::FaultActive); ++kind) {
      QVERIFY(!texts::symptomRule(static_cast<Symptom::Kind>(kind)).isEmpty());
    }
  }
}

void TestOverview::aFindingLeadsToItsCause() {
  FakePlatform platform("cars", asOperator);
  test::playInstances(platform.network, {someInstance("order", 8081)});
  test::playBreakers(platform.network, {someBreaker("OPEN")});
  platform.window().go({.place = "overview"});
  platform.find<Page>("overviewPage");
  auto* findings = platform.find<QTableView>("findings");
  QTRY_VERIFY(findings->model()->rowCount() > 0);
  findings->setCurrentIndex(findings->model()->index(0, 0));
  QTest::keyClick(findings, Qt::Key_Return);
  QCOMPARE(platform.window().address().toString(), "sharecar://breakers/order/order-1/payment");
}

void TestOverview::aBreakerOfTheStripLeadsToItsCard() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {someBreaker()});
  platform.window().go({.place = "overview"});
  QTRY_VERIFY(platform.find<QToolButton>("chip_order/order-1/payment"));
  auto* chip = platform.find<QToolButton>("chip_order/order-1/payment");
  QCOMPARE(chip->accessibleName(), QString::fromUtf8("order → payment, order-1: Closed"));
  test::settle();
  QTest::mouseClick(chip, Qt::LeftButton);
  QCOMPARE(platform.window().address().toString(), "sharecar://breakers/order/order-1/payment");
}

void TestOverview::aProcessThatGoesDownIsSeen() {
  FakePlatform platform("cars", asOperator);
  test::playInstances(platform.network, {someInstance("order", 8081), someInstance("payment", 8083)});
  platform.window().go({.place = "overview"});
  auto* summary = platform.find<QLabel>("overviewSummary");
  QTRY_VERIFY(summary->text().contains("Nothing is wrong"));
  auto down = someInstance("payment", 8083);
  down.health = "DOWN";
  down.error = "connection refused";
  test::playInstances(platform.network, {someInstance("order", 8081), down});
  QTRY_VERIFY(platform.network.hasStream("breakers,health"));
  platform.network.stream("event: health.changed\ndata: {}\n\n", "breakers,health");
  QTRY_COMPARE(summary->text(), "1 finding");
}

void TestOverview::whatCannotBeAskedIsSaid() {
  FakePlatform platform("cars", asOperator);
  platform.network.answer("GET /admin/instances", {.status = 403, .body = R"({"code":"forbidden"})"});
  platform.window().go({.place = "overview"});
  platform.find<QLabel>("noticeText", "overviewNotice");
  QTRY_VERIFY(platform.find<QLabel>("noticeText", "overviewNotice")->text().startsWith("You may not do this."));
}

void TestOverview::everyWidgetHasNames() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {someBreaker()});
  test::playInstances(platform.network, {someInstance("order", 8081)});
  platform.window().go({.place = "overview"});
  QTRY_VERIFY(platform.find<QToolButton>("chip_order/order-1/payment"));
  QCOMPARE(test::unnamedWidgets(platform.window()).join('\n'), QString());
}

void TestOverview::nothingIsClippedInAnyLanguage() {
  FakePlatform platform("cars", asOperator);
  test::playInstances(platform.network, {someInstance("order", 8081)});
  test::playBreakers(platform.network, {someBreaker("OPEN")});
  platform.window().go({.place = "overview"});
  QTRY_VERIFY(platform.find<QTableView>("findings")->model()->rowCount() > 0);
  for (const auto language : {LanguageChoice::Korean, LanguageChoice::English}) {
    setLanguage(language);
    test::settle();
    QCOMPARE(test::clippedTexts(platform.window()).join('\n'), QString());
  }
}

void TestOverview::screenshotsOfOverview() {
  FakePlatform platform("cars", asOperator);
  auto down = someInstance("payment", 8083);
  down.health = "DOWN";
  down.id.reset();
  down.version.reset();
  down.started_at.reset();
  down.error = "connection refused";
  auto customer = someInstance("customer", 8084);
  customer.lag_ms = 1'850;
  auto order = someInstance("order", 8081);
  order.outbox_oldest_ms = 20;
  auto cardnet = someInstance("cardnet", 8085);
  cardnet.faults = {Fault{.name = "siege", .route = {}}};
  test::playInstances(platform.network, {someInstance("gateway", 8088), order, down, customer, cardnet,
                                         someInstance("reservation", 8082), someInstance("tracing", 9411)});
  test::playBreakers(platform.network, {someBreaker("OPEN"), someBreaker("HALF_OPEN", "gateway", "gateway-1", "order"),
                                        someBreaker("CLOSED", "gateway", "gateway-1", "customer"),
                                        someBreaker("CLOSED", "payment", "payment-1", "cardnet"),
                                        someBreaker("FORCED_OPEN", "gateway", "gateway-1", "tracing")});
  platform.window().resize(1180, 760);
  platform.window().go({.place = "overview"});
  QTRY_VERIFY(platform.find<QTableView>("findings")->model()->rowCount() >= 6);
  test::screenshots(platform.window(), "overview");
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestOverview)
#include "tst_overview.moc"
