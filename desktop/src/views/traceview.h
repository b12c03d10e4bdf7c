/// One trace, from wherever it comes: waterfall, minimap, details, findings, statistics, comparison.
#pragma once

#include <QWidget>

#include "models/address.h"
#include "models/session.h"
#include "models/tracefile.h"
#include "models/tracestrip.h"
#include "models/tracetexts.h"
#include "models/tracework.h"

class QComboBox;
class QLabel;
class QSplitter;

namespace sharecar::desktop {

class Notice;
class TraceBar;
class TraceMinimap;
class TracePanel;
class TraceStrip;
class TraceWaterfall;

/// Where a trace is from.
struct TraceSource {
  QString name = {};          ///< for people: "tracing", the name of a file
  QString traceId = {};       ///< as it was asked for; may be empty for a file
  std::optional<TraceCase> about = {};  ///< goes into a case file with the trace

  friend bool operator==(const TraceSource&, const TraceSource&) = default;
};

/// A widget to put into a tab. Reading, arranging, filtering and comparing happen on a thread of its own; what is shown
/// stays until the new is ready. It asks nobody for anything: the host fetches and hands over. GUI thread.
class TraceView : public QWidget {
  Q_OBJECT
 public:
  TraceView(bool isOperator, Clock now, QWidget* parent = nullptr);
  ~TraceView() override;

  using QWidget::show;
  /// The same source as before updates by difference: selection, what is collapsed and the scroll position stay.
  void show(Spans spans, const TraceSource& source);
  /// The same with what a tracing service answered: a list of spans, or any other form that readTraceFile knows.
  void show(const QByteArray& json, const TraceSource& source);
  /// A file; what is wrong with it is said within. Of several traces the first is shown and the others can be chosen.
  void openFile(const QString& path);

  /// Another run of the same request beside this one. `name`: what it is called.
  void compareWith(Spans spans, const QString& name);
  void compareWith(const QByteArray& json, const QString& name);
  void stopComparing();
  bool isComparing() const { return m_other != nullptr; }

  /// "Spans still arriving: 12, last 0.3 s ago". A negative count: no more are expected.
  void setArriving(int count, int ageMs);
  /// Asked once for each trace that is shown.
  void setUsualProvider(UsualProvider provider);
  void setStrip(std::vector<StripMark> marks);

  /// By id; also for one that is not there yet: it is selected when it comes.
  void selectSpan(const QString& spanId);
  QString selectedSpan() const;
  /// Of what is shown; before that, of what was asked for.
  QString traceId() const;
  /// sharecar://traces/TRACE/SPAN
  Address address() const;
  /// The name of the root: for a tab. Empty while nothing is shown.
  QString title() const;
  /// Null while nothing is shown.
  const TraceDataPtr& trace() const { return m_data; }
  TraceWaterfall& waterfall() { return *m_waterfall; }

  /// Also offered by the menu, which asks where to.
  bool saveZipkin(const QString& path);
  bool saveCase(const QString& path);
  void copyMarkdown();

 Q_SIGNALS:
  void navigate(const sharecar::desktop::Address& address);
  void announce(const QString& text);
  void spanSelected(const QString& spanId);
  /// Another trace, or more of it, is shown now.
  void shown();

 protected:
  void changeEvent(QEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  /// What the other thread made of a trace.
  struct Made {
    TraceDataPtr trace;
    std::vector<ShownFinding> findings;
  };
  /// What it made of bytes. The first of `all` is the one that was made.
  struct Read {
    std::optional<TraceFileFault> fault = {};
    std::shared_ptr<const std::vector<Spans>> all = {};
    std::optional<TraceCase> about = {};
    Made made = {};
  };

  void build();
  void retranslate();
  static Made make(Spans spans, const std::shared_ptr<const ReadTrace>& other, const UsualTimesPtr& usual);
  static Read read(std::string_view bytes, const std::shared_ptr<const ReadTrace>& other, const UsualTimesPtr& usual);
  template <typename Load>
  void start(const TraceSource& source, Load load);
  void took(Read read);
  void take(Made made);
  template <typename Load>
  void startComparing(const QString& name, Load load);
  void compareNow();
  void askUsual();
  void tookUsual(const QByteArray& traces);
  void applyFilter();
  void selectedRow(RowIndex row);
  void showSummary();
  void showTraces();
  void chooseTrace(int index);
  void rangeChanged();
  void save(bool asCase);
  void choose(bool toCompare);
  void showKeys();
  bool write(const QString& path, const QByteArray& bytes);

  const bool m_isOperator;
  const Clock m_now;
  TraceWork m_work;
  TraceSource m_source;
  TraceDataPtr m_data;
  std::shared_ptr<const ReadTrace> m_other;  ///< what it is compared with
  QString m_otherName;
  std::shared_ptr<const std::vector<Spans>> m_all;  ///< of a file
  UsualProvider m_usualProvider;
  UsualTimesPtr m_usual;
  std::string m_usualOf;  ///< the root that was asked for
  QString m_wantedSpan;
  std::vector<StripMark> m_marks;
  int m_arriving = -1;  ///< spans so far; -1: no more are expected
  int m_arrivedAgoMs = 0;
  bool m_isAnother = true;  ///< what comes next is another trace than the one shown

  QLabel* m_summary;
  QLabel* m_state;
  QComboBox* m_traces;
  TraceBar* m_bar;
  Notice* m_notice;
  TraceMinimap* m_minimap;
  TraceWaterfall* m_waterfall;
  TraceStrip* m_strip;
  TracePanel* m_panel;
  QSplitter* m_splitter;
};

}  // namespace sharecar::desktop
