#include "views/traceview.h"

#include <QComboBox>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QPointer>
#include <QSplitter>
#include <QVBoxLayout>

#include "api/timelineentries.h"
#include "models/texts.h"
#include "views/notice.h"
#include "views/page.h"
#include "views/theme.h"
#include "views/tracebar.h"
#include "views/traceminimap.h"
#include "views/tracepanel.h"
#include "views/tracestrip.h"
#include "views/tracewaterfall.h"

namespace sharecar::desktop {
namespace {

constexpr qint64 largestFile = 256 * 1024 * 1024;

std::string_view view(const QByteArray& bytes) {
  return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

// Root and service: what `usual` is asked by.
std::string rootOf(const TraceData& data) {
  const auto* root = data.empty() ? nullptr : data.spanOf(0);
  return root ? root->local.service_name + '\n' + root->name : std::string{};
}

}  // namespace

TraceView::TraceView(bool isOperator, Clock now, QWidget* parent)
    : QWidget(parent),
      m_isOperator(isOperator),
      m_now(std::move(now)),
      m_summary(named(new QLabel(this), "traceSummary")),
      m_state(named(new QLabel(this), "traceState")),
      m_traces(named(new QComboBox(this), "tracesOfFile")),
      m_bar(named(new TraceBar(this), "traceBar")),
      m_notice(named(new Notice(this), "traceNotice")),
      m_minimap(named(new TraceMinimap(this), "traceMinimap")),
      m_waterfall(named(new TraceWaterfall(this), "waterfall")),
      m_strip(named(new TraceStrip(this), "traceStrip")),
      m_panel(new TracePanel(isOperator, this)),
      m_splitter(named(new QSplitter(this), "traceSplitter")) {
  setObjectName("traceView");
  setAcceptDrops(true);
  build();
  connect(m_bar, &TraceBar::filterTyped, this, &TraceView::applyFilter);
  connect(m_bar, &TraceBar::errorWanted, m_waterfall, &TraceWaterfall::nextError);
  connect(m_bar, &TraceBar::expandWanted, m_waterfall, &TraceWaterfall::expandAll);
  connect(m_bar, &TraceBar::collapseWanted, m_waterfall, &TraceWaterfall::collapseAll);
  connect(m_bar, &TraceBar::pathWanted, m_waterfall, &TraceWaterfall::setPath);
  connect(m_bar, &TraceBar::copyWanted, this, &TraceView::copyMarkdown);
  connect(m_bar, &TraceBar::saveWanted, this, &TraceView::save);
  connect(m_bar, &TraceBar::openWanted, this, [this] { choose(false); });
  connect(m_bar, &TraceBar::compareWanted, this, [this] { choose(true); });
  connect(m_bar, &TraceBar::stopComparingWanted, this, &TraceView::stopComparing);
  connect(m_bar, &TraceBar::keysWanted, this, &TraceView::showKeys);
  connect(m_traces, &QComboBox::activated, this, &TraceView::chooseTrace);
  connect(m_minimap, &TraceMinimap::rangeChosen, m_waterfall, &TraceWaterfall::setRange);
  connect(m_waterfall, &TraceWaterfall::rangeChanged, this, &TraceView::rangeChanged);
  connect(m_waterfall, &TraceWaterfall::pathChanged, this, [this] { m_bar->setPath(m_waterfall->path()); });
  connect(m_waterfall, &TraceWaterfall::selectedChanged, this, &TraceView::selectedRow);
  connect(m_waterfall, &TraceWaterfall::activated, m_panel, &TracePanel::openDetails);
  connect(m_waterfall, &TraceWaterfall::filterWanted, m_bar, &TraceBar::focusFilter);
  connect(m_waterfall, &TraceWaterfall::copyWanted, m_panel, &TracePanel::copyDetails);
  connect(m_waterfall, &TraceWaterfall::helpWanted, this, &TraceView::showKeys);
  connect(m_panel, &TracePanel::navigate, this, &TraceView::navigate);
  connect(m_panel, &TracePanel::announce, this, &TraceView::announce);
  connect(m_panel, &TracePanel::spanWanted, m_waterfall, &TraceWaterfall::select);
  connect(m_panel, &TracePanel::filterWanted, m_bar, &TraceBar::setFilter);
  retranslate();
}

TraceView::~TraceView() = default;

void TraceView::build() {
  auto font = m_summary->font();
  font.setBold(true);
  m_summary->setFont(font);
  m_summary->setTextFormat(Qt::PlainText);
  m_state->setTextFormat(Qt::PlainText);
  m_traces->setVisible(false);
  m_traces->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_bar->setUsable(false);
  m_bar->setErrors(0);
  m_bar->setComparing(false);
  auto* head = new QHBoxLayout;
  head->setSpacing(space::m);
  head->addWidget(m_summary);
  head->addWidget(m_state, 1);
  head->addWidget(m_traces);
  auto* left = new QWidget(this);
  auto* column = new QVBoxLayout(left);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_minimap);
  column->addSpacing(space::xs);
  column->addWidget(m_waterfall, 1);
  column->addWidget(m_strip);
  m_splitter->addWidget(left);
  m_splitter->addWidget(m_panel);
  m_splitter->setStretchFactor(0, 3);
  m_splitter->setStretchFactor(1, 1);
  m_splitter->setSizes({740, 400});
  m_splitter->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::s);
  layout->addLayout(head);
  layout->addWidget(m_bar);
  layout->addWidget(m_notice);
  layout->addWidget(m_splitter, 1);
}

