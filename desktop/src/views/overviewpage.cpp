#include "views/overviewpage.h"

#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "models/breakertexts.h"
#include "models/texts.h"
#include "views/cardgrid.h"
#include "views/notice.h"
#include "views/spoken.h"
#include "views/stateglyph.h"
#include "views/table.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int overdueMs = 5'000;
constexpr int mostOverdue = 100;
constexpr int glyphSize = 16;
constexpr QSize chipSize{232, 32};

constexpr QSize iconSize{glyphSize + space::s, glyphSize};  // with the gap before the text
constexpr int fewestRows = 1;
constexpr int mostRows = 7;

// The word has the colour of what it says.
class HealthDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

 protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
    QStyledItemDelegate::initStyleOption(option, index);
    const auto& t = tokensOf(option->palette);
    const bool isUp = index.data(InstancesModel::sortRole).toString() == "UP";
    option->palette.setColor(QPalette::Text, QColor(isUp ? t.ok : t.error));
  }
};

QIcon glyphIcon(BreakerState state, const QWidget* widget) {
  QPixmap image(iconSize * widget->devicePixelRatioF());
  image.setDevicePixelRatio(widget->devicePixelRatioF());
  image.fill(Qt::transparent);
  QPainter painter(&image);
  paintStateGlyph(painter, QRectF(0, 0, glyphSize, glyphSize), state, tokensOf(widget));
  return image;
}

QLabel* heading(const char* name, QWidget* parent) {
  auto* label = named(new QLabel(parent), name);
  auto font = label->font();
  font.setBold(true);
  label->setFont(font);
  return label;
}

}  // namespace

OverviewPage::OverviewPage(Session& session, QWidget* parent)
    : Page(parent),
      m_session(session),
      m_sorted(new QSortFilterProxyModel(this)),
      m_summary(heading("overviewSummary", this)),
      m_notice(named(new Notice(this), "overviewNotice")),
      m_findings(makeTable(&m_symptoms, "findings", this)),
      m_stripTitle(heading("stripTitle", this)),
      m_strip(new CardGrid(chipSize, this)),
      m_processTitle(heading("processTitle", this)),
      m_processes(makeTable(m_sorted, "instances", this)) {
  setObjectName("overviewPage");
  m_sorted->setSourceModel(&m_instances);
  m_sorted->setSortRole(InstancesModel::sortRole);
  m_processes->sortByColumn(InstancesModel::Service, Qt::AscendingOrder);
  m_findings->setSortingEnabled(false);
  build();
  m_due.setInterval(overdueMs);
  connect(&m_due, &QTimer::timeout, this, &OverviewPage::askOverdue);
  connect(m_notice, &Notice::retry, &session.watch, &PlatformWatch::askInstances);
  connect(&session.watch, &PlatformWatch::breakersChanged, this, &OverviewPage::refresh);
  connect(&session.watch, &PlatformWatch::instancesChanged, this, [this] {
    if (!m_session.watch.instancesFailure()) setDataAt(m_session.now());
    refresh();
  });
  connect(m_findings, &QTableView::activated, this,
          [this](const QModelIndex& index) { Q_EMIT navigate(m_symptoms.rowAt(index).cause); });
  connect(m_processes->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const auto& now) {
    const auto index = m_sorted->mapToSource(now);
    if (!index.isValid()) return;
    const auto path = instanceAddress(m_instances.rowAt(index).instance).path;
    if (path == m_chosen) return;
    m_chosen = path;
    Q_EMIT addressChanged();
  });
  retranslate();
}

void OverviewPage::build() {
  m_processes->setItemDelegateForColumn(InstancesModel::Health, new HealthDelegate(m_processes));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::l, 0, space::l, space::l);
  layout->setSpacing(space::s);
  layout->addWidget(m_summary);
  layout->addWidget(m_notice);
  layout->addWidget(m_findings);
  layout->addSpacing(space::s);
  layout->addWidget(m_stripTitle);
  layout->addWidget(m_strip);
  layout->addSpacing(space::s);
  layout->addWidget(m_processTitle);
  layout->addWidget(m_processes, 1);
}

QStringList OverviewPage::crumbs() const { return m_chosen; }

Address OverviewPage::address() const { return {.place = "overview", .path = m_chosen}; }

void OverviewPage::open(const Address& address) {
  m_chosen = address.path.mid(0, 2);
  chooseInstance();
}

std::vector<KeyHint> OverviewPage::keys() const {
  return {{tr("Enter"), tr("Go to the cause of a finding")}};
}

void OverviewPage::setActive(bool active) {
  if (!active) return m_due.stop();
  m_session.watch.start();
  m_due.start();
  askOverdue();
  refresh();
}

