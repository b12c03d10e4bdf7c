// The Traces place: search, results in three shapes, tabs, joins to and from bookings, files.
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include "support/fakeoperations.h"
#include "support/fakeplatform.h"
#include "support/faketraces.h"
#include "support/offscreen.h"
#include "support/walks.h"
#include "views/tracescatter.h"
#include "views/traceview.h"

namespace sharecar::desktop {
namespace {

using test::bookingTraceId;
using test::FakePlatform;
const Options asOperator{.isOperator = true};
const QString searchPath = "/admin/traces/api/v2/traces";

/// Searches that are no lookups of what is usual.
std::vector<test::SeenRequest> searches(const FakePlatform& platform) {
  std::vector<test::SeenRequest> out;
  for (const auto& one : platform.network.seen("GET", searchPath)) {
    if (!one.query.contains("limit=200")) out.push_back(one);
  }
  return out;
}

}  // namespace

class TestTraces : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void openingThePlaceShowsTheLastHour();
  void theFormAsksWithEveryParameter();
  void aWrongDurationIsNotAsked();
  void namesThatTheServerKnowsAreOffered();
  void listTableAndPlotAreOneSelection();
  void aClickOnThePlotOpensTheTrace();
  void nothingFoundOffersToLookFurther();
  void aSearchIsGoneBackTo();
  void eachTraceIsATabAndOneTraceIsOneTab();
  void aClosedTabLeavesTheSearch();
  void twoSelectedTracesAreCompared();
  void theOtherTraceMayComeFirst();
  void aSpanOfALinkIsSelected();
  void aTraceThatIsNotThereYetIsAwaitedThenGivenUp();
  void aCustomerSeesTheTraceOfTheirBooking();
  void breakersAndFaultsLieBelowIt();
  void aSpanLeadsToItsBooking();
  void theBreadcrumbLeadsBackToTheBooking();
  void aChangeOfTheBookingLooksAgain();
  void aDroppedFileOpensWithoutAServer();
  void aFileOnTheCommandLineOpens();
  void everyWidgetHasNames();
  void screenshotsOfTraces();
};

void TestTraces::openingThePlaceShowsTheLastHour() {
  FakePlatform platform("traces", asOperator);
  auto* list = platform.find<QListView>("traceList");
  QTRY_COMPARE(list->model()->rowCount(), 24);
  QCOMPARE(platform.find<QLabel>("traceCount")->text(), "24 traces");
  QVERIFY(searches(platform).at(0).query.contains("lookback=3600000&limit=100"));
  QTRY_VERIFY(list->model()->index(0, 4).data().toString().endsWith("x slower"));  // slower than usual comes first
}

void TestTraces::theFormAsksWithEveryParameter() {
  FakePlatform platform("traces", asOperator);
  QTRY_COMPARE(searches(platform).size(), 1u);
  platform.find<QComboBox>("traceService")->setCurrentText("order");
  platform.find<QComboBox>("traceSpan")->setCurrentText("post /orders");
  platform.find<QComboBox>("traceRemote")->setCurrentText("payment");
  platform.find<QLineEdit>("traceTags")->setText("error and http.method=POST");
  platform.find<QLineEdit>("traceMin")->setText("5ms");
  platform.find<QLineEdit>("traceMax")->setText("1.5 s");
  platform.find<QComboBox>("traceLookback")->setCurrentIndex(0);
  QTest::mouseClick(platform.find<QPushButton>("searchTraces"), Qt::LeftButton);
  QTRY_COMPARE(searches(platform).size(), 2u);
  QCOMPARE(searches(platform).at(1).query,
           "serviceName=order&spanName=post %2Forders&remoteServiceName=payment&"
           "annotationQuery=error and http.method%3DPOST&minDuration=5000&maxDuration=1500000&endTs=1795239000000&"
           "lookback=900000&limit=100");
  QVERIFY(platform.window().address().toString().startsWith("sharecar://traces?serviceName=order&"));
}

