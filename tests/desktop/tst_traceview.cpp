// The viewer as a widget: what is painted where, keys, mouse, files, comparison, arriving spans.
#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "support/offscreen.h"
#include "support/traces.h"
#include "models/tracestatisticsmodel.h"
#include "support/walks.h"
#include "views/traceminimap.h"
#include "views/traceview.h"
#include "views/tracewaterfall.h"

namespace sharecar::desktop {
namespace {

using test::booking;
using test::idOf;
using test::made;
using test::madeAt;

const TraceSource fromTracing{.name = "tracing", .traceId = "463ac35c9f6413ad48485a3953bb6124"};

/// A view of one trace in a window of the usual size.
struct Viewer {
  explicit Viewer(Spans spans = booking(), bool isOperator = true) : view(isOperator, test::fixedNow) {
    view.resize(1180, 640);
    view.show();
    if (!spans.empty()) load(std::move(spans));
  }

  void load(Spans spans, const TraceSource& source = fromTracing) {
    QSignalSpy shown(&view, &TraceView::shown);
    view.show(std::move(spans), source);
    QVERIFY(shown.wait());
    test::settle();
  }
  template <class T>
  T* find(const char* name) {
    return view.findChild<T*>(name);
  }
  QString outline() { return QString::fromStdString(view.waterfall().rows().outline()); }
  void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(&view.waterfall(), static_cast<Qt::Key>(key), modifiers);
  }
  QRgb pixel(const QPointF& at) { return view.waterfall().viewport()->grab().toImage().pixel(at.toPoint()); }

  TraceView view;
};

QString text(const QLabel* label) { return label->text(); }

}  // namespace

class TestTraceView : public test::DesktopTest {
  Q_OBJECT
 private Q_SLOTS:
  void aTraceIsShown();
  void barsAreWhereTheirTimesAre();
  void anErrorHasAGlyphAndAnEndCap();
  void theCriticalPathIsALineWithinTheBar();
  void arrowKeysMoveInTheTree();
  void lettersActOnlyInTheWaterfall();
  void theMouseSelectsAndCollapses();
  void aSpanLeadsToItsBooking();
  void theFilterAnswersWhileTyping();
  void theMinimapChoosesARange();
  void usualTimesAreMarkedAndFound();
  void twoTracesAreCompared();
  void moreSpansComeByDifference();
  void arrivingSpansAreSaid();
  void aSpanCanBeWantedBeforeItIsThere();
  void filesOpenByDropAndTellWhatIsWrong();
  void aFileOfSeveralTracesOffersThem();
  void aTraceIsSavedAndCopied();
  void aCaseOpensWithAllThatItHolds();
  void marksStandOnTheTimeAxis();
  void screenReadersSeeATree();
  void everyWidgetHasNamesAndRoom();
  void fiftyThousandSpansDoNotBlock();
  void screenshotsOfTheViewer();
};

void TestTraceView::aTraceIsShown() {
  Viewer viewer;
  QCOMPARE(text(viewer.find<QLabel>("traceSummary")),
           QString::fromUtf8("desktop: book a car  ·  13 spans  ·  6 services  ·  300 ms  ·  1 error"));
  QCOMPARE(viewer.view.waterfall().rows().count(), 13);
  QCOMPARE(viewer.view.title(), "desktop: book a car");
  QCOMPARE(viewer.view.address().toString(), "sharecar://traces/463ac35c9f6413ad48485a3953bb6124");
  QVERIFY(viewer.find<QTableView>("traceFindings")->model()->rowCount() > 0);
  QCOMPARE(viewer.find<QTableView>("traceStatistics")->model()->rowCount(), 6);
}

void TestTraceView::barsAreWhereTheirTimesAre() {
  Viewer viewer;
  auto& waterfall = viewer.view.waterfall();
  const double width = waterfall.viewport()->width() - waterfall.namesWidth() - tracelook::gutter;
  const auto bar = waterfall.barOf(4);  // pg place_order: 11 ms after the begin, 8 of 300 ms
  QCOMPARE(qRound(bar.left() - waterfall.namesWidth()), qRound(width * 11 / 300));
  QCOMPARE(qRound(bar.width()), qRound(width * 8 / 300));
  QCOMPARE(waterfall.rectOf(4).top(), tracelook::header + 4 * rowHeight);
  QCOMPARE(QColor(viewer.pixel(waterfall.barOf(9).center() + QPointF(0, 4))),
           QColor(serviceColour("cardnet", false).colour));
  waterfall.setRange({106'000, 219'000});  // the time of cardnet alone
  QCOMPARE(qRound(waterfall.barOf(9).width()), qRound(width));
  QVERIFY(waterfall.barOf(12).isEmpty());
}