TraceView::Made TraceView::make(Spans spans, const std::shared_ptr<const ReadTrace>& other,
                                const UsualTimesPtr& usual) {
  auto own = std::make_shared<const ReadTrace>(std::move(spans));
  Made out;
  out.trace = other ? std::make_shared<const TraceData>(std::move(own), other)
                    : std::make_shared<const TraceData>(std::move(own));
  out.findings = findingsOf(*out.trace, usual.get());
  return out;
}

TraceView::Read TraceView::read(std::string_view bytes, const std::shared_ptr<const ReadTrace>& other,
                                const UsualTimesPtr& usual) {
  auto parsed = readTraceFile(bytes);
  if (auto* fault = std::get_if<TraceFileFault>(&parsed)) return {.fault = std::move(*fault)};
  auto& file = std::get<TraceFile>(parsed);
  Read out{.about = std::move(file.about)};
  if (file.traces.size() > 1) out.all = std::make_shared<const std::vector<Spans>>(file.traces);
  Spans first = file.traces.empty() ? Spans{} : std::move(file.traces.front());
  out.made = make(std::move(first), other, usual);
  return out;
}

// Another source is another trace: what is selected, compared and usual is forgotten. `load` makes a Read.
template <typename Load>
void TraceView::start(const TraceSource& source, Load load) {
  if (source.name != m_source.name || source.traceId != m_source.traceId) {
    m_isAnother = true;
    m_work.dispose(std::exchange(m_other, nullptr));
    m_work.forget(TraceWork::Lane::Compare);
    m_bar->setComparing(false);
    if (!m_data) m_state->setText(tr("Reading..."));
  }
  m_source = source;
  m_work.run(
      TraceWork::Lane::Read, [load = std::move(load), other = m_other, usual = m_usual] { return load(other, usual); },
      [this](Read read) { took(std::move(read)); });
}

void TraceView::show(Spans spans, const TraceSource& source) {
  auto shared = std::make_shared<Spans>(std::move(spans));
  start(source, [shared](const auto& other, const auto& usual) {
    if (shared->empty()) return Read{.fault = TraceFileFault{TraceFileFault::Kind::Empty}};
    return Read{.made = make(std::move(*shared), other, usual)};
  });
}

void TraceView::show(const QByteArray& json, const TraceSource& source) {
  start(source, [json](const auto& other, const auto& usual) { return read(view(json), other, usual); });
}

void TraceView::openFile(const QString& path) {
  m_source = {};  // the same file again is read as another: it may have changed entirely
  m_isAnother = true;
  start({.name = QFileInfo(path).fileName()}, [path](const auto& other, const auto& usual) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
      return Read{.fault = TraceFileFault{TraceFileFault::Kind::Closed, file.errorString().toStdString()}};
    }
    if (file.size() > largestFile) return Read{.fault = TraceFileFault{TraceFileFault::Kind::TooLarge}};
    const auto bytes = file.readAll();
    return read(view(bytes), other, usual);
  });
}

