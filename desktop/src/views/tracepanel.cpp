#include "views/tracepanel.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "models/texts.h"
#include "views/jsontree.h"
#include "views/page.h"
#include "views/table.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

/// Names are quiet; values that lead somewhere look like links.
class DetailDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

 protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
    QStyledItemDelegate::initStyleOption(option, index);
    const auto& tokens = tokensOf(option->palette);
    if (index.column() == TraceDetailsModel::Name) option->palette.setColor(QPalette::Text, QColor(tokens.muted));
    if (!index.data(TraceDetailsModel::linkRole).toBool()) return;
    option->palette.setColor(QPalette::Text, QColor(tokens.accent));
    option->font.setUnderline(true);
  }
};

constexpr int caseTab = 3;
constexpr int leastColumn = 40;  // of the statistics: seven columns side by side

QVBoxLayout* column(QWidget* page) {
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(space::s, space::s, space::s, space::s);
  layout->setSpacing(space::s);
  return layout;
}

}  // namespace

TracePanel::TracePanel(bool isOperator, QWidget* parent)
    : QWidget(parent),
      m_isOperator(isOperator),
      m_tabs(named(new QTabWidget(this), "tracePanelTabs")),
      m_headline(named(new QLabel(this), "spanHeadline")),
      m_details(new TraceDetailsModel(this)),
      m_detailTable(makeTable(m_details, "spanDetails", this)),
      m_copy(named(new QPushButton(this), "copyDetails")),
      m_findings(new TraceFindingsModel(this)),
      m_findingTable(makeTable(m_findings, "traceFindings", this)),
      m_rule(named(new QLabel(this), "findingRule")),
      m_statistics(new TraceStatisticsModel(this)),
      m_sorted(new QSortFilterProxyModel(this)),
      m_statisticTable(makeTable(m_sorted, "traceStatistics", this)),
      m_groupBy(named(new QComboBox(this), "statisticsBy")),
      m_case(named(new JsonTree(this), "traceCase")) {
  setObjectName("tracePanel");
  m_tabs->setDocumentMode(true);
  m_tabs->addTab(makeDetails(), QString());
  m_tabs->addTab(makeFindings(), QString());
  m_tabs->addTab(makeStatistics(), QString());
  m_tabs->addTab(m_case, QString());
  m_tabs->setTabVisible(caseTab, false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_tabs);
  for (auto* table : {m_detailTable, m_findingTable, m_statisticTable}) {
    table->horizontalHeader()->setResizeContentsPrecision(0);  // a trace may have ten thousand findings
  }
  retranslate();
}

QWidget* TracePanel::makeDetails() {
  auto* page = new QWidget(this);
  auto* layout = column(page);
  auto font = m_headline->font();
  font.setBold(true);
  m_headline->setFont(font);
  m_headline->setWordWrap(true);
  m_headline->setTextFormat(Qt::PlainText);
  m_headline->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_detailTable->setSortingEnabled(false);
  m_detailTable->setItemDelegate(new DetailDelegate(m_detailTable));
  m_detailTable->horizontalHeader()->hide();
  connect(m_detailTable, &QTableView::activated, this, &TracePanel::openLink);
  connect(m_copy, &QPushButton::clicked, this, &TracePanel::copyDetails);
  auto* foot = new QHBoxLayout;
  foot->addStretch();
  foot->addWidget(m_copy);
  layout->addWidget(m_headline);
  layout->addWidget(m_detailTable, 1);
  layout->addLayout(foot);
  return page;
}

QWidget* TracePanel::makeFindings() {
  auto* page = new QWidget(this);
  auto* layout = column(page);
  m_findingTable->setSortingEnabled(false);
  m_rule->setWordWrap(true);
  m_rule->setTextFormat(Qt::PlainText);
  m_rule->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  connect(m_findingTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
    if (m_refreshing) return;
    explainFinding();
    const auto index = m_findingTable->currentIndex();
    if (index.isValid()) Q_EMIT spanWanted(m_findings->rowAt(index).rows.front());
  });
  layout->addWidget(m_findingTable, 1);
  layout->addWidget(m_rule);
  return page;
}

QWidget* TracePanel::makeStatistics() {
  auto* page = new QWidget(this);
  auto* layout = column(page);
  m_statisticTable->horizontalHeader()->setMinimumSectionSize(leastColumn);
  m_sorted->setSourceModel(m_statistics);
  m_sorted->setSortRole(TraceStatisticsModel::sortRole);
  m_statisticTable->sortByColumn(TraceStatisticsModel::Self, Qt::DescendingOrder);
  connect(m_groupBy, &QComboBox::currentIndexChanged, this, &TracePanel::refreshStatistics);
  connect(m_statisticTable, &QTableView::activated, this, [this](const QModelIndex& index) {
    const auto& share = m_statistics->rowAt(m_sorted->mapToSource(index)).share;
    QString filter = "\"svc:" + QString::fromStdString(share.service) + '"';
    if (!share.name.empty()) filter += " \"op:" + QString::fromStdString(share.name) + '"';
    Q_EMIT filterWanted(filter);
  });
  auto* head = new QHBoxLayout;
  head->addWidget(m_groupBy);
  head->addStretch();
  layout->addLayout(head);
  layout->addWidget(m_statisticTable, 1);
  return page;
}