void TestTraceView::anErrorHasAGlyphAndAnEndCap() {
  Viewer viewer;
  auto& waterfall = viewer.view.waterfall();
  const auto bar = waterfall.barOf(5);
  const QColor error(lightTokens.error);
  QCOMPARE(QColor(viewer.pixel({bar.right(), bar.top() - 2})), error);
  const int glyph = TracePainter::indentOf(4) + tracelook::twisty + 4 + 10 + 2;
  QCOMPARE(QColor(viewer.pixel({glyph * 1.0, bar.center().y()})), error);
  QVERIFY(QColor(viewer.pixel({glyph * 1.0, waterfall.barOf(4).center().y()})) != error);
}

void TestTraceView::theCriticalPathIsALineWithinTheBar() {
  Viewer viewer;
  auto& waterfall = viewer.view.waterfall();
  const QPointF middle = waterfall.barOf(9).center();
  QCOMPARE(QColor(viewer.pixel(middle)), QColor(lightTokens.text));
  QCOMPARE(QColor(viewer.pixel(middle + QPointF(0, -2))), QColor(lightTokens.base));
  viewer.key(Qt::Key_P);  // to the answer
  QVERIFY(waterfall.path() == ShownPath::ToAnswer);
  QVERIFY(QColor(viewer.pixel(waterfall.barOf(12).center())) != QColor(lightTokens.text));
  QCOMPARE(viewer.find<QComboBox>("criticalPath")->currentIndex(), 1);
  waterfall.setPath(ShownPath::None);
  QCOMPARE(QColor(viewer.pixel(middle)), QColor(serviceColour("cardnet", false).colour));
}

void TestTraceView::arrowKeysMoveInTheTree() {
  Viewer viewer;
  auto& waterfall = viewer.view.waterfall();
  QSignalSpy selected(&viewer.view, &TraceView::spanSelected);
  viewer.key(Qt::Key_Down);
  QCOMPARE(selected.back().front().toString(), QString::fromStdString(idOf(1)));
  for (int i = 0; i < 6; ++i) viewer.key(Qt::Key_Down);
  QCOMPARE(waterfall.selected(), RowIndex{6});
  viewer.key(Qt::Key_Left);  // closes
  QCOMPARE(waterfall.rows().count(), 10);
  viewer.key(Qt::Key_Left);  // to the parent
  QCOMPARE(waterfall.selected(), RowIndex{3});
  viewer.key(Qt::Key_Right);  // to the first child
  QCOMPARE(waterfall.selected(), RowIndex{4});
  viewer.key(Qt::Key_End);
  QCOMPARE(waterfall.selected(), RowIndex{12});
  viewer.key(Qt::Key_Home);
  QCOMPARE(waterfall.selected(), RowIndex{0});
  QCOMPARE(viewer.view.address().toString(),
           "sharecar://traces/463ac35c9f6413ad48485a3953bb6124/" + QString::fromStdString(idOf(1)));
}