void TraceView::took(Read read) {
  if (read.fault) {
    m_notice->show(Notice::Kind::Error, {texts::fileFault(*read.fault), QString::fromStdString(read.fault->detail)});
    m_state->clear();
    showSummary();
    return;
  }
  m_notice->clear();
  if (read.about) {
    m_source.about = std::move(read.about);
    m_marks = stripOf(timelineOf(m_source.about->events));
  }
  m_panel->setCase(m_source.about ? &*m_source.about : nullptr);
  m_all = std::move(read.all);
  showTraces();
  take(std::move(read.made));
}

void TraceView::take(Made made) {
  const bool same = !m_isAnother;
  auto before = std::exchange(m_data, std::move(made.trace));
  m_isAnother = false;
  m_waterfall->setData(m_data, same);
  m_minimap->setData(m_data);
  m_panel->setData(m_data, std::move(made.findings));
  m_work.dispose(std::move(before));  // nobody else has it any more
  m_strip->setMarks(m_marks, m_data->begin());
  m_bar->setUsable(!m_data->empty());
  m_bar->setErrors(m_data->errors());
  m_bar->setComparing(m_data->isComparison());
  rangeChanged();
  showSummary();
  applyFilter();
  if (!m_wantedSpan.isEmpty()) selectSpan(m_wantedSpan);
  m_panel->showSpan(m_waterfall->selected());
  askUsual();
  Q_EMIT shown();
}

// `load` makes a ReadTrace, or nothing when there is none.
template <typename Load>
void TraceView::startComparing(const QString& name, Load load) {
  m_otherName = name;
  m_work.run(TraceWork::Lane::Compare, std::move(load), [this](std::shared_ptr<const ReadTrace> other) {
    if (!other || !m_data) {
      m_notice->show(Notice::Kind::Error, {tr("There is no trace to compare with."), {}});
      return;
    }
    m_notice->clear();
    m_work.dispose(std::exchange(m_other, std::move(other)));
    compareNow();
  });
}

void TraceView::compareWith(Spans spans, const QString& name) {
  auto shared = std::make_shared<Spans>(std::move(spans));
  startComparing(name, [shared]() -> std::shared_ptr<const ReadTrace> {
    return shared->empty() ? nullptr : std::make_shared<const ReadTrace>(std::move(*shared));
  });
}

void TraceView::compareWith(const QByteArray& json, const QString& name) {
  startComparing(name, [json]() -> std::shared_ptr<const ReadTrace> {
    auto parsed = readTraceFile(view(json));
    auto* file = std::get_if<TraceFile>(&parsed);
    if (!file || file->traces.empty()) return nullptr;
    return std::make_shared<const ReadTrace>(std::move(file->traces.front()));
  });
}

void TraceView::stopComparing() {
  if (!m_data || !m_other) return;
  m_work.dispose(std::exchange(m_other, nullptr));
  compareNow();
}

// Arranges the trace at hand anew: with the other one, or alone again.
void TraceView::compareNow() {
  m_work.run(
      TraceWork::Lane::Read,
      [own = m_data->shared(), other = m_other, usual = m_usual] {
        Made out;
        out.trace = other ? std::make_shared<const TraceData>(own, other) : std::make_shared<const TraceData>(own);
        out.findings = findingsOf(*out.trace, usual.get());
        return out;
      },
      [this](Made made) { take(std::move(made)); });
}

void TraceView::setUsualProvider(UsualProvider provider) {
  m_usualProvider = std::move(provider);
  if (m_data) askUsual();
}

void TraceView::askUsual() {
  const auto root = rootOf(*m_data);
  if (!m_usualProvider || root.empty() || root == m_usualOf) return;
  m_usualOf = root;
  const auto* span = m_data->spanOf(0);
  m_usualProvider(span->local.service_name, span->name,
                  [self = QPointer<TraceView>(this), root](const QByteArray& traces) {
                    if (self && self->m_usualOf == root) self->tookUsual(traces);
                  });
}

void TraceView::tookUsual(const QByteArray& traces) {
  struct Learnt {
    UsualTimesPtr usual;
    std::vector<ShownFinding> findings;
    TraceDataPtr of;
  };
  m_work.run(
      TraceWork::Lane::Usual,
      [traces, of = m_data] {
        auto parsed = readTraceFile(view(traces));
        const auto* file = std::get_if<TraceFile>(&parsed);
        Learnt out{std::make_shared<const tracemodel::UsualTimes>(
                       tracemodel::UsualTimes::of(file ? file->traces : std::vector<Spans>{})),
                   {},
                   of};
        out.findings = findingsOf(*of, out.usual.get());
        return out;
      },
      [this](Learnt learnt) {
        m_usual = std::move(learnt.usual);
        m_waterfall->setUsual(m_usual);
        if (learnt.of == m_data) return m_panel->setUsual(m_usual, std::move(learnt.findings));
        m_panel->setUsual(m_usual, findingsOf(*m_data, m_usual.get()));
      });
}

