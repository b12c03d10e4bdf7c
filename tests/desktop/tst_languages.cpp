// Every place in every language, and in one that is longer than any: nothing is cut, nothing is left untranslated.
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QTreeWidget>

#include "models/breakers.h"
#include "support/fakeoperations.h"
#include "support/fakeplatform.h"
#include "support/faketraces.h"
#include "support/pseudolocale.h"
#include "support/walks.h"
#include "views/traceview.h"

namespace sharecar::desktop {
namespace {

using test::FakePlatform;

constexpr QSize commonScreen{1366, 768};

/// A place as it is when somebody works there.
struct Scene {
  const char* name;
  const char* place;
  std::function<void(FakePlatform&)> prepare;
};

const std::vector<Scene>& scenes() {
  static const std::vector<Scene> all{
      {"cars", "cars", [](FakePlatform&) {}},
      {"a car", "cars",
       [](FakePlatform& platform) {
         platform.window().go({.place = "cars", .path = {"1002"}});
         QTRY_VERIFY(platform.find<QPushButton>("confirm")->isEnabled());
       }},
      {"booked", "cars",
       [](FakePlatform& platform) {
         platform.window().go({.place = "cars", .path = {"1002"}});
         QTRY_VERIFY(platform.find<QPushButton>("confirm")->isEnabled());
         platform.find<QPushButton>("confirm")->click();
         platform.myPageChanged("CONFIRMED", "OrderPlaced PaymentApproved OrderPaid ReservationConfirmed");
         QTRY_VERIFY(platform.find<QLabel>("resultSteps")->isVisible());
       }},
      {"no car fits", "cars",
       [](FakePlatform& platform) {
         platform.network.answer("GET /cars", R"({"_embedded":{"cars":[]},"page":{"totalElements":0}})");
         platform.window().go({.place = "bookings"});
         platform.window().go({.place = "cars"});
         QTRY_VERIFY(platform.find<QLabel>("noCars")->isVisible());
       }},
      {"my bookings", "bookings",
       [](FakePlatform& platform) {
         platform.window().go({.place = "bookings", .path = {"7"}});
         QTRY_VERIFY(platform.find<QPushButton>("cancelBooking")->isVisible());
       }},
      {"cancelling", "bookings",
       [](FakePlatform& platform) {
         platform.window().go({.place = "bookings", .path = {"7"}});
         QTRY_VERIFY(platform.find<QPushButton>("cancelBooking")->isVisible());
         platform.find<QPushButton>("cancelBooking")->click();
         QTRY_VERIFY(platform.find<QPushButton>("cancelConfirm")->isVisible());
       }},
      {"orders", "orders",
       [](FakePlatform& platform) {
         platform.window().go({.place = "orders", .path = {"7"}});
         QTRY_VERIFY(platform.find<QTreeWidget>("explanation")->topLevelItemCount() > 0);
       }},
      {"traces", "traces",
       [](FakePlatform& platform) { QTRY_VERIFY(platform.find<QListView>("traceList")->model()->rowCount() > 0); }},
      {"no trace fits", "cars",
       [](FakePlatform& platform) {
         platform.network.answer("GET /admin/traces/api/v2/traces", "[]");
         platform.window().go({.place = "traces"});
         QTRY_VERIFY(platform.find<QPushButton>("lookFurther")->isVisible());
       }},
      {"a trace", "traces",
       [](FakePlatform& platform) {
         platform.window().go({.place = "traces", .path = {test::bookingTraceId}});
         QTRY_VERIFY(platform.find<TraceView>("traceView")->title().contains("post /orders"));
       }},
      {"overview", "cars",
       [](FakePlatform& platform) {
         auto down = test::someInstance("payment", 8083);
         down.health = "DOWN";
         test::playInstances(platform.network, {test::someInstance("order", 8081), down});
         test::playBreakers(platform.network, {test::someBreaker("OPEN")});
         platform.window().go({.place = "overview"});
         QTRY_VERIFY(platform.find<QTableView>("findings")->model()->rowCount() > 0);
       }},
      {"a breaker", "cars",
       [](FakePlatform& platform) {
         auto forced = test::someBreaker("FORCED_OPEN");
         forced.set_by_hand = {.change_id = "c1", .reason = "7", .at = test::fixedNow(), .reverts_at = test::fixedNow()};
         test::playBreakers(platform.network, {forced, test::someBreaker("HALF_OPEN", "order", "order-2")});
         platform.window().go(breakerAddress("order/order-1/payment"));
         QTRY_VERIFY(platform.find<QWidget>("breakerTabs")->isVisible());
         platform.find<QTabWidget>("breakerTabs")->setCurrentIndex(1);
         QTRY_VERIFY(platform.find<QPushButton>("breakerUndo")->isVisible());
       }},
      {"no breaker", "breakers", [](FakePlatform& platform) { QTRY_VERIFY(platform.find<QLabel>("breakersEmpty")->isVisible()); }},
      {"graph", "graph",
       [](FakePlatform& platform) { QTRY_VERIFY(platform.find<QTableView>("graphEdges")->model()->rowCount() > 0); }},
      {"no launcher", "scenarios",
       [](FakePlatform& platform) { QTRY_VERIFY(platform.find<QLabel>("noticeText", "scenariosNotice")->isVisible()); }},
      {"offline", "bookings",
       [](FakePlatform& platform) {
         platform.window().go({.place = "bookings", .path = {"7"}});
         QTRY_VERIFY(platform.find<QPushButton>("cancelBooking")->isVisible());
         for (const char* request : {"GET /info", "GET /mypages", "GET /cars", "GET /events"}) {
           platform.network.forget(request);
         }
         platform.awaitStream();
         platform.network.endStream();
         QTRY_VERIFY(platform.find<QLabel>("offlineText")->isVisible());
       }},
      {"a page that fails", "bookings",
       [](FakePlatform& platform) {
         platform.awaitStream();
         platform.network.answer("GET /mypages", {.status = 500, .body = R"({"code":"internal_error"})"});
         platform.network.stream("event: reset\ndata: {}\n\n");
         QTRY_VERIFY(platform.find<QLabel>("noticeText", "listNotice")->isVisible());
       }},
  };
  return all;
}

}  // namespace

class TestLanguages : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void nothingIsClipped_data();
  void nothingIsClipped();
  void nothingIsLeftUntranslated_data() { nothingIsClipped_data(); }
  void nothingIsLeftUntranslated();
};