void TestTraceView::lettersActOnlyInTheWaterfall() {
  Viewer viewer;
  auto& waterfall = viewer.view.waterfall();
  viewer.key(Qt::Key_E);
  QCOMPARE(waterfall.selected(), RowIndex{5});
  viewer.key(Qt::Key_Z);
  QCOMPARE(waterfall.rows().count(), 2);
  viewer.key(Qt::Key_E, Qt::ShiftModifier);
  QCOMPARE(waterfall.selected(), RowIndex{5});  // opened again for it
  viewer.key(Qt::Key_A);
  QCOMPARE(waterfall.rows().count(), 13);
  viewer.key(Qt::Key_S);
  QVERIFY(waterfall.range().from > 0);
  viewer.key(Qt::Key_0);
  QCOMPARE(waterfall.range(), (TimeRange{0, 300'000}));
  QTest::keyClick(viewer.find<QLineEdit>("traceFilter"), Qt::Key_Z);
  QCOMPARE(viewer.find<QLineEdit>("traceFilter")->text(), "z");
  QTRY_COMPARE(waterfall.rows().count(), 0);
}

void TestTraceView::theMouseSelectsAndCollapses() {
  Viewer viewer;
  auto& waterfall = viewer.view.waterfall();
  auto* there = waterfall.viewport();
  const QPoint line = waterfall.rectOf(6).center();
  QTest::mouseClick(there, Qt::LeftButton, {}, line);
  QCOMPARE(viewer.view.selectedSpan(), QString::fromStdString(idOf(7)));
  QTest::mouseClick(there, Qt::LeftButton, {}, {TracePainter::indentOf(4) + 6, line.y()});
  QCOMPARE(waterfall.rows().count(), 10);
  QTest::mouseDClick(there, Qt::LeftButton, {}, {waterfall.namesWidth() + 40, waterfall.rectOf(4).center().y()});
  QVERIFY(!waterfall.range().isWhole(300'000));
}

void TestTraceView::aSpanLeadsToItsBooking() {
  Viewer viewer;
  viewer.view.selectSpan(QString::fromStdString(idOf(7)));
  auto* details = viewer.find<QTableView>("spanDetails");
  QStringList asked;
  connect(&viewer.view, &TraceView::navigate, this, [&](const Address& address) { asked += address.toString(); });
  for (int row = 0; row < details->model()->rowCount(); ++row) Q_EMIT details->activated(details->model()->index(row, 1));
  QCOMPARE(asked.join(' '), "sharecar://breakers?service=order&name=payment sharecar://orders/42");
}

void TestTraceView::theFilterAnswersWhileTyping() {
  Viewer viewer;
  auto* box = viewer.find<QLineEdit>("traceFilter");
  auto* state = viewer.find<QLabel>("traceFilterState");
  box->setText("svc:payment dur>100ms");
  QTRY_COMPARE(state->text(), "2 of 13");
  QCOMPARE(box->palette().color(QPalette::Text), QColor(lightTokens.ok));
  QCOMPARE(viewer.view.waterfall().rows().count(), 7);
  box->setText("dur>5");
  QCOMPARE(box->palette().color(QPalette::Text), QColor(lightTokens.error));
  QVERIFY(state->text().startsWith("dur>5: "));
  QCOMPARE(viewer.view.waterfall().rows().count(), 7);  // the last good answer stays
  box->setText("nothing like that");
  QTRY_COMPARE(state->text(), "no span");
  box->clear();
  QCOMPARE(viewer.view.waterfall().rows().count(), 13);
}

void TestTraceView::theMinimapChoosesARange() {
  Viewer viewer;
  auto* minimap = viewer.find<TraceMinimap>("traceMinimap");
  const auto drag = [&](int from, int to) {
    QTest::mousePress(minimap, Qt::LeftButton, {}, {from, 20});
    QTest::mouseMove(minimap, {to, 20});
    QMouseEvent move(QEvent::MouseMove, QPointF(to, 20), minimap->mapToGlobal(QPointF(to, 20)), Qt::NoButton,
                     Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(minimap, &move);
    QTest::mouseRelease(minimap, Qt::LeftButton, {}, {to, 20});
  };
  drag(minimap->width() / 4, minimap->width() / 2);
  const auto& range = viewer.view.waterfall().range();
  QVERIFY(std::abs(range.from - 75'000) < 1'000);
  QVERIFY(std::abs(range.to - 150'000) < 1'000);
  drag(minimap->width() * 3 / 8, minimap->width() * 5 / 8);  // moves it
  QVERIFY(std::abs(viewer.view.waterfall().range().from - 150'000) < 1'000);
  QTest::keyClick(minimap, Qt::Key_Home);
  QVERIFY(viewer.view.waterfall().range().isWhole(300'000));
}

void TestTraceView::usualTimesAreMarkedAndFound() {
  Viewer viewer;
  QStringList asked;
  viewer.view.setUsualProvider([&](const std::string& service, const std::string& name, const auto& answer) {
    asked += QString::fromStdString(service + ' ' + name);
    std::vector<Spans> before(20, booking());
    for (auto& one : before) {
      for (auto& span : one) span.duration /= 4;
    }
    answer(writeZipkin(before));
  });
  QCOMPARE(asked.join('|'), "desktop book a car");
  auto* findings = viewer.find<QTableView>("traceFindings");
  QTRY_COMPARE(findings->model()->index(0, 0).data().toString(), QString::fromUtf8("9.2× slower than usual"));
  viewer.load(booking());
  QCOMPARE(asked.size(), 1);
}

void TestTraceView::twoTracesAreCompared() {
  Viewer viewer;
  auto other = booking();
  other.erase(other.begin() + 5);
  for (auto& span : other) span.duration *= 2;
  QSignalSpy shown(&viewer.view, &TraceView::shown);
  viewer.view.compareWith(other, "yesterday's");
  QVERIFY(shown.wait());
  QVERIFY(viewer.view.trace()->isComparison());
  QVERIFY(text(viewer.find<QLabel>("traceState")).contains("compared with yesterday's"));
  QVERIFY(viewer.view.waterfall().spoken(5).contains("only here"));
  QVERIFY(!viewer.find<QTableView>("traceStatistics")->isColumnHidden(TraceStatisticsModel::Difference));
  viewer.view.stopComparing();
  QVERIFY(shown.wait());
  QVERIFY(!viewer.view.trace()->isComparison());
}

void TestTraceView::moreSpansComeByDifference() {
  auto spans = test::shaped(test::Shape::Ordinary, 1'000);
  Viewer viewer(Spans(spans.begin(), spans.begin() + 600));
  auto& waterfall = viewer.view.waterfall();
  viewer.view.selectSpan(QString::fromStdString(idOf(500)));
  waterfall.setCollapsed(waterfall.rows().data()->rowOfSpan(idOf(20)), true);
  const auto top = waterfall.rows().data()->keyOf(
      waterfall.rows().rowAt(waterfall.verticalScrollBar()->value() / rowHeight));
  viewer.load(spans);
  QCOMPARE(viewer.view.selectedSpan(), QString::fromStdString(idOf(500)));
  QVERIFY(waterfall.rows().isCollapsed(waterfall.rows().data()->rowOfSpan(idOf(20))));
  QCOMPARE(waterfall.rows().data()->keyOf(
               waterfall.rows().rowAt(waterfall.verticalScrollBar()->value() / rowHeight)),
           top);
  viewer.load(booking(), {.name = "another"});
  QCOMPARE(viewer.view.selectedSpan(), QString());
}

void TestTraceView::arrivingSpansAreSaid() {
  Viewer viewer;
  viewer.view.setArriving(12, 300);
  QVERIFY(text(viewer.find<QLabel>("traceState")).endsWith("Spans still arriving: 12, last 300 ms ago"));
  viewer.view.setArriving(-1, 0);
  QVERIFY(!text(viewer.find<QLabel>("traceState")).contains("arriving"));
}

void TestTraceView::aSpanCanBeWantedBeforeItIsThere() {
  Viewer viewer(Spans{});
  viewer.view.selectSpan(QString::fromStdString(idOf(10)));
  QCOMPARE(viewer.view.selectedSpan(), QString());
  auto spans = booking();
  spans.resize(8);
  viewer.load(spans);
  QCOMPARE(viewer.view.selectedSpan(), QString());
  viewer.load(booking());
  QCOMPARE(viewer.view.selectedSpan(), QString::fromStdString(idOf(10)));
}

void TestTraceView::filesOpenByDropAndTellWhatIsWrong() {
  QTemporaryDir folder;
  Viewer viewer(Spans{});
  QSignalSpy shown(&viewer.view, &TraceView::shown);
  QFile file(folder.filePath("a.json"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(test::json(booking()));
  file.close();
  QMimeData dropped;
  dropped.setUrls({QUrl::fromLocalFile(file.fileName())});
  QDragEnterEvent enter({10, 10}, Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&viewer.view, &enter);
  QVERIFY(enter.isAccepted());
  QDropEvent drop({10, 10}, Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&viewer.view, &drop);
  QVERIFY(shown.wait());
  QCOMPARE(viewer.view.waterfall().rows().count(), 13);
  viewer.view.openFile(folder.filePath("none.json"));
  auto* notice = viewer.find<QLabel>("noticeText");
  QTRY_VERIFY(notice->text().startsWith("The file cannot be read."));
  QCOMPARE(viewer.view.waterfall().rows().count(), 13);  // what was there stays
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write("<html>");
  file.close();
  viewer.view.openFile(file.fileName());
  QTRY_VERIFY(notice->text().startsWith("This is no trace that can be read here"));
}

void TestTraceView::aFileOfSeveralTracesOffersThem() {
  auto another = booking();
  another.resize(5);
  for (auto& span : another) span.trace_id = std::string(32, 'a');
  Viewer viewer(Spans{});
  QSignalSpy shown(&viewer.view, &TraceView::shown);
  viewer.view.show(writeZipkin({booking(), another}), {.name = "a.json"});
  QVERIFY(shown.wait());
  auto* traces = viewer.find<QComboBox>("tracesOfFile");
  QVERIFY(traces->isVisible());
  QCOMPARE(traces->itemText(1), "Trace 2 of 2: 5 spans");
  Q_EMIT traces->activated(1);
  QVERIFY(shown.wait());
  QCOMPARE(viewer.view.traceId(), QString(32, 'a'));
}

void TestTraceView::aTraceIsSavedAndCopied() {
  QTemporaryDir folder;
  Viewer viewer;
  QVERIFY(viewer.view.saveZipkin(folder.filePath("out.json")));
  QVERIFY(viewer.view.saveCase(folder.filePath("out.sharecar")));
  Viewer again(Spans{});
  QSignalSpy shown(&again.view, &TraceView::shown);
  for (const char* name : {"out.json", "out.sharecar"}) {
    again.view.openFile(folder.filePath(name));
    QVERIFY(shown.wait());
    QCOMPARE(again.outline(), viewer.outline());
  }
  QVERIFY(!viewer.view.saveZipkin(folder.filePath("no/such/folder.json")));
  viewer.view.copyMarkdown();
  const auto markdown = QApplication::clipboard()->text();
  QVERIFY(markdown.startsWith("### desktop: book a car"));
  QVERIFY(markdown.contains("cardnet"));
}

void TestTraceView::aCaseOpensWithAllThatItHolds() {
  const TraceCase about{
      .booking = R"({"orderId":42})",
      .events = {R"({"at":"2026-11-21T05:20:00.083Z","kind":"transition","service":"order","instance":"order-1",
                 "name":"payment","from":"CLOSED","to":"OPEN"})"},
      .verdict = "The card network was slow."};
  Viewer viewer(Spans{});
  QSignalSpy shown(&viewer.view, &TraceView::shown);
  viewer.view.show(writeCase(about, {booking()}, QDateTime::fromMSecsSinceEpoch(0)), {.name = "a.sharecar"});
  QVERIFY(shown.wait());
  auto* tree = viewer.find<QTreeWidget>("traceCase");
  QStringList parts;
  for (int i = 0; i < tree->topLevelItemCount(); ++i) parts += tree->topLevelItem(i)->text(0);
  QCOMPARE(parts.join(' '), "booking events verdict");
  QVERIFY(text(viewer.find<QLabel>("traceState")).contains("The card network was slow."));
  QVERIFY(viewer.find<QWidget>("traceStrip")->accessibleDescription().contains("CLOSED"));
}

void TestTraceView::marksStandOnTheTimeAxis() {
  Viewer viewer;
  viewer.view.setStrip({{StripMark::Kind::Open, madeAt + 83'000, 13'000, "order: payment", "opened"}});
  test::settle();
  auto* strip = viewer.find<QWidget>("traceStrip");
  QVERIFY(strip->isVisible());
  QVERIFY(strip->accessibleDescription().contains("order: payment: opened"));
  viewer.view.setStrip({});
  QVERIFY(!strip->isVisible());
}

void TestTraceView::screenReadersSeeATree() {
  Viewer viewer;
  auto* tree = QAccessible::queryAccessibleInterface(&viewer.view.waterfall());
  QVERIFY(tree);
  QCOMPARE(tree->role(), QAccessible::Tree);
  QCOMPARE(tree->childCount(), 13);
  auto* line = tree->child(5);
  QCOMPARE(line->role(), QAccessible::TreeItem);
  QCOMPARE(line->text(QAccessible::Name),
           QString("order: put /payments/{id}, 61.0 ms, begins after 22.0 ms, failed, on the way to the answer"));
  QVERIFY(tree->child(6)->state().expanded);
  QVERIFY(!line->state().expandable);
  QCOMPARE(tree->indexOfChild(line), 5);
  viewer.view.waterfall().select(5);
  QVERIFY(line->state().selected);
  QCOMPARE(line->parent(), tree);
  viewer.key(Qt::Key_Z);
  QCOMPARE(tree->childCount(), 2);
  QVERIFY(tree->child(1)->state().collapsed);
}

void TestTraceView::everyWidgetHasNamesAndRoom() {
  Viewer viewer;
  viewer.view.selectSpan(QString::fromStdString(idOf(7)));
  for (const auto language : {LanguageChoice::English, LanguageChoice::Korean}) {
    setLanguage(language);
    test::settle();
    QCOMPARE(test::unnamedWidgets(viewer.view).join('\n'), QString());
    QCOMPARE(test::clippedTexts(viewer.view).join('\n'), QString());
  }
}

void TestTraceView::fiftyThousandSpansDoNotBlock() {
  for (const auto shape : {test::Shape::Wide, test::Shape::Deep, test::Shape::Ordinary}) {
    Viewer viewer(test::shaped(shape, 50'000));
    auto& waterfall = viewer.view.waterfall();
    viewer.key(Qt::Key_A);
    QCOMPARE(waterfall.rows().count(), 50'000);
    viewer.key(Qt::Key_End);
    QVERIFY(!waterfall.rectOf(49'999).isEmpty());
    QVERIFY(waterfall.viewport()->rect().contains(waterfall.rectOf(49'999).center()));
    viewer.key(Qt::Key_Z);
    QCOMPARE(waterfall.rows().count() < 50'000, shape != test::Shape::Wide);  // which has only leaves
  }
}

// As the page has it: with room around.
void TestTraceView::screenshotsOfTheViewer() {
  QWidget page;
  page.resize(1180, 640);
  auto* layout = new QVBoxLayout(&page);
  layout->setContentsMargins(space::l, space::m, space::l, space::l);
  auto* view = new TraceView(true, test::fixedNow);
  layout->addWidget(view);
  std::vector<Spans> before(20, booking());
  for (std::size_t i = 0; i < before.size(); ++i) {
    for (std::size_t at = 0; at < before[i].size(); ++at) {
      const bool pays = at >= 6 && at <= 9;
      before[i][at].duration = before[i][at].duration * static_cast<std::int64_t>(80 + 2 * i) / (pays ? 400 : 100);
    }
  }
  view->setUsualProvider(
      [&](const std::string&, const std::string&, const auto& answer) { answer(writeZipkin(before)); });
  page.show();
  QSignalSpy shown(view, &TraceView::shown);
  view->show(booking(), fromTracing);
  QVERIFY(shown.wait());
  view->setStrip({{StripMark::Kind::Open, madeAt + 83'000, 12'000, "order-1: payment", "CLOSED to OPEN"},
                  {StripMark::Kind::HalfOpen, madeAt + 95'000, 141'000, "order-1: payment", "OPEN to HALF_OPEN"},
                  {StripMark::Kind::Closed, madeAt + 236'000, 90'000'000, "order-1: payment", "HALF_OPEN to CLOSED"},
                  {StripMark::Kind::Fault, madeAt + 20'000, 70'000, "payment: slow", "600 ms"}});
  view->selectSpan(QString::fromStdString(idOf(7)));
  view->setArriving(12, 300);
  auto* findings = view->findChild<QTableView*>("traceFindings");
  QTRY_VERIFY(findings->model()->index(0, 0).data().toString().contains("usual"));
  view->waterfall().setFocus();
  test::screenshots(page, "trace");
  auto* tabs = view->findChild<QTabWidget*>("tracePanelTabs");
  tabs->setCurrentIndex(1);
  findings->selectRow(0);
  view->waterfall().setRange({90'000, 300'000});
  test::screenshots(page, "trace-findings");
  auto other = booking();
  other.erase(other.begin() + 5);
  for (auto& span : other) span.duration = span.duration * 6 / 10;
  view->setArriving(-1, 0);
  view->setStrip({});
  view->compareWith(other, "yesterday.json");
  QVERIFY(shown.wait());
  view->waterfall().showWhole();
  tabs->setCurrentIndex(2);
  test::screenshots(page, "trace-compared");
}

}  // namespace sharecar::desktop

SHARECAR_DESKTOP_TEST(sharecar::desktop::TestTraceView)
#include "tst_traceview.moc"