void TraceView::setArriving(int count, int ageMs) {
  m_arriving = count;
  m_arrivedAgoMs = ageMs;
  showSummary();
}

void TraceView::setStrip(std::vector<StripMark> marks) {
  m_marks = std::move(marks);
  if (m_data) m_strip->setMarks(m_marks, m_data->begin());
}

void TraceView::rangeChanged() {
  m_minimap->setRange(m_waterfall->range());
  m_strip->setScale(m_waterfall->range(), m_waterfall->namesWidth());
}

void TraceView::applyFilter() {
  const auto text = m_bar->filter().trimmed();
  m_work.forget(TraceWork::Lane::Filter);
  if (!m_data || text.isEmpty()) {
    m_bar->showFilterState({}, false);
    if (m_data && m_waterfall->rows().isFiltered()) m_waterfall->setFilter(nullptr);
    return;
  }
  auto parsed = TraceFilter::parse(text.toStdString());
  if (const auto* wrong = std::get_if<TraceFilter::Wrong>(&parsed)) {
    return m_bar->showFilterState(texts::filterFault(*wrong), true);
  }
  m_work.run(
      TraceWork::Lane::Filter,
      [filter = std::get<TraceFilter>(std::move(parsed)), of = m_data] {
        return std::pair{of, std::make_shared<const FilteredRows>(filter.apply(*of))};
      },
      [this](auto result) {
        if (result.first != m_data) return;
        const auto count = result.second->count;
        m_waterfall->setFilter(std::move(result.second));
        m_bar->showFilterState(count == 0 ? tr("no span") : tr("%1 of %2").arg(count).arg(m_data->rows().size()),
                               count == 0);
      });
}

void TraceView::selectedRow(RowIndex row) {
  m_panel->showSpan(row);
  if (row != noRow) m_wantedSpan.clear();
  Q_EMIT spanSelected(selectedSpan());
}

void TraceView::selectSpan(const QString& spanId) {
  m_wantedSpan = spanId;
  if (!m_data || m_isAnother || spanId.isEmpty()) return;
  if (const RowIndex row = m_data->rowOfSpan(spanId.toStdString()); row != noRow) m_waterfall->select(row);
}

QString TraceView::selectedSpan() const {
  const RowIndex row = m_waterfall->selected();
  const auto* span = m_data && row != noRow ? m_data->spanOf(row) : nullptr;
  return span ? QString::fromStdString(span->id) : QString();
}

QString TraceView::traceId() const {
  if (!m_data || m_isAnother || m_data->trace().tree.spans().empty()) return m_source.traceId;
  return QString::fromStdString(m_data->trace().tree.spans().front().trace_id);
}

Address TraceView::address() const {
  Address out{.place = "traces", .path = {traceId()}};
  if (const auto span = selectedSpan(); !span.isEmpty()) out.path += span;
  return out;
}

QString TraceView::title() const {
  return !m_data || m_data->empty() ? QString() : texts::spanName(m_data->spanOf(0));
}

void TraceView::showSummary() {
  if (!m_data || m_data->empty()) {
    m_summary->setText(m_source.name);
  } else {
    m_summary->setText(texts::traceSummary(*m_data));
  }
  QStringList state;
  if (m_data && m_data->isComparison()) state += tr("compared with %1").arg(m_otherName);
  if (m_data && m_data->begin() > 0) {
    const Timestamp at{std::chrono::microseconds{m_data->begin()}};
    state += texts::day(at, texts::localZone()) + ' ' + texts::exactTime(at, texts::localZone());
  }
  if (m_source.about && !m_source.about->verdict.empty()) state += QString::fromStdString(m_source.about->verdict);
  if (m_arriving >= 0) {
    const auto ago = texts::traceDuration(std::int64_t{m_arrivedAgoMs} * 1000);
    state += tr("Spans still arriving: %1, last %2 ago").arg(m_arriving).arg(ago);
  }
  m_state->setText(state.join(QString::fromUtf8("  ·  ")));
}

void TraceView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
