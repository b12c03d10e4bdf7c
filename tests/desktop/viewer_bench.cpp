// viewer_bench SHAPE SPANS OUT.json: how the trace viewer behaves with one large trace. ./sharecar bench viewer runs it.
#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>

#include "support/offscreen.h"
#include "support/traces.h"
#include "views/traceview.h"
#include "views/tracewaterfall.h"

namespace sharecar::desktop {
namespace {

constexpr int scrollSteps = 500;
constexpr QSize windowSize{1180, 760};

double msOf(const QElapsedTimer& since) { return static_cast<double>(since.nsecsElapsed()) / 1e6; }

/// Anonymous memory of this process in MB.
double memoryMb() {
  QFile status("/proc/self/status");
  if (!status.open(QIODevice::ReadOnly)) return 0;
  for (const auto& line : status.readAll().split('\n')) {
    if (line.startsWith("RssAnon:")) return line.mid(8).trimmed().split(' ').front().toDouble() * 1024 / 1e6;
  }
  return 0;
}

/// The longest time that the event loop did not come round.
class Heart : public QObject {
 public:
  Heart() {
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
      m_longest = std::max(m_longest, msOf(m_since) - 1);
      m_since.start();
    });
    m_since.start();
    m_timer.start(1);
  }
  double longest() const { return m_longest; }

 private:
  QTimer m_timer;
  QElapsedTimer m_since;
  double m_longest = 0;
};

class Bench {
 public:
  Bench(test::Shape shape, int count) : m_spans(test::shaped(shape, count)) {}

  QByteArray run(const QString& shape) {
    const auto path = write();
    const QByteArray json = test::json(m_spans);
    const double fileMb = static_cast<double>(json.size()) / 1e6;
    const auto count = m_spans.size();
    m_spans = {};
    m_view.resize(windowSize);
    m_view.show();
    test::settle();
    const double before = memoryMb();
    const Heart heart;
    const double firstPaint = untilShown([&] { m_view.openFile(path); });
    const double memory = memoryMb() - before;
    const double expand = painted([&] { m_view.waterfall().expandAll(); });
    const double scroll = scrolled();
    const double collapse = painted([&] { m_view.waterfall().collapseAll(); });
    const double filter = filtered();
    const double compare = untilShown([&] { m_view.compareWith(json, "another"); });
    return QString(R"({"shape":"%1","spans":%2,"fileMb":%3,"firstPaint":%4,"longestBlock":%5,"expand":%6,"collapse":%7,)"
                   R"("scrollP99":%8,"filter":%9,"compare":%10,"memoryMb":%11})")
        .arg(shape)
        .arg(count)
        .arg(fileMb)
        .arg(firstPaint)
        .arg(heart.longest())
        .arg(expand)
        .arg(collapse)
        .arg(scroll)
        .arg(filter)
        .arg(compare)
        .arg(memory)
        .toUtf8();
  }

 private:
  QString write() {
    QFile file(m_folder.filePath("trace.json"));
    if (file.open(QIODevice::WriteOnly)) file.write(test::json(m_spans));
    return file.fileName();
  }
  void paint() { m_view.waterfall().viewport()->repaint(); }
  template <class Do>
  double painted(Do what) {
    QElapsedTimer since;
    since.start();
    what();
    paint();
    const double out = msOf(since);
    QCoreApplication::processEvents();
    return out;
  }
  template <class Do>
  double untilShown(Do what) {
    QEventLoop loop;
    QObject::connect(&m_view, &TraceView::shown, &loop, &QEventLoop::quit);
    QElapsedTimer since;
    since.start();
    what();
    loop.exec();
    paint();
    return msOf(since);
  }
  double filtered() {
    auto* state = m_view.findChild<QLabel*>("traceFilterState");
    QElapsedTimer since;
    since.start();
    m_view.findChild<QLineEdit*>("traceFilter")->setText("svc:payment dur>1ms timeout");
    while (state->text().isEmpty()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    paint();
    const double out = msOf(since);
    m_view.findChild<QLineEdit*>("traceFilter")->clear();
    return out;
  }
  double scrolled() {
    auto* bar = m_view.waterfall().verticalScrollBar();
    std::vector<double> frames;
    for (int step = 0; step < scrollSteps; ++step) {
      frames.push_back(painted([&] { bar->setValue(bar->maximum() / scrollSteps * step); }));
    }
    std::ranges::sort(frames);
    return frames[frames.size() * 99 / 100];
  }

  QTemporaryDir m_folder;
  Spans m_spans;
  TraceView m_view{true, test::fixedNow};
};

int run(const QStringList& words) {
  const std::map<QString, test::Shape> shapes{
      {"wide", test::Shape::Wide}, {"deep", test::Shape::Deep}, {"ordinary", test::Shape::Ordinary}};
  const int count = words.value(2).toInt();
  if (words.size() != 4 || !shapes.contains(words[1]) || count < 1) {
    std::fprintf(stderr, "viewer_bench wide|deep|ordinary SPANS OUT.json\n");
    return 2;
  }
  QFile out(words[3]);
  const auto figures = Bench(shapes.at(words[1]), count).run(words[1]);
  return out.open(QIODevice::WriteOnly) && out.write(figures) == figures.size() ? 0 : 1;
}

}  // namespace
}  // namespace sharecar::desktop

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  sharecar::desktop::test::prepareOffscreen();
  sharecar::desktop::setTheme(sharecar::desktop::ThemeChoice::Light);
  sharecar::desktop::setLanguage(sharecar::desktop::LanguageChoice::English);
  return sharecar::desktop::run(QApplication::arguments());
}