void TestLanguages::nothingIsClipped_data() {
  QTest::addColumn<int>("scene");
  for (std::size_t i = 0; i < scenes().size(); ++i) QTest::newRow(scenes()[i].name) << static_cast<int>(i);
}

void TestLanguages::nothingIsClipped() {
  QFETCH(int, scene);
  const auto& at = scenes()[static_cast<std::size_t>(scene)];
  FakePlatform platform(at.place, {.isOperator = true});
  platform.window().resize(commonScreen);
  at.prepare(platform);
  QStringList clipped;
  const auto look = [&](const char* language) {
    test::settle();
    for (const auto& line : test::clippedTexts(platform.window())) clipped += QString("%1: %2").arg(language, line);
    const auto size = platform.window().size();
    if (size.width() > commonScreen.width()) clipped += QString("%1: wider than the screen").arg(language);
    if (size.height() > commonScreen.height()) clipped += QString("%1: higher than the screen").arg(language);
  };
  look("English");
  setLanguage(LanguageChoice::Korean);
  look("Korean");
  const test::PseudoLocale longer;
  look("pseudo");
  QVERIFY2(clipped.isEmpty(), qPrintable(clipped.join('\n')));
}

// What the test's platform says itself, numbers and names of things are as they are; all else is in brackets.
void TestLanguages::nothingIsLeftUntranslated() {
  QFETCH(int, scene);
  const auto& at = scenes()[static_cast<std::size_t>(scene)];
  const test::PseudoLocale pseudo;
  FakePlatform platform(at.place, {.isOperator = true});
  platform.window().resize(commonScreen);
  at.prepare(platform);
  test::settle();
  static const QRegularExpression words("[A-Za-z]{3,}");
  static const QRegularExpression known(
      "^(Ioniq 5|Kona Electric|Staria|Gangnam|Mapo|Songdo|standard|compact|van|development|demo|ShareCar|gateway.*|"
      "order|order-1|order \\S payment.*|payment|cardnet|customer|reservation|desktop|kafka|postgresql|sqlite|"
      "\\w{3} \\d+ \\w{3}|post /orders.*|.*[0-9a-f]{16}.*|<table cellspacing='0'></table>)$");
  QStringList foreign;
  for (const auto& text : test::shownTexts(platform.window())) {
    if (text.contains('[') || !words.match(text).hasMatch() || known.match(text).hasMatch()) continue;
    foreign += text;
  }
  foreign.removeDuplicates();
  QVERIFY2(foreign.isEmpty(), qPrintable(foreign.join('\n')));
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestLanguages)
#include "tst_languages.moc"
