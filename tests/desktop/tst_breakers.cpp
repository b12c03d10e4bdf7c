// Breakers: what is shown of each, how soon, and the guarded ways to change one.
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

#include "models/breakerlookup.h"
#include "models/breakermodels.h"
#include "models/breakertexts.h"
#include "support/fakeoperations.h"
#include "support/fakeplatform.h"
#include "support/offscreen.h"
#include "support/walks.h"
#include "views/breakercard.h"

namespace sharecar::desktop {
namespace {

using namespace std::chrono_literals;
using test::FakePlatform;
using test::someBreaker;
const Options asOperator{.isOperator = true};

std::vector<SeenBreaker> seen(const std::vector<contracts::Breaker>& breakers) {
  std::vector<SeenBreaker> out;
  for (const auto& one : breakers) out.push_back({one, test::fixedNow()});
  return out;
}

QString names(const std::vector<SeenBreaker>& breakers) {
  QStringList out;
  for (const auto& one : breakers) out += QString::fromStdString(one.breaker.name);
  return out.join(' ');
}

contracts::Breaker open(std::int64_t halfOpenInMs, bool automatic = false) {
  auto out = someBreaker("OPEN");
  out.failure_rate = 60;
  out.half_open_in_ms = halfOpenInMs;
  out.automatic_half_open = automatic;
  return out;
}

QString waits(const contracts::Breaker& breaker, std::chrono::milliseconds after) {
  return texts::waiting(waitingOf({breaker, test::fixedNow()}, test::fixedNow() + after), "UTC");
}

contracts::TimelineEntry transition(std::chrono::milliseconds at, const char* from, const char* to) {
  contracts::TimelineEntry out;
  out.at = test::fixedNow() + at;
  out.kind = "transition";
  out.service = "order";
  out.instance = "order-1";
  out.name = "payment";
  out.from = from;
  out.to = to;
  out.trace_id = "463ac35c9f6413ad";
  return out;
}

const char* cardName = "breaker_order/order-1/payment";

}  // namespace

class TestBreakers : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void theSixStatesAreKnownAndWorded();
  void theOrdersAreThoseOfTheHystrixDashboard();
  void oneThatIsNotClosedIsFoundByServiceAndName();
  void rateBarsKnowTheirThreshold();
  void theCountdownGoesByTheServersClock();
  void aClockOfOursThatIsWrongDoesNotMatter();
  void theBandTellsEachStateAndItsTime();
  void theLogTellsOnceWhatTwoSourcesTell();
  void cardsAreMadeForEachBreakerOfEachInstance();
  void aStateChangeIsOnTheScreenAtOnce();
  void withoutEventsItIsAskedFor();
  void anOldAnswerDoesNotUndoANewEvent();
  void theTraceThatTrippedItIsOneClickAway();
  void itsScenariosAreOneClickAway();
  void nothingIsChangedWithoutNameAndReason();
  void aChangeIsSentWithItsRevertAndCanBeUndone();
  void aRefusalIsSaid();
  void theFilterNarrowsTheCards();
  void anAddressOpensOneBreaker();
  void everyWidgetHasNames();
  void nothingIsClippedInAnyLanguage();
  void screenshotsOfBreakers();
};

void TestBreakers::theSixStatesAreKnownAndWorded() {
  const char* codes[] = {"CLOSED", "HALF_OPEN", "OPEN", "FORCED_OPEN", "DISABLED", "METRICS_ONLY", "MELTED"};
  QStringList words;
  for (const char* code : codes) words += texts::breakerState(breakerState(code));
  QCOMPARE(words.join(", "), "Closed, Half open, Open, Forced open, Disabled, Metrics only, Unknown state");
}

