#include "views/tracesearchform.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QDateTimeEdit>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStringListModel>

#include "models/texts.h"
#include "views/page.h"
#include "views/style.h"
#include "views/table.h"
#include "views/theme.h"
#include "views/timeedit.h"

namespace sharecar::desktop {
namespace {

using namespace std::chrono_literals;

constexpr int mostTraces = 1'000;
constexpr int durationWidth = 72;
constexpr std::chrono::milliseconds lookbacks[] = {15min, 1h, 6h, 24h, 7 * 24h};

enum Label { Service, Span, Remote, Tags, Duration, Dash, Limit };

QComboBox* nameBox(QWidget* parent, const char* name) {
  auto* box = named(new QComboBox(parent), name);
  box->setEditable(true);
  box->setInsertPolicy(QComboBox::NoInsert);
  box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  box->setMinimumContentsLength(14);
  box->completer()->setFilterMode(Qt::MatchContains);
  box->completer()->setCompletionMode(QCompleter::PopupCompletion);
  return box;
}

// Keeps what is written.
void fill(QComboBox* box, const TraceApi::Names& names) {
  const QSignalBlocker quiet(box);
  const QString text = box->currentText();
  box->clear();
  box->addItem(QString());
  for (const auto& name : names) box->addItem(QString::fromStdString(name));
  box->setCurrentText(text);
}

QDateTime dateTime(Timestamp at) {
  return QDateTime::fromMSecsSinceEpoch(
      std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count());
}

bool isWrong(const QLineEdit* edit) { return !edit->text().trimmed().isEmpty() && !parseDuration(edit->text()); }

}  // namespace

TraceSearchForm::TraceSearchForm(TraceApi& traces, std::function<Timestamp()> now, QWidget* parent)
    : QWidget(parent),
      m_traces(traces),
      m_now(std::move(now)),
      m_service(nameBox(this, "traceService")),
      m_span(nameBox(this, "traceSpan")),
      m_remote(nameBox(this, "traceRemote")),
      m_tags(named(new QLineEdit(this), "traceTags")),
      m_tagWords(new QStringListModel(this)),
      m_min(named(new QLineEdit(this), "traceMin")),
      m_max(named(new QLineEdit(this), "traceMax")),
      m_lookback(makeChoice("traceLookback", this)),
      m_until(named(new QCheckBox(this), "traceUntil")),
      m_end(named(new QDateTimeEdit(this), "traceEnd")),
      m_limit(named(new QSpinBox(this), "traceLimit")),
      m_search(named(new QPushButton(this), "searchTraces")) {
  for (auto& label : m_labels) label = new QLabel(this);
  build();
  connect(m_service, &QComboBox::currentTextChanged, this, &TraceSearchForm::loadNamesOfService);
  connect(m_tags, &QLineEdit::textEdited, this, &TraceSearchForm::loadTagValues);
  connect(m_until, &QCheckBox::toggled, m_end, &QWidget::setEnabled);
  connect(m_search, &QPushButton::clicked, this, &TraceSearchForm::searched);
  for (auto* edit : {m_min, m_max, m_tags}) {
    connect(edit, &QLineEdit::textChanged, this, &TraceSearchForm::check);
    connect(edit, &QLineEdit::returnPressed, m_search, &QPushButton::click);
  }
  for (auto* box : {m_service, m_span, m_remote}) {
    connect(box->lineEdit(), &QLineEdit::returnPressed, m_search, &QPushButton::click);
  }
  retranslate();
  setQuery({});
}

void TraceSearchForm::build() {
  makePrimary(m_search);
  m_tags->setClearButtonEnabled(true);
  auto* completer = new QCompleter(m_tagWords, this);
  completer->setCaseSensitivity(Qt::CaseInsensitive);
  m_tags->setCompleter(completer);
  m_limit->setRange(1, mostTraces);
  m_end->setCalendarPopup(true);
  for (auto* edit : {m_min, m_max}) edit->setFixedWidth(durationWidth);
  m_labels[Service]->setBuddy(m_service);
  m_labels[Span]->setBuddy(m_span);
  m_labels[Remote]->setBuddy(m_remote);
  m_labels[Tags]->setBuddy(m_tags);
  m_labels[Duration]->setBuddy(m_min);
  m_labels[Limit]->setBuddy(m_limit);
  for (auto* label : m_labels) label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

  auto* second = new QHBoxLayout;
  second->setSpacing(space::s);
  for (auto* widget : std::initializer_list<QWidget*>{m_min, m_labels[Dash], m_max}) second->addWidget(widget);
  second->addSpacing(space::s);
  for (auto* widget : std::initializer_list<QWidget*>{m_lookback, m_until, m_end}) second->addWidget(widget);
  second->addSpacing(space::s);
  for (auto* widget : std::initializer_list<QWidget*>{m_labels[Limit], m_limit}) second->addWidget(widget);
  second->addStretch();
  second->addWidget(m_search);

  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::s);
  layout->addWidget(m_labels[Service], 0, 0);
  layout->addWidget(m_service, 0, 1);
  layout->addWidget(m_labels[Span], 0, 2);
  layout->addWidget(m_span, 0, 3);
  layout->addWidget(m_labels[Remote], 0, 4);
  layout->addWidget(m_remote, 0, 5);
  layout->addWidget(m_labels[Tags], 1, 0);
  layout->addWidget(m_tags, 1, 1, 1, 5);
  layout->addWidget(m_labels[Duration], 2, 0);
  layout->addLayout(second, 2, 1, 1, 5);
  for (const int column : {1, 3, 5}) layout->setColumnStretch(column, 1);
}