void TestTraces::aWrongDurationIsNotAsked() {
  FakePlatform platform("traces", asOperator);
  auto* search = platform.find<QPushButton>("searchTraces");
  platform.find<QLineEdit>("traceMin")->setText("soon");
  QVERIFY(!search->isEnabled());
  QVERIFY(search->toolTip().contains("5ms"));
  platform.find<QLineEdit>("traceMin")->setText("");
  QVERIFY(search->isEnabled());
}

void TestTraces::namesThatTheServerKnowsAreOffered() {
  FakePlatform platform("traces", asOperator);
  auto* service = platform.find<QComboBox>("traceService");
  auto* span = platform.find<QComboBox>("traceSpan");
  QTRY_COMPARE(service->count(), 7);
  QCOMPARE(span->count(), 1);
  service->setCurrentText("order");
  QTRY_COMPARE(span->count(), 4);
  QCOMPARE(platform.network.seen("GET", "/admin/traces/api/v2/spans").back().query, "serviceName=order");
  auto* tags = platform.find<QLineEdit>("traceTags");
  tags->setFocus();
  QTest::keyClicks(tags, "error and http.method=");
  QTRY_COMPARE(platform.network.seen("GET", "/admin/traces/api/v2/autocompleteValues").size(), 1u);
  QCOMPARE(platform.network.seen("GET", "/admin/traces/api/v2/autocompleteValues").at(0).query, "key=http.method");
}

void TestTraces::listTableAndPlotAreOneSelection() {
  FakePlatform platform("traces", asOperator);
  auto* list = platform.find<QListView>("traceList");
  QTRY_COMPARE(list->model()->rowCount(), 24);
  list->setCurrentIndex(list->model()->index(3, 0));
  platform.find<QToolButton>("showTable")->click();
  auto* table = platform.find<QTableView>("traceTable");
  QVERIFY(table->isVisible());
  QCOMPARE(table->currentIndex().row(), 3);
  platform.find<QToolButton>("showPlot")->click();
  auto* plot = platform.find<TraceScatter>("traceScatter");
  QVERIFY(plot->accessibleDescription().startsWith("gateway: post /orders, "));
  QTest::keyClick(plot, Qt::Key_Right);
  QVERIFY(table->currentIndex().row() != 3);
}

void TestTraces::aClickOnThePlotOpensTheTrace() {
  FakePlatform platform("traces", asOperator);
  QTRY_COMPARE(platform.find<QListView>("traceList")->model()->rowCount(), 24);
  platform.find<QToolButton>("showPlot")->click();
  auto* plot = platform.find<TraceScatter>("traceScatter");
  test::settle();
  QTest::mouseClick(plot, Qt::LeftButton, {}, plot->positionOf(0).toPoint());
  QCOMPARE(platform.window().address().place, "traces");
  QVERIFY(!platform.window().address().id().isEmpty());
}

void TestTraces::nothingFoundOffersToLookFurther() {
  FakePlatform platform("cars", asOperator);
  platform.network.answer("GET /admin/traces/api/v2/traces", "[]");
  platform.window().go({.place = "traces"});
  auto* further = platform.find<QPushButton>("lookFurther");
  QTRY_VERIFY(further->isVisible());
  QVERIFY(platform.find<QLabel>("noTraces")->text().startsWith("No trace fits."));
  further->click();
  QTRY_COMPARE(searches(platform).size(), 2u);
  QVERIFY(searches(platform).at(1).query.contains("lookback=604800000"));
}

void TestTraces::aSearchIsGoneBackTo() {
  FakePlatform platform("traces", asOperator);
  platform.window().go(*Address::parse("sharecar://traces?serviceName=payment&lookback=900000"));
  QCOMPARE(platform.find<QComboBox>("traceService")->currentText(), "payment");
  QCOMPARE(platform.find<QComboBox>("traceLookback")->currentIndex(), 0);
  platform.find<QToolButton>("back")->click();
  QCOMPARE(platform.find<QComboBox>("traceService")->currentText(), "");
  QCOMPARE(platform.window().address().toString(), "sharecar://traces");
}