void TestBreakers::theOrdersAreThoseOfTheHystrixDashboard() {
  auto quiet = someBreaker("CLOSED", "order", "order-1", "reservation");
  quiet.recent = {};
  auto busy = someBreaker("CLOSED", "order", "order-1", "customer");
  busy.recent = {.requests = 90, .successes = 90, .p50_ms = 1, .p90_ms = 2, .p99_ms = 3};
  auto failing = someBreaker("CLOSED", "order", "order-1", "payment");
  failing.recent = {.requests = 10, .successes = 5, .failures = 4, .timeouts = 1, .p50_ms = 9, .p90_ms = 90, .p99_ms = 1};
  auto silent = open(1'000);
  silent.name = "cardnet";
  silent.recent = {};
  auto all = seen({quiet, busy, failing, silent});
  const auto sorted = [&](BreakerOrder order) {
    sortBreakers(all, order);
    return names(all);
  };
  QCOMPARE(sorted(BreakerOrder::ErrorThenVolume), "payment customer cardnet reservation");
  QCOMPARE(sorted(BreakerOrder::Alphabetical), "cardnet customer payment reservation");
  QCOMPARE(sorted(BreakerOrder::Volume), "customer payment cardnet reservation");
  QCOMPARE(sorted(BreakerOrder::Error), "payment cardnet customer reservation");
  QCOMPARE(sorted(BreakerOrder::P50), "payment customer cardnet reservation");
  QCOMPARE(sorted(BreakerOrder::P99), "customer payment cardnet reservation");
  QCOMPARE(errorPercent(failing.recent), 50.0);
}

void TestBreakers::oneThatIsNotClosedIsFoundByServiceAndName() {
  std::map<QString, SeenBreaker> all;
  for (const auto& one : {someBreaker("CLOSED", "order", "order-1"), someBreaker("HALF_OPEN", "order", "order-2"),
                          someBreaker("OPEN", "gateway", "gateway-1")}) {
    all[breakerKey(one)] = {one, test::fixedNow()};
  }
  QCOMPARE(findBreaker(all, "order", "payment"), "order/order-2/payment");
  QCOMPARE(findBreaker(all, "order", "customer"), QString());
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {someBreaker(), someBreaker("OPEN", "order", "order-2")});
  platform.window().go(breakerAddress("order", "payment"));
  QTRY_COMPARE(platform.window().address().toString(), "sharecar://breakers/order/order-2/payment");
}

void TestBreakers::rateBarsKnowTheirThreshold() {
  auto breaker = someBreaker();
  QCOMPARE(texts::rate(failureBar(breaker), breaker), "5.0 %, limit 50 %");
  QVERIFY(!failureBar(breaker).isOver());
  breaker.failure_rate = 50;
  QVERIFY(failureBar(breaker).isOver());
  breaker.failure_rate = -1;
  breaker.buffered_calls = 3;
  QCOMPARE(texts::rate(failureBar(breaker), breaker), "3 of 5 calls needed");
  QVERIFY(!failureBar(breaker).isOver());
}

