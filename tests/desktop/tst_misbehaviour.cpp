// Every place in front of a platform that misbehaves in every way: nothing crashes, nothing that is wrong is shown,
// what was known stays, it is said what happened, and all is well when the platform is.
#include <QAbstractItemView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTest>

#include "support/playedserver.h"
#include "support/walks.h"
#include "views/breakercard.h"
#include "views/daystrip.h"
#include "views/notice.h"

namespace sharecar::desktop {
namespace {

using test::Mood;
using test::RealClient;

constexpr int longMs = 20'000;

/// A place, the list that shows its data (null: cards do), how it is made to ask again, and where it says what is wrong.
struct Place {
  const char* name;
  const char* list;
  const char* page;
  std::function<void(RealClient&)> askAgain;
};

void resetEvents(RealClient& client) { client.server.stream("id: e-1\nevent: reset\ndata: {}\n\n"); }

void leaveAndComeBack(RealClient& client) {
  const auto here = client.window().address();
  client.window().go({.place = here.place == "cars" ? "bookings" : "cars"});
  client.window().go(here);
}

const std::vector<Place>& places() {
  static const std::vector<Place> all{
      {"cars", "cars", "carsPage", leaveAndComeBack},
      {"bookings", "bookings", "myBookingsPage", resetEvents},
      {"orders", "orders", "ordersPage", leaveAndComeBack},
      {"overview", "instances", "overviewPage", resetEvents},
      {"graph", "graphEdges", "graphPage", leaveAndComeBack},
      {"breakers", nullptr, "breakersPage", resetEvents},
      {"traces", "traceList", "tracesPage",
       [](RealClient& client) { client.find<QPushButton>("searchTraces")->click(); }},
  };
  return all;
}

/// What the notices of a page say.
QString said(RealClient& client, const char* page) {
  QStringList out;
  for (const auto* notice : client.find<QWidget>(page)->findChildren<Notice*>()) {
    if (notice->isVisible()) out += notice->text();
  }
  return out.join(' ');
}

QStringList cells(const QAbstractItemModel* model) {
  QStringList out;
  for (int row = 0; row < model->rowCount(); ++row) {
    for (int column = 0; column < model->columnCount(); ++column) out += model->index(row, column).data().toString();
  }
  return out;
}

/// What a place shows of its data.
QStringList shown(RealClient& client, const Place& at) {
  QStringList cards;
  const auto* page = client.find<QWidget>(at.page);
  for (const auto* card : page->findChildren<BreakerCard*>()) cards += card->accessibleName();
  if (!at.list) return cards;
  const auto* list = client.find<QAbstractItemView>(at.list);
  return list ? cells(list->model()) : test::shownTexts(*client.find<QWidget>(at.list));
}

/// All that the place is going to show without anybody doing anything.
void awaitData(RealClient& client, const Place& at) {
  QTRY_VERIFY_WITH_TIMEOUT(!shown(client, at).isEmpty(), longMs);
  if (QByteArray(at.name) == "traces") QTRY_VERIFY_WITH_TIMEOUT(shown(client, at).contains("4.7x slower"), longMs);
  test::settle();
}

}  // namespace

class TestMisbehaviour : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void everyPlaceSurvivesEveryAnswer_data();
  void everyPlaceSurvivesEveryAnswer();
  void everyPlaceSurvivesAServerThatIsGone_data();
  void everyPlaceSurvivesAServerThatIsGone();
  void aSilentServerIsNotWaitedForAgainstOnesWill();
  void theBookingPaneShowsNothingThatWasNotAnswered_data();
  void theBookingPaneShowsNothingThatWasNotAnswered();
  void anOrderIsNeverBookedTwiceWhateverTheAnswer_data();
  void anOrderIsNeverBookedTwiceWhateverTheAnswer();
  void eventsThatMakeNoSenseAreReadAnew();
  void clocksThatJumpMakeNoNonsense();
};