void TestTraces::eachTraceIsATabAndOneTraceIsOneTab() {
  FakePlatform platform("traces", asOperator);
  auto* list = platform.find<QListView>("traceList");
  auto* tabs = platform.find<QTabWidget>("traceTabs");
  QTRY_COMPARE(list->model()->rowCount(), 24);
  platform.find<QComboBox>("traceOrder")->setCurrentIndex(1);  // newest first: order 7
  list->setCurrentIndex(list->model()->index(0, 0));
  QTest::keyClick(list, Qt::Key_Return);
  QCOMPARE(tabs->count(), 2);
  QTRY_VERIFY(tabs->tabText(1).contains("post /orders"));
  QCOMPARE(platform.window().address().id(), bookingTraceId);
  platform.window().go({.place = "traces", .path = {QString(bookingTraceId).right(16)}});  // the same trace in 64 bits
  QCOMPARE(tabs->count(), 2);
  platform.find<QToolButton>("back")->click();
  QCOMPARE(tabs->currentIndex(), 0);
  platform.find<QToolButton>("forward")->click();
  QCOMPARE(tabs->currentIndex(), 1);
}

void TestTraces::aClosedTabLeavesTheSearch() {
  FakePlatform platform("traces", asOperator);
  auto* tabs = platform.find<QTabWidget>("traceTabs");
  platform.window().go({.place = "traces", .path = {bookingTraceId}});
  QCOMPARE(tabs->count(), 2);
  platform.window().activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&platform.window()));
  const auto close = [&] {
    tabs->tabBar()->setFocus();
    QTest::keyClick(tabs->tabBar(), Qt::Key_W, Qt::ControlModifier);
  };
  close();
  QCOMPARE(tabs->count(), 1);
  close();
  QCOMPARE(tabs->count(), 1);
  platform.window().go({.place = "traces", .path = {bookingTraceId}});
  platform.find<QToolButton>("closeTab")->click();
  QCOMPARE(tabs->count(), 1);
}