void TraceSearchForm::setQuery(const TraceQuery& query) {
  m_service->setCurrentText(query.service);
  m_span->setCurrentText(query.span);
  m_remote->setCurrentText(query.remoteService);
  m_tags->setText(query.tags);
  m_min->setText(query.minDuration ? durationForQuery(*query.minDuration) : QString());
  m_max->setText(query.maxDuration ? durationForQuery(*query.maxDuration) : QString());
  const auto found = std::ranges::lower_bound(lookbacks, query.lookback);  // the next longer one
  m_lookback->setCurrentIndex(static_cast<int>(std::min(found, std::end(lookbacks) - 1) - lookbacks));
  m_until->setChecked(query.end.has_value());
  m_end->setEnabled(query.end.has_value());
  m_end->setDateTime(dateTime(query.end.value_or(m_now())));
  m_limit->setValue(query.limit);
}

std::optional<TraceQuery> TraceSearchForm::query() const {
  if (isWrong(m_min) || isWrong(m_max)) return {};
  TraceQuery out{.service = m_service->currentText().trimmed(),
                 .span = m_span->currentText().trimmed(),
                 .remoteService = m_remote->currentText().trimmed(),
                 .tags = m_tags->text().trimmed(),
                 .minDuration = parseDuration(m_min->text()),
                 .maxDuration = parseDuration(m_max->text()),
                 .lookback = lookbacks[std::max(0, m_lookback->currentIndex())],
                 .limit = m_limit->value()};
  if (m_until->isChecked()) out.end = Timestamp{std::chrono::milliseconds{m_end->dateTime().toMSecsSinceEpoch()}};
  return out;
}

void TraceSearchForm::loadNames() {
  m_servicesCall = m_traces.services([this](const Answer<TraceApi::Names>& answer) {
    if (answer) fill(m_service, *answer);
  });
  loadTagKeys();
  loadNamesOfService();
}

void TraceSearchForm::loadNamesOfService() {
  const auto service = m_service->currentText().trimmed();
  m_spansCall.cancel();
  m_remotesCall.cancel();
  if (service.isEmpty()) {
    fill(m_span, {});
    return fill(m_remote, {});
  }
  m_spansCall = m_traces.spanNames(service, [this](const Answer<TraceApi::Names>& answer) {
    if (answer) fill(m_span, *answer);
  });
  m_remotesCall = m_traces.remoteServices(service, [this](const Answer<TraceApi::Names>& answer) {
    if (answer) fill(m_remote, *answer);
  });
}

