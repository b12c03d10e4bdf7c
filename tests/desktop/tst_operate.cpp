// Operate: any order, and what every service knows of it.
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QTreeWidget>

#include "support/fakeplatform.h"
#include "support/offscreen.h"
#include "support/walks.h"

namespace sharecar::desktop {
namespace {

using test::FakePlatform;
const Options asOperator{.isOperator = true};

}  // namespace

class TestOperate : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void thereIsNoOperateWithoutTheRole();
  void theFiltersAreAskedOfThePlatform();
  void anOrderOpensWithWhatEveryServiceKnows();
  void itsTraceIsOneClickAway();
  void aDetailThatCannotBeHadIsSaid();
  void everyWidgetHasNames();
  void screenshotsOfBookings();
};

void TestOperate::thereIsNoOperateWithoutTheRole() {
  FakePlatform platform;
  QVERIFY(!platform.find<QTableView>("orders"));
  QVERIFY(!platform.find<QPushButton>("areaOperate")->isVisible());
}

void TestOperate::theFiltersAreAskedOfThePlatform() {
  FakePlatform platform("orders", asOperator);
  QTRY_COMPARE(platform.find<QTableView>("orders")->model()->rowCount(), 1);
  QCOMPARE(platform.find<QLabel>("orderCount")->text(), "1 order");
  platform.find<QLineEdit>("orderQuery")->setText(" kim ");
  platform.find<QCheckBox>("stuck")->setChecked(true);
  QTRY_COMPARE(platform.network.seen("GET", "/admin/orders").back().query,
               "q=kim&stuck=true&size=500&sort=orderId,desc");
}

void TestOperate::anOrderOpensWithWhatEveryServiceKnows() {
  FakePlatform platform("orders", asOperator);
  platform.window().go({.place = "orders", .path = {"7"}});
  auto* tree = platform.find<QTreeWidget>("explanation");
  QTRY_COMPARE(tree->topLevelItemCount(), 3);
  QStringList shown;
  for (int i = 0; i < 3; ++i) {
    auto* top = tree->topLevelItem(i);
    shown += top->text(0) + (top->childCount() > 0 ? "/" + top->child(0)->text(0) : "=" + top->text(1));
  }
  QCOMPARE(shown.join(' '), "order/holds orderId=7 payment/detail");
  QCOMPARE(platform.window().address().toString(), "sharecar://orders/7");
}

void TestOperate::itsTraceIsOneClickAway() {
  FakePlatform platform("orders", asOperator);
  platform.window().go({.place = "orders", .path = {"7"}});
  QTRY_VERIFY(platform.find<QPushButton>("openTrace_463ac35c9f6413ad48485a3953bb6124"));
  Address asked;
  connect(platform.find<Page>("ordersPage"), &Page::navigate, this, [&](const Address& address) { asked = address; });
  platform.find<QPushButton>("openTrace_463ac35c9f6413ad48485a3953bb6124")->click();
  QCOMPARE(asked.toString(), "sharecar://traces/463ac35c9f6413ad48485a3953bb6124?order=7");
}

void TestOperate::aDetailThatCannotBeHadIsSaid() {
  FakePlatform platform("orders", asOperator);
  platform.network.answer("GET /admin/orders/9", {.status = 404, .body = R"({"code":"order_unknown"})"});
  platform.window().go({.place = "orders", .path = {"9"}});
  auto* notice = platform.find<QLabel>("noticeText", "orderNotice");
  QTRY_COMPARE(notice->text(), "This booking is not known here yet. Try again in a moment.");
}

void TestOperate::everyWidgetHasNames() {
  FakePlatform platform("orders", asOperator);
  platform.window().go({.place = "orders", .path = {"7"}});
  QTRY_VERIFY(platform.find<QTreeWidget>("explanation")->topLevelItemCount() > 0);
  QCOMPARE(test::unnamedWidgets(platform.window()).join('\n'), QString());
}

void TestOperate::screenshotsOfBookings() {
  FakePlatform platform("orders", asOperator);
  platform.window().resize(1180, 760);
  platform.window().go({.place = "orders", .path = {"7"}});
  QTRY_VERIFY(platform.find<QTreeWidget>("explanation")->topLevelItemCount() > 0);
  test::screenshots(platform.window(), "orders");
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestOperate)
#include "tst_operate.moc"