void TestMisbehaviour::everyPlaceSurvivesEveryAnswer_data() {
  QTest::addColumn<int>("place");
  QTest::addColumn<int>("mood");
  QTest::addColumn<QString>("text");
  const std::tuple<const char*, Mood, const char*> moods[] = {
      {"empty", Mood::Empty, "The answer made no sense."},
      {"no JSON", Mood::NoJson, "The answer made no sense."},
      {"other JSON", Mood::OtherJson, "The answer made no sense."},
      {"cut", Mood::Cut, "The connection broke before the answer was complete."},
      {"500", Mood::Broken, "Something went wrong in the platform."},
      {"256 MB", Mood::Endless, "The answer was far larger than it should be."},
      {"half a letter", Mood::HalfLetter, "The answer made no sense."},
  };
  for (std::size_t i = 0; i < places().size(); ++i) {
    for (const auto& [name, mood, text] : moods) {
      QTest::addRow("%s, %s", places()[i].name, name) << static_cast<int>(i) << static_cast<int>(mood) << text;
    }
  }
}

void TestMisbehaviour::everyPlaceSurvivesEveryAnswer() {
  QFETCH(int, place);
  QFETCH(int, mood);
  QFETCH(QString, text);
  const auto& at = places()[static_cast<std::size_t>(place)];
  RealClient client(at.name, {.isOperator = true});
  awaitData(client, at);
  const auto before = shown(client, at);
  client.server.setMood(Mood(mood));
  at.askAgain(client);
  QTRY_VERIFY2_WITH_TIMEOUT(said(client, at.page).contains(text), qPrintable(said(client, at.page)), longMs);
  QCOMPARE(shown(client, at), before);
  QVERIFY(!client.find<QWidget>("offlineBar")->isVisible());
  client.server.setMood(Mood::Good);
  for (auto* retry : client.find<QWidget>(at.page)->findChildren<QPushButton*>("noticeRetry")) {
    if (retry->isVisible()) retry->click();
  }
  QTRY_COMPARE_WITH_TIMEOUT(said(client, at.page), QString(), longMs);
}

void TestMisbehaviour::everyPlaceSurvivesAServerThatIsGone_data() {
  QTest::addColumn<int>("place");
  for (std::size_t i = 0; i < places().size(); ++i) QTest::newRow(places()[i].name) << static_cast<int>(i);
}

void TestMisbehaviour::everyPlaceSurvivesAServerThatIsGone() {
  QFETCH(int, place);
  const auto& at = places()[static_cast<std::size_t>(place)];
  RealClient client(at.name, {.isOperator = true}, {.firstRetry = std::chrono::milliseconds{100}});
  awaitData(client, at);
  const auto before = shown(client, at);
  client.server.stop();
  auto* bar = client.find<QLabel>("offlineText");
  QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), longMs);
  QVERIFY2(bar->text().contains("What you see is of 05:30:00, "), qPrintable(bar->text()));
  QCOMPARE(said(client, at.page), QString());  // it is said once
  QCOMPARE(shown(client, at), before);
  client.server.resume();
  QTRY_VERIFY_WITH_TIMEOUT(!bar->isVisible(), longMs);
  QTRY_COMPARE_WITH_TIMEOUT(shown(client, at), before, longMs);
}

void TestMisbehaviour::aSilentServerIsNotWaitedForAgainstOnesWill() {
  RealClient client("cars");
  auto* list = client.find<QTableView>("cars");
  QTRY_VERIFY_WITH_TIMEOUT(list->model()->rowCount() > 0, longMs);
  client.server.setMood(Mood::Silent);
  leaveAndComeBack(client);
  auto* page = client.find<QWidget>("carsPage");
  const auto cancel = [&]() -> QPushButton* {
    for (auto* button : page->findChildren<QPushButton*>("loadingCancel")) {
      if (button->isVisible()) return button;
    }
    return nullptr;
  };
  QVERIFY(!cancel());
  QTRY_VERIFY_WITH_TIMEOUT(cancel(), longMs);
  QVERIFY(list->model()->rowCount() > 0);
  cancel()->click();
  QVERIFY(!cancel());
}

void TestMisbehaviour::theBookingPaneShowsNothingThatWasNotAnswered_data() {
  QTest::addColumn<int>("mood");
  const std::pair<const char*, Mood> moods[] = {{"empty", Mood::Empty},          {"no JSON", Mood::NoJson},
                                                {"other JSON", Mood::OtherJson}, {"cut", Mood::Cut},
                                                {"500", Mood::Broken},           {"half a letter", Mood::HalfLetter}};
  for (const auto& [name, mood] : moods) QTest::newRow(name) << static_cast<int>(mood);
}