void TraceSearchForm::loadTagKeys() {
  m_keysCall = m_traces.tagKeys([this](const Answer<TraceApi::Names>& answer) {
    if (!answer) return;
    m_keys = {"error"};
    for (const auto& key : *answer) m_keys += QString::fromStdString(key) + '=';
    m_keys.removeDuplicates();
    m_tagWords->setStringList(m_keys);
  });
}

// Behind the last "key=" the values of that key are offered, each with what stands before it.
void TraceSearchForm::loadTagValues() {
  const QString text = m_tags->text();
  const auto term = text.lastIndexOf(" and ") < 0 ? 0 : text.lastIndexOf(" and ") + 5;
  const auto equals = text.indexOf('=', term);
  const QString before = text.left(equals < 0 ? term : equals + 1);
  const QString key = text.mid(term, equals - term).trimmed();
  if (equals < 0 || !m_keys.contains(key + '=')) {
    QStringList words;
    for (const auto& one : m_keys) words += text.left(term) + one;
    m_valuesCall.cancel();
    return m_tagWords->setStringList(words);
  }
  m_valuesCall = m_traces.tagValues(key, [this, before](const Answer<TraceApi::Names>& answer) {
    if (!answer) return;
    QStringList words;
    for (const auto& value : *answer) words += before + QString::fromStdString(value);
    m_tagWords->setStringList(words);
    if (m_tags->hasFocus()) m_tags->completer()->complete();
  });
}

void TraceSearchForm::check() {
  for (auto* edit : {m_min, m_max}) {
    auto palette = edit->palette();
    const auto& t = tokensOf(this);
    palette.setColor(QPalette::Text, QColor(isWrong(edit) ? t.error : t.text));
    edit->setPalette(palette);
    edit->setToolTip(isWrong(edit) ? tr("This is no duration. Write 5ms, 1.2s or 300us.")
                                   : tr("For example 5ms or 1.2s"));
  }
  m_search->setEnabled(query().has_value());
  m_search->setToolTip(query() ? QString() : tr("A duration cannot be read. Write 5ms, 1.2s or 300us."));
}

void TraceSearchForm::retranslate() {
  m_labels[Service]->setText(tr("Service"));
  m_labels[Span]->setText(tr("Span"));
  m_labels[Remote]->setText(tr("Calls"));
  m_labels[Tags]->setText(tr("Tags"));
  m_labels[Duration]->setText(tr("Duration"));
  m_labels[Dash]->setText(QString::fromUtf8("–"));
  m_labels[Limit]->setText(tr("At most"));
  m_service->setAccessibleName(tr("Service"));
  m_span->setAccessibleName(tr("Span"));
  m_remote->setAccessibleName(tr("Service that is called"));
  m_tags->setAccessibleName(tr("Tags"));
  m_tags->setPlaceholderText(tr("error and http.method=POST and order.id=7"));
  m_min->setAccessibleName(tr("Shortest duration"));
  m_max->setAccessibleName(tr("Longest duration"));
  const int row = std::max(0, m_lookback->currentIndex());
  {
    const QSignalBlocker quiet(m_lookback);
    m_lookback->clear();
    m_lookback->addItems(
        {tr("Last 15 minutes"), tr("Last hour"), tr("Last 6 hours"), tr("Last day"), tr("Last 7 days")});
    m_lookback->setCurrentIndex(row);
  }
  m_lookback->setAccessibleName(tr("How far back"));
  m_until->setText(tr("until"));
  m_until->setAccessibleName(tr("Until another time than now"));
  m_end->setAccessibleName(tr("Until"));
  //: Qt's letters for dates and times: Sat 21 Nov 14:30
  setDateFormat(m_end, tr("ddd d MMM HH:mm"));
  m_limit->setAccessibleName(tr("How many traces at most"));
  m_search->setText(tr("Search"));
  m_search->setAccessibleName(tr("Search for traces"));
  check();
}

void TraceSearchForm::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