void OverviewPage::askOverdue() {
  contracts::FindOrders wanted;
  wanted.stuck = "true";
  wanted.size = mostOverdue;
  m_call = m_session.api.findOrders(wanted, [this](const Answer<Listed<contracts::Order>>& answer) {
    if (!answer) return;  // who cannot be asked is a finding already
    m_overdue = answer->rows;
    refresh();
  });
}

void OverviewPage::refresh() {
  const auto& watch = m_session.watch;
  const auto now = m_session.now();
  std::vector<SeenBreaker> breakers;
  for (const auto& [key, seen] : watch.breakers()) breakers.push_back(seen);
  std::vector<ShownInstance> rows;
  for (const auto& instance : watch.instances()) rows.push_back({instance, now});
  const bool first = m_instances.rowCount() == 0 && !rows.empty();
  const int before = m_symptoms.rowCount();
  m_instances.apply(std::move(rows));
  m_symptoms.apply(symptomsOf(watch.instances(), breakers, m_overdue, now));
  if (first) fitColumns(m_processes, InstancesModel::Faults);
  if (before == 0 && m_symptoms.rowCount() > 0) fitColumns(m_findings, SymptomsModel::Rule);
  chooseInstance();
  fillStrip();
  if (watch.instancesFailure()) {
    m_notice->show(*watch.instancesFailure(), m_session);
  } else {
    m_notice->clear();
  }
  const int found = m_symptoms.rowCount();
  m_findings->setVisible(found > 0);
  m_findings->setFixedHeight((std::clamp(found, fewestRows, mostRows) + 1) * rowHeight + space::xs);
  if (!watch.hasInstances()) {
    m_summary->setText(tr("Looking at the platform"));
  } else {
    m_summary->setText(found == 0 ? tr("✓  Nothing is wrong: every process is up, every breaker is closed, nothing waits")
                                  : tr("%n finding(s)", nullptr, found));
  }
}

void OverviewPage::fillStrip() {
  const auto& breakers = m_session.watch.breakers();
  std::vector<QWidget*> chips;
  for (const auto& [key, seen] : breakers) {
    auto*& chip = m_chips[key];
    if (!chip) {
      chip = new QToolButton(m_strip);
      chip->setObjectName("chip_" + key);
      chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
      chip->setIconSize(iconSize);
      chip->setAutoRaise(true);
      chip->setFixedSize(chipSize);
      connect(chip, &QToolButton::clicked, this, [this, key = key] { Q_EMIT navigate(breakerAddress(key)); });
    }
    const auto state = breakerState(seen.breaker.state);
    const auto word = texts::breakerState(state);
    const auto name = QString::fromUtf8("%1 → %2").arg(QString::fromStdString(seen.breaker.service),
                                                       QString::fromStdString(seen.breaker.name));
    chip->setIcon(glyphIcon(state, this));
    chip->setText(QString("%1: %2").arg(name, word));
    chip->setToolTip(texts::breakerInWords(seen, m_session.now(), texts::localZone()));
    setSpokenName(chip, QString("%1, %2: %3").arg(name, QString::fromStdString(seen.breaker.instance), word));
    chips.push_back(chip);
  }
  for (auto it = m_chips.begin(); it != m_chips.end();) {
    if (breakers.contains(it->first)) {
      ++it;
      continue;
    }
    it->second->deleteLater();
    it = m_chips.erase(it);
  }
  m_stripTitle->setVisible(!chips.empty());
  m_strip->setVisible(!chips.empty());
  m_strip->setCards(std::move(chips));
}

void OverviewPage::chooseInstance() {
  if (m_chosen.size() < 2) return m_processes->clearSelection();
  for (const auto& row : m_instances.rows()) {
    if (instanceAddress(row.instance).path != m_chosen) continue;
    const auto index = m_sorted->mapFromSource(m_instances.indexOf(InstanceTraits::key(row)));
    if (m_processes->currentIndex().row() != index.row()) m_processes->setCurrentIndex(index);
  }
}

void OverviewPage::retranslate() {
  m_stripTitle->setText(tr("Breakers"));
  m_processTitle->setText(tr("Processes"));
  m_findings->setAccessibleName(tr("Findings: Enter leads to the cause"));
  m_processes->setAccessibleName(tr("Processes of the platform"));
  m_symptoms.retranslate();
  m_instances.retranslate();
  fitColumns(m_findings, SymptomsModel::Rule);
  fitColumns(m_processes, InstancesModel::Faults);
  refresh();
}

}  // namespace sharecar::desktop