void TestMisbehaviour::theBookingPaneShowsNothingThatWasNotAnswered() {
  QFETCH(int, mood);
  RealClient client("cars");
  auto* list = client.find<QTableView>("cars");
  QTRY_VERIFY_WITH_TIMEOUT(list->model()->rowCount() > 0, longMs);
  client.server.setMood(Mood(mood));
  list->setCurrentIndex(list->model()->index(0, 0));
  QTRY_VERIFY_WITH_TIMEOUT(!said(client, "bookingPane").isEmpty(), longMs);
  QVERIFY(!client.find<DayStrip>("dayStrip")->isEnabled());
  QVERIFY(!client.find<QPushButton>("confirm")->isEnabled());
  QCOMPARE(client.find<QLabel>("price")->text(), QString());
  client.server.setMood(Mood::Good);
  client.find<QPushButton>("noticeRetry", "bookingPane")->click();
  QTRY_VERIFY_WITH_TIMEOUT(client.find<QPushButton>("confirm")->isEnabled(), longMs);
}

void TestMisbehaviour::anOrderIsNeverBookedTwiceWhateverTheAnswer_data() {
  theBookingPaneShowsNothingThatWasNotAnswered_data();
}

void TestMisbehaviour::anOrderIsNeverBookedTwiceWhateverTheAnswer() {
  QFETCH(int, mood);
  RealClient client("cars");
  auto* list = client.find<QTableView>("cars");
  QTRY_VERIFY_WITH_TIMEOUT(list->model()->rowCount() > 0, longMs);
  list->setCurrentIndex(list->model()->index(0, 0));
  auto* confirm = client.find<QPushButton>("confirm");
  QTRY_VERIFY_WITH_TIMEOUT(confirm->isEnabled(), longMs);
  client.server.setMood(Mood(mood));
  confirm->click();
  QTRY_COMPARE_WITH_TIMEOUT(confirm->text(), "Checking whether it went through", longMs);
  QVERIFY(!confirm->isEnabled());
  QVERIFY(!client.find<QWidget>("resultHeadline")->isVisible());
  client.server.setMood(Mood::Good);
  QTRY_VERIFY_WITH_TIMEOUT(client.find<QWidget>("resultHeadline")->isVisible(), longMs);
}

void TestMisbehaviour::eventsThatMakeNoSenseAreReadAnew() {
  RealClient client("bookings");
  auto* list = client.find<QTableView>("bookings");
  QTRY_VERIFY_WITH_TIMEOUT(list->model()->rowCount() == 1, longMs);
  const auto before = cells(list->model());
  for (const QByteArray data : {"", "{", "[]", "null", "{\"orderId\":\"\xec\x8b\"}", "{\"orderId\":-1}"}) {
    client.server.stream("event: mypage.changed\ndata: " + data + "\n\n");
  }
  client.server.stream("event: breaker.changed\ndata: whatever\n\nevent: \xff\xfe\ndata: x\n\n:\n\n");
  QTest::qWait(100);  // for nothing to happen
  QCOMPARE(cells(list->model()), before);
}

void TestMisbehaviour::clocksThatJumpMakeNoNonsense() {
  RealClient client("cars", {.isOperator = true});
  auto* list = client.find<QTableView>("cars");
  QTRY_VERIFY_WITH_TIMEOUT(list->model()->rowCount() > 0, longMs);
  list->setCurrentIndex(list->model()->index(0, 0));
  QTRY_VERIFY_WITH_TIMEOUT(client.find<QPushButton>("confirm")->isEnabled(), longMs);
  client.server.stop();
  auto* bar = client.find<QLabel>("offlineText");
  QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), longMs);
  using namespace std::chrono;
  for (const auto jump : {hours{-48}, hours{0}, hours{72}}) {
    client.now = test::fixedNow() + jump;
    leaveAndComeBack(client);
    client.window().go({.place = "traces", .path = {"463ac35c9f6413ad48485a3953bb6124"}});
    client.window().go({.place = "cars"});
    QTest::qWait(600);  // longer than the bar's clock ticks
    QVERIFY2(!bar->text().contains('-'), qPrintable(bar->text()));
  }
  client.server.resume();
  QTRY_VERIFY_WITH_TIMEOUT(!bar->isVisible(), longMs);
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestMisbehaviour)
#include "tst_misbehaviour.moc"