void TestBreakers::theCountdownGoesByTheServersClock() {
  QCOMPARE(waits(open(12'000), 0ms), "Probes in 12 s, at 05:30:12");
  QCOMPARE(waits(open(12'000), 4'700ms), "Probes in 7.3 s, at 05:30:12");
  QCOMPARE(waits(open(12'000), 12'000ms), "Ready to probe, waits for the next call");
  QCOMPARE(waits(open(12'000, true), 13'000ms), "Goes half open now");
  auto probing = someBreaker("HALF_OPEN");
  probing.probes_left = 2;
  QCOMPARE(waits(probing, 0ms), "2 probes left");
  auto forced = someBreaker("FORCED_OPEN");
  forced.set_by_hand = {.change_id = "c1", .reason = "drill", .at = test::fixedNow(),
                        .reverts_at = test::fixedNow() + 5min};
  QCOMPARE(waits(forced, 1min), "Reverts in 4 min, at 05:35:00");
  QCOMPARE(waits(someBreaker(), 0ms), QString());
}

void TestBreakers::aClockOfOursThatIsWrongDoesNotMatter() {
  const auto ours = test::fixedNow() - 3h;  // this computer is late
  const SeenBreaker late{open(12'000), ours};
  QCOMPARE(texts::waiting(waitingOf(late, ours + 2s), "UTC"), "Probes in 10 s, at 05:30:12");
}

void TestBreakers::theBandTellsEachStateAndItsTime() {
  const Slot window{test::fixedNow(), test::fixedNow() + 60s};
  const auto text = [&](const std::vector<StateSpan>& band) {
    QStringList out;
    for (const auto& span : band) {
      out += QString("%1 %2-%3")
                 .arg(texts::breakerState(span.state))
                 .arg((span.time.starts_at - window.starts_at) / 1s)
                 .arg((span.time.ends_at - window.starts_at) / 1s);
    }
    return out.join(", ");
  };
  QCOMPARE(text(stateBand({}, BreakerState::Closed, window)), "Closed 0-60");
  QCOMPARE(text(stateBand({transition(30s, "OPEN", "HALF_OPEN"), transition(10s, "CLOSED", "OPEN"),
                           transition(31s, "HALF_OPEN", "CLOSED"), transition(99s, "CLOSED", "OPEN")},
                          BreakerState::Open, window)),
           "Closed 0-10, Open 10-30, Half open 30-31, Closed 31-60");
  QCOMPARE(text(stateBand({transition(-5s, "CLOSED", "OPEN")}, BreakerState::Open, window)), "Open 0-60");
}

void TestBreakers::theLogTellsOnceWhatTwoSourcesTell() {
  const QString key = "order/order-1/payment";
  auto heard = test::someTransition(someBreaker(), "CLOSED", "OPEN");
  auto refused = heard;
  refused.type = "NOT_PERMITTED";
  refused.from.reset();
  refused.to.reset();
  auto foreign = heard;
  foreign.instance = "order-2";
  const auto log = eventLog(key, {transition(0s, "CLOSED", "OPEN"), transition(-20s, "HALF_OPEN", "CLOSED")},
                            {heard, refused, refused, foreign});
  QStringList shown;
  for (const auto& row : log) {
    shown += QString("%1: %2").arg(texts::breakerEvent(row.event.type), texts::breakerEventDetail(row.event));
  }
  QCOMPARE(shown.join('\n'), QString::fromUtf8("Call refused: \nState changed: Closed → Open\n"
                                              "State changed: Half open → Closed"));
  BreakerEventsModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  model.apply(log);
  QCOMPARE(model.rowCount(), 3);
}

void TestBreakers::cardsAreMadeForEachBreakerOfEachInstance() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {someBreaker(), someBreaker("OPEN", "order", "order-2")});
  platform.window().go({.place = "breakers"});
  QTRY_VERIFY(platform.find<BreakerCard>("breaker_order/order-2/payment"));
  QCOMPARE(platform.find<BreakerCard>(cardName)->accessibleName(), QString::fromUtf8("order → payment, order-1: Closed"));
  QCOMPARE(platform.find<BreakerCard>("breaker_order/order-2/payment")->accessibleName(),
           QString::fromUtf8("order → payment, order-2: Open"));
  QCOMPARE(platform.find<QLabel>("breakerCount")->text(), "2 breakers, 1 not closed");
}

void TestBreakers::aStateChangeIsOnTheScreenAtOnce() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {someBreaker()});
  platform.window().go({.place = "breakers"});
  QTRY_VERIFY(platform.find<BreakerCard>(cardName));
  QTRY_VERIFY(platform.network.hasStream("breakers,health"));
  auto* card = platform.find<BreakerCard>(cardName);
  QElapsedTimer watch;
  watch.start();
  auto tripped = open(10'000);
  tripped.server_now += 1s;
  test::send(platform.network, tripped);
  QTRY_VERIFY(card->accessibleName().endsWith("Open"));
  QVERIFY2(watch.elapsed() <= 500, qPrintable(QString("%1 ms").arg(watch.elapsed())));
  QVERIFY(card->waitingLine().startsWith("Probes in 10 s"));
}

void TestBreakers::withoutEventsItIsAskedFor() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {someBreaker()});
  platform.window().go({.place = "breakers"});
  QTRY_VERIFY(platform.find<BreakerCard>(cardName));
  platform.network.forget("GET /events");
  platform.network.endStream("breakers,health");
  auto tripped = open(10'000);
  tripped.server_now += 1s;
  test::playBreakers(platform.network, {tripped});
  QTRY_VERIFY(platform.find<BreakerCard>(cardName)->accessibleName().endsWith("Open"));
}

void TestBreakers::anOldAnswerDoesNotUndoANewEvent() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {someBreaker()});
  platform.window().go({.place = "breakers"});
  QTRY_VERIFY(platform.find<BreakerCard>(cardName));
  QTRY_VERIFY(platform.network.hasStream("breakers,health"));
  auto tripped = open(10'000);
  tripped.server_now += 1s;
  test::send(platform.network, tripped);
  QTRY_VERIFY(platform.find<BreakerCard>(cardName)->accessibleName().endsWith("Open"));
  const auto asked = platform.network.seen("GET", "/admin/breakers").size();
  platform.network.forget("GET /events");
  platform.network.endStream("breakers,health");  // asked every second from now on, and answered with the old
  QTRY_VERIFY(platform.network.seen("GET", "/admin/breakers").size() > asked);
  test::settle();
  QVERIFY(platform.find<BreakerCard>(cardName)->accessibleName().endsWith("Open"));
}

void TestBreakers::theTraceThatTrippedItIsOneClickAway() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {open(10'000)});
  test::playTimeline(platform.network, {transition(-1s, "CLOSED", "OPEN")});
  platform.window().go(breakerAddress("order/order-1/payment"));
  auto* trip = platform.find<QPushButton>("breakerTrip");
  QTRY_VERIFY(trip->isVisible());
  Address asked;
  connect(platform.find<Page>("breakersPage"), &Page::navigate, this, [&](const Address& address) { asked = address; });
  trip->click();
  QCOMPARE(asked.toString(), "sharecar://traces/463ac35c9f6413ad");
}

void TestBreakers::itsScenariosAreOneClickAway() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {someBreaker()});
  platform.window().go(breakerAddress("order/order-1/payment"));
  QTRY_VERIFY(platform.find<BreakerCard>(cardName));
  Address asked;
  connect(platform.find<Page>("breakersPage"), &Page::navigate, this, [&](const Address& address) { asked = address; });
  platform.find<QPushButton>("breakerScenarios")->click();
  QCOMPARE(asked.toString(), "sharecar://scenarios?breaker=order/payment");
}

void TestBreakers::nothingIsChangedWithoutNameAndReason() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {someBreaker()});
  platform.window().go(breakerAddress("order/order-1/payment"));
  QTRY_VERIFY(platform.find<BreakerCard>(cardName));
  auto* apply = platform.find<QPushButton>("breakerDo");
  auto* name = platform.find<QLineEdit>("breakerName");
  auto* reason = platform.find<QLineEdit>("breakerReason");
  QVERIFY(!apply->isEnabled());
  name->setText("payment");
  QVERIFY(!apply->isEnabled());
  reason->setText("  ");
  QVERIFY(!apply->isEnabled());
  reason->setText("drill");
  QVERIFY(apply->isEnabled());
  name->setText("Payment");
  QVERIFY(!apply->isEnabled());
  QTest::keyClick(name, Qt::Key_Return);
  QVERIFY(platform.network.seen("POST", "/admin/breakers/order/order-1/payment/changes").empty());
}