void TestTraces::twoSelectedTracesAreCompared() {
  FakePlatform platform("traces", asOperator);
  auto* list = platform.find<QListView>("traceList");
  auto* compare = platform.find<QPushButton>("compareTraces");
  QTRY_COMPARE(list->model()->rowCount(), 24);
  list->selectionModel()->select(list->model()->index(0, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
  QVERIFY(!compare->isEnabled());
  list->selectionModel()->select(list->model()->index(1, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
  QVERIFY(compare->isEnabled());
  compare->click();
  auto* view = platform.find<TraceView>("traceView");
  QVERIFY(view);
  QTRY_VERIFY_WITH_TIMEOUT(view->isComparing(), 20'000);
  QVERIFY(platform.window().address().query.hasQueryItem("compare"));
}

void TestTraces::theOtherTraceMayComeFirst() {
  FakePlatform platform("cars", asOperator);
  const QByteArray other = "463ac35c9f6413ad48485a3953bb7101";
  const auto play = [&](const QByteArray& id, int delayMs) {
    platform.network.answer("GET /admin/traces/api/v2/trace/" + id,
                            {.body = test::bookingTrace(id, test::fixedNow(), 7, 1, false), .delayMs = delayMs});
  };
  play(bookingTraceId, 200);
  play(other, 0);
  platform.window().go(*Address::parse(QString("sharecar://traces/%1?compare=%2").arg(bookingTraceId, other)));
  QTRY_VERIFY(platform.find<TraceView>("traceView")->isComparing());
}

void TestTraces::aSpanOfALinkIsSelected() {
  FakePlatform platform("cars", asOperator);
  platform.application->open({QString("sharecar://traces/%1/000000000000000a").arg(bookingTraceId)});
  auto* view = platform.find<TraceView>("traceView");
  QVERIFY(view);
  QTRY_COMPARE(view->selectedSpan(), "000000000000000a");
  QCOMPARE(platform.window().address().toString(),
           QString("sharecar://traces/%1/000000000000000a").arg(bookingTraceId));
}

void TestTraces::aTraceThatIsNotThereYetIsAwaitedThenGivenUp() {
  FakePlatform platform("cars", asOperator);
  platform.network.answer("GET /admin/traces/api/v2/trace/", {.status = 404, .body = "not found"});
  platform.window().go({.place = "traces", .path = {bookingTraceId}});
  auto* notice = platform.find<QLabel>("noticeText", "traceTabNotice");
  QTRY_COMPARE(notice->text(), "No span of this trace has arrived yet. It is looked for again by itself.");
  platform.network.answer("GET /admin/traces/api/v2/trace/", test::bookingTrace(bookingTraceId, test::fixedNow(), 7));
  QTRY_VERIFY(platform.find<TraceView>("traceView")->title().contains("post /orders"));
  QVERIFY(!notice->isVisible());
}

void TestTraces::aCustomerSeesTheTraceOfTheirBooking() {
  FakePlatform platform("bookings");
  platform.window().go({.place = "bookings", .path = {"7"}});
  auto* what = platform.find<QPushButton>("whatHappened");
  QTRY_VERIFY(what->isVisible() && what->isEnabled());
  what->click();
  auto* view = platform.find<TraceView>("traceView");
  QVERIFY(view);
  QTRY_VERIFY(view->title().contains("post /orders"));
  QCOMPARE(platform.window().address().toString(), QString("sharecar://traces/%1?order=7").arg(bookingTraceId));
  QCOMPARE(platform.network.seen("GET", "/orders/7/trace").size(), 1u);
  for (const auto& seen : platform.network.seen()) {
    QVERIFY2(!seen.path.startsWith("/admin/traces/api/v2/trace/"), qPrintable(seen.path));
  }
}

void TestTraces::breakersAndFaultsLieBelowIt() {
  FakePlatform platform("traces", asOperator);
  const auto entry = [](std::chrono::minutes ago, const char* kind, const char* name, const char* from, const char* to) {
    return contracts::TimelineEntry{test::fixedNow() - ago, kind, "order", "order-1", name, from, to, {}};
  };
  using std::chrono::minutes;
  test::playTimeline(platform.network, {entry(minutes{9}, "transition", "payment", "CLOSED", "OPEN"),
                                        entry(minutes{50}, "fault", "siege", "off", "on"),
                                        entry(minutes{40}, "fault", "siege", "on", "off"),
                                        entry(minutes{55}, "transition", "payment", "OPEN", "CLOSED")});
  platform.window().go({.place = "traces", .path = {bookingTraceId}});
  auto* strip = platform.find<QWidget>("traceStrip");
  QTRY_COMPARE(strip->accessibleDescription(), QString::fromUtf8("order-1: payment: CLOSED → OPEN"));
  QVERIFY(platform.network.seen("GET", "/admin/breakers/timeline").at(0).query.startsWith("from="));
}

void TestTraces::aSpanLeadsToItsBooking() {
  FakePlatform platform("traces", asOperator);
  platform.window().go({.place = "traces", .path = {bookingTraceId}});
  auto* view = platform.find<TraceView>("traceView");
  Q_EMIT view->navigate({.place = "orders", .path = {"7"}});
  QCOMPARE(platform.window().address().toString(), "sharecar://orders/7");
}

void TestTraces::theBreadcrumbLeadsBackToTheBooking() {
  FakePlatform platform("bookings");
  platform.window().go({.place = "traces", .path = {bookingTraceId}, .query = QUrlQuery("order=7")});
  QTRY_VERIFY(platform.find<QToolButton>("crumb_sharecar://bookings/7"));
  platform.find<QToolButton>("crumb_sharecar://bookings/7")->click();
  QCOMPARE(platform.window().address().toString(), "sharecar://bookings/7");
}

void TestTraces::aChangeOfTheBookingLooksAgain() {
  FakePlatform platform("bookings");
  platform.network.answer("GET /orders/7/trace",
                          '[' + test::bookingTrace(bookingTraceId, test::fixedNow() - std::chrono::hours{1}, 7) + ']');
  platform.window().go({.place = "traces", .query = QUrlQuery("order=7")});
  QTRY_VERIFY(platform.find<TraceView>("traceView")->title().contains("post /orders"));
  QTest::qWait(300);  // longer than the first look again would take: an old trace is complete at once
  QCOMPARE(platform.network.seen("GET", "/orders/7/trace").size(), 1u);
  platform.awaitStream();
  platform.myPageChanged("CONFIRMED", "OrderPlaced PaymentApproved OrderPaid ReservationConfirmed");
  QTRY_VERIFY(platform.network.seen("GET", "/orders/7/trace").size() >= 2u);
}

void TestTraces::aDroppedFileOpensWithoutAServer() {
  FakePlatform platform;
  const auto name = platform.folder.filePath("a trace, 100%.json");
  QFile file(name);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(test::bookingTrace(bookingTraceId, test::fixedNow(), 7));
  file.close();
  QMimeData dropped;
  dropped.setUrls({QUrl::fromLocalFile(name)});
  QDragEnterEvent enter({20, 20}, Qt::CopyAction, &dropped, Qt::LeftButton, {});
  QVERIFY(QCoreApplication::sendEvent(&platform.window(), &enter) && enter.isAccepted());
  QDropEvent drop({20, 20}, Qt::CopyAction, &dropped, Qt::LeftButton, {});
  QCoreApplication::sendEvent(&platform.window(), &drop);
  auto* view = platform.find<TraceView>("traceView");
  QVERIFY(view);
  QTRY_VERIFY(view->title().contains("post /orders"));
  QCOMPARE(platform.find<QTabWidget>("traceTabs")->tabText(0), "a trace, 100%.json");
}

void TestTraces::aFileOnTheCommandLineOpens() {
  FakePlatform platform;
  platform.application->open({QFINDTESTDATA("../recordings/zipkin/ascend.json")});
  auto* view = platform.find<TraceView>("traceView");
  QVERIFY(view);
  QTRY_VERIFY(!view->title().isEmpty());
}

void TestTraces::everyWidgetHasNames() {
  FakePlatform platform("traces", asOperator);
  platform.window().go({.place = "traces", .path = {bookingTraceId}});
  QTRY_VERIFY(platform.find<TraceView>("traceView")->title().contains("post /orders"));
  QCOMPARE(test::unnamedWidgets(platform.window()).join('\n'), QString());
}

void TestTraces::screenshotsOfTraces() {
  FakePlatform platform("traces", asOperator);
  platform.window().resize(1180, 760);
  auto* list = platform.find<QListView>("traceList");
  QTRY_COMPARE(list->model()->index(0, 4).data().toString(), "4.7x slower");
  list->setCurrentIndex(list->model()->index(1, 0));
  test::screenshots(platform.window(), "traces");
  platform.find<QToolButton>("showTable")->click();
  test::screenshots(platform.window(), "traces-table");
  platform.find<QToolButton>("showPlot")->click();
  test::screenshots(platform.window(), "traces-plot");
  platform.window().go({.place = "traces", .path = {bookingTraceId, "000000000000000a"}});
  QTRY_COMPARE(platform.find<TraceView>("traceView")->selectedSpan(), "000000000000000a");
  test::screenshots(platform.window(), "trace-place");
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestTraces)
#include "tst_traces.moc"