void TracePanel::setData(TraceDataPtr trace, std::vector<ShownFinding> findings) {
  m_data = std::move(trace);
  m_row = noRow;
  refreshDetails();
  showFindings(std::move(findings));
  refreshStatistics();
}

void TracePanel::setUsual(UsualTimesPtr usual, std::vector<ShownFinding> findings) {
  m_usual = std::move(usual);
  showFindings(std::move(findings));
  refreshDetails();
}

void TracePanel::showSpan(RowIndex row) {
  m_row = row;
  refreshDetails();
}

void TracePanel::openDetails() {
  m_tabs->setCurrentIndex(0);
  m_detailTable->setFocus(Qt::OtherFocusReason);
}

void TracePanel::setCase(const TraceCase* about) {
  m_tabs->setTabVisible(caseTab, about != nullptr);
  m_case->clear();
  if (!about) return;
  QJsonObject all;
  QJsonArray events;
  for (const auto& event : about->events) events += QJsonDocument::fromJson(QByteArray::fromStdString(event)).object();
  if (!about->verdict.empty()) all["verdict"] = QString::fromStdString(about->verdict);
  if (!about->booking.empty()) {
    all["booking"] = QJsonDocument::fromJson(QByteArray::fromStdString(about->booking)).object();
  }
  if (!events.isEmpty()) all["events"] = events;
  m_case->show(QJsonDocument(all).toJson());
}

void TracePanel::refreshDetails() {
  const bool any = m_data && m_row != noRow;
  m_headline->setText(any ? texts::spanName(m_data->spanOf(m_row)) : tr("Choose a span to see what it says"));
  m_copy->setEnabled(any);
  m_details->apply(any ? detailsOf(*m_data, m_row, m_usual.get(), m_isOperator, texts::localZone())
                       : std::vector<TraceDetail>{});
  fitColumns(m_detailTable, TraceDetailsModel::Value);
}

void TracePanel::showFindings(std::vector<ShownFinding> findings) {
  if (!m_data) return;
  m_refreshing = true;
  m_findings->show(m_data, std::move(findings));
  m_refreshing = false;
  fitColumns(m_findingTable, TraceFindingsModel::Where);
  countFindings();
  explainFinding();
}

void TracePanel::countFindings() {
  const auto count = m_findings->rows().size();
  m_tabs->setTabText(1, count == 0 ? tr("Findings") : tr("Findings (%1)").arg(count));
}

void TracePanel::refreshStatistics() {
  if (!m_data) return;
  const auto by = m_groupBy->currentIndex() == 1 ? tracemodel::GroupBy::operation : tracemodel::GroupBy::service;
  m_statistics->apply(sharesOf(*m_data, by));
  m_statisticTable->setColumnHidden(TraceStatisticsModel::Difference, !m_data->isComparison());
  fitColumns(m_statisticTable, TraceStatisticsModel::Who);
}

void TracePanel::explainFinding() {
  const auto index = m_findingTable->currentIndex();
  if (!index.isValid()) {
    m_rule->setText(m_findings->rows().empty() ? tr("Nothing stands out by the rules of the findings.")
                                               : tr("Choose a finding to see its rule and its span."));
    return;
  }
  const auto& finding = m_findings->rowAt(index);
  m_rule->setText(texts::findingText(finding, *m_data) + "\n\n" + texts::findingRule(finding));
}

void TracePanel::openLink(const QModelIndex& index) {
  const auto& link = m_details->rowAt(index).link;
  if (link) Q_EMIT navigate(*link);
}

void TracePanel::copyDetails() {
  if (!m_data || m_row == noRow) return;
  QApplication::clipboard()->setText(texts::spanName(m_data->spanOf(m_row)) + '\n' + detailsText(m_details->rows()));
  Q_EMIT announce(tr("The details are on the clipboard."));
}

void TracePanel::retranslate() {
  m_tabs->setTabText(0, tr("Span"));
  countFindings();
  m_tabs->setTabText(2, tr("Statistics"));
  m_tabs->setTabText(caseTab, tr("Case"));
  m_case->setAccessibleName(tr("What the case says: verdict, booking, events"));
  m_tabs->setAccessibleName(tr("About the trace"));
  m_tabs->findChild<QWidget*>("qt_tabwidget_tabbar")->setAccessibleName(tr("About the trace"));
  m_copy->setText(tr("Copy"));
  m_copy->setAccessibleName(tr("Copy the details"));
  m_detailTable->setAccessibleName(tr("What the span says; Enter follows a link"));
  m_findingTable->setAccessibleName(tr("Findings, the worst first"));
  m_statisticTable->setAccessibleName(tr("Where the time goes; Enter filters"));
  const int by = std::max(0, m_groupBy->currentIndex());
  {
    const QSignalBlocker quiet(m_groupBy);
    m_groupBy->clear();
    m_groupBy->addItems({tr("By service"), tr("By operation")});
    m_groupBy->setCurrentIndex(by);
  }
  m_groupBy->setAccessibleName(tr("Group by"));
  m_findings->retranslate();
  m_statistics->retranslate();
  refreshDetails();
  explainFinding();
  refreshStatistics();
}

void TracePanel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