void TestBreakers::aChangeIsSentWithItsRevertAndCanBeUndone() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {someBreaker()});
  platform.network.answer("POST /admin/breakers/order/order-1/payment/changes", R"({"changeId":"c1","service":"order",
    "instance":"order-1","name":"payment","from":"CLOSED","to":"FORCED_OPEN","reason":"drill",
    "at":"2026-11-21T05:30:00Z","revertsAt":"2026-11-21T05:35:00Z"})");
  platform.network.answer("DELETE /admin/breakers/order/order-1/payment/changes/c1", {.status = 204});
  platform.window().go(breakerAddress("order/order-1/payment"));
  QTRY_VERIFY(platform.find<BreakerCard>(cardName));
  platform.find<QTabWidget>("breakerTabs")->setCurrentIndex(1);
  platform.find<QLineEdit>("breakerReason")->setText("drill");
  platform.find<QLineEdit>("breakerName")->setText("payment");
  auto forced = someBreaker("FORCED_OPEN");
  forced.server_now += 1s;
  forced.set_by_hand = {.change_id = "c1", .reason = "drill", .at = forced.server_now,
                        .reverts_at = forced.server_now + 5min};
  test::playBreakers(platform.network, {forced});
  platform.find<QPushButton>("breakerDo")->click();
  QTRY_COMPARE(platform.find<BreakerCard>(cardName)->accessibleName(),
               QString::fromUtf8("order → payment, order-1: Forced open"));
  const auto sent = platform.network.seen("POST", "/admin/breakers/order/order-1/payment/changes");
  QCOMPARE(sent.size(), 1U);
  QCOMPARE(sent.front().body, R"({"state":"FORCED_OPEN","reason":"drill","revertAfterS":300})");
  QVERIFY(platform.find<QLineEdit>("breakerName")->text().isEmpty());
  QVERIFY(platform.find<QLabel>("breakerByHand")->text().contains("drill"));
  auto* undo = platform.find<QPushButton>("breakerUndo");
  QVERIFY(undo->isVisible());
  undo->click();
  QTRY_COMPARE(platform.network.seen("DELETE", "/admin/breakers/order/order-1/payment/changes/c1").size(), 1U);
}

void TestBreakers::aRefusalIsSaid() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {someBreaker()});
  platform.network.answer("POST /admin/breakers/order/order-1/payment/changes",
                          {.status = 403, .body = R"({"code":"forbidden"})"});
  platform.window().go(breakerAddress("order/order-1/payment"));
  QTRY_VERIFY(platform.find<BreakerCard>(cardName));
  platform.find<QLineEdit>("breakerReason")->setText("drill");
  platform.find<QLineEdit>("breakerName")->setText("payment");
  platform.find<QPushButton>("breakerDo")->click();
  QTRY_VERIFY(platform.find<QLabel>("noticeText", "breakerControlNotice")->text().startsWith("You may not do this."));
  QCOMPARE(platform.find<QLineEdit>("breakerReason")->text(), "drill");
}

void TestBreakers::theFilterNarrowsTheCards() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {open(1'000), someBreaker("OPEN", "gateway", "gateway-1", "order")});
  platform.window().go({.place = "breakers"});
  QTRY_COMPARE(platform.find<QLabel>("breakerCount")->text(), "2 breakers, 2 not closed");
  platform.find<QLineEdit>("breakerFilter")->setText("gateway");
  QCOMPARE(platform.find<QLabel>("breakerCount")->text(), "1 breaker, 1 not closed");
  QVERIFY(!platform.find<BreakerCard>(cardName)->isVisible());
}

void TestBreakers::anAddressOpensOneBreaker() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {someBreaker()});
  platform.window().go(breakerAddress("order/order-1/payment"));
  QTRY_COMPARE(platform.find<QLabel>("breakerHeadline")->text(), QString::fromUtf8("order → payment, order-1"));
  QCOMPARE(platform.window().address().toString(), "sharecar://breakers/order/order-1/payment");
  QVERIFY(platform.find<BreakerCard>(cardName)->isChecked());
  platform.window().go(breakerAddress("order/order-9/payment"));
  QCOMPARE(platform.find<QLabel>("breakerHeadline")->text(), "There is no breaker order/order-9/payment now");
}

void TestBreakers::everyWidgetHasNames() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {someBreaker()});
  platform.window().go(breakerAddress("order/order-1/payment"));
  QTRY_VERIFY(platform.find<BreakerCard>(cardName));
  QCOMPARE(test::unnamedWidgets(platform.window()).join('\n'), QString());
}

void TestBreakers::nothingIsClippedInAnyLanguage() {
  FakePlatform platform("cars", asOperator);
  test::playBreakers(platform.network, {open(10'000)});
  platform.window().go(breakerAddress("order/order-1/payment"));
  QTRY_VERIFY(platform.find<BreakerCard>(cardName));
  for (const auto language : {LanguageChoice::Korean, LanguageChoice::English}) {
    setLanguage(language);
    test::settle();
    QCOMPARE(test::clippedTexts(platform.window()).join('\n'), QString());
  }
}

void TestBreakers::screenshotsOfBreakers() {
  FakePlatform platform("cars", asOperator);
  auto tripped = open(7'300);
  tripped.failed_calls = 12;
  tripped.slow_calls = 4;
  tripped.slow_call_rate = 20;
  tripped.not_permitted_calls = 31;
  tripped.recent = {.requests = 38, .successes = 2, .failures = 5, .timeouts = 0, .short_circuited = 31, .p50_ms = 0.2,
                    .p90_ms = 480, .p99_ms = 502};
  auto probing = someBreaker("HALF_OPEN", "gateway", "gateway-1", "order");
  probing.failure_rate = -1;
  probing.slow_call_rate = -1;
  probing.buffered_calls = 1;
  probing.probes_left = 2;
  auto forced = someBreaker("FORCED_OPEN", "payment", "payment-1", "cardnet");
  forced.set_by_hand = {.change_id = "c1", .reason = "card network has maintenance", .at = test::fixedNow(),
                        .reverts_at = test::fixedNow() + 5min};
  test::playBreakers(platform.network,
                     {tripped, probing, forced, someBreaker("CLOSED", "order", "order-2", "payment"),
                      someBreaker("DISABLED", "gateway", "gateway-1", "customer"),
                      someBreaker("METRICS_ONLY", "gateway", "gateway-1", "tracing")});
  test::playTimeline(platform.network, {transition(-240s, "CLOSED", "OPEN"), transition(-180s, "OPEN", "HALF_OPEN"),
                                        transition(-178s, "HALF_OPEN", "CLOSED"), transition(-90s, "CLOSED", "OPEN")});
  platform.window().resize(1180, 760);
  platform.window().go(breakerAddress("order/order-1/payment"));
  QTRY_VERIFY(platform.find<BreakerCard>(cardName));
  QTRY_COMPARE(platform.find<QTableView>("breakerEvents")->model()->rowCount(), 4);
  test::screenshots(platform.window(), "breakers");
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestBreakers)
#include "tst_breakers.moc"
