#include "views/traceresultsview.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <algorithm>
#include <map>
#include <set>

#include "views/page.h"
#include "views/table.h"
#include "views/theme.h"
#include "views/tracelist.h"
#include "views/tracescatter.h"

namespace sharecar::desktop {
namespace {

constexpr const char* shapeNames[] = {"showList", "showTable", "showPlot"};
constexpr const char* shapeIcons[] = {"view-list-details", "table", "office-chart-scatter"};

constexpr std::size_t mostOperations = 6;  // each of them is a search of its own

std::set<UsualCache::Operation> commonOperations(const std::vector<FoundTrace>& rows) {
  std::map<UsualCache::Operation, int> counts;
  for (const auto& row : rows) ++counts[{row.summary.service, row.summary.name}];
  std::vector<std::pair<int, UsualCache::Operation>> sorted;
  for (const auto& [operation, count] : counts) sorted.emplace_back(-count, operation);
  std::ranges::sort(sorted);
  std::set<UsualCache::Operation> out;
  for (const auto& [count, operation] : sorted) {
    if (out.size() < mostOperations) out.insert(operation);
  }
  return out;
}

}  // namespace

TraceResultsView::TraceResultsView(UsualCache* usual, QWidget* parent)
    : QWidget(parent),
      m_usual(usual),
      m_order(new TraceOrder(&m_model, this)),
      m_count(named(new QLabel(this), "traceCount")),
      m_byLabel(new QLabel(this)),
      m_by(makeChoice("traceOrder", this)),
      m_compare(named(new QPushButton(this), "compareTraces")),
      m_stack(new QStackedWidget(this)),
      m_table(makeTable(m_order, "traceTable", this)),
      m_list(makeTraceList(m_order, this)) {
  m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_list->setSelectionModel(m_table->selectionModel());
  m_plot = new TraceScatter(m_order, m_table->selectionModel(), this);
  build();
  connect(m_list, &QListView::activated, this, &TraceResultsView::open);
  connect(m_table, &QTableView::activated, this, &TraceResultsView::open);
  connect(m_plot, &TraceScatter::activated, this, &TraceResultsView::open);
  connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TraceResultsView::refresh);
  connect(m_compare, &QPushButton::clicked, this, &TraceResultsView::compare);
  connect(m_by, &QComboBox::currentIndexChanged, this, &TraceResultsView::sort);
  if (m_usual) connect(m_usual, &UsualCache::learnt, this, &TraceResultsView::markSlow);
  retranslate();
  sort(TraceOrder::SlowerThanUsual);
  setShape(List);
}

// By the table, whose header shows it.
void TraceResultsView::sort(int by) {
  m_table->sortByColumn(TraceOrder::columnOf(TraceOrder::By(by)), Qt::DescendingOrder);
}

void TraceResultsView::build() {
  auto* bar = new QHBoxLayout;
  bar->setSpacing(space::s);
  auto* group = new QButtonGroup(this);
  for (int i = 0; i < 3; ++i) {
    auto* button = m_shapes[i] = named(new QToolButton(this), shapeNames[i]);
    button->setCheckable(true);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    group->addButton(button);
    connect(button, &QToolButton::clicked, this, [this, i] { setShape(Shape(i)); });
    bar->addWidget(button);
  }
  bar->addSpacing(space::s);
  bar->addWidget(m_count);
  bar->addStretch();
  bar->addWidget(m_compare);
  bar->addSpacing(space::s);
  bar->addWidget(m_byLabel);
  bar->addWidget(m_by);
  m_byLabel->setBuddy(m_by);
  m_stack->addWidget(m_list);
  m_stack->addWidget(m_table);
  m_stack->addWidget(m_plot);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::s);
  layout->addLayout(bar);
  layout->addWidget(m_stack, 1);
}

void TraceResultsView::show(std::vector<tracemodel::Summary> found) {
  std::vector<FoundTrace> rows;
  for (auto& summary : found) rows.push_back({.summary = std::move(summary)});
  const bool first = m_model.rowCount() == 0;
  m_model.apply(std::move(rows));
  if (first) fitColumns(m_table, TraceResultsModel::Services);
  markSlow();
  refresh();
}

void TraceResultsView::setShape(Shape shape) {
  m_shapes[shape]->setChecked(true);
  m_stack->setCurrentIndex(shape);
}

// Compares how long the root took with the median of its operation, for the most common operations.
void TraceResultsView::markSlow() {
  if (!m_usual) return;
  auto rows = m_model.rows();
  const auto operations = commonOperations(rows);
  for (auto& row : rows) {
    const auto& it = row.summary;
    const UsualCache::Operation operation{it.service, it.name};
    row.slower.reset();
    if (!operations.contains(operation)) continue;
    const auto* known = m_usual->of(operation);
    const auto* usual = known ? known->times.find(it.service, it.name) : nullptr;
    if (usual && usual->p50 > 0) row.slower = static_cast<double>(it.to_answer) / static_cast<double>(usual->p50);
  }
  m_model.apply(std::move(rows));
}

void TraceResultsView::open(const QModelIndex& index) {
  Q_EMIT opened(QString::fromStdString(m_model.rowAt(m_order->mapToSource(index)).summary.trace_id));
}

QStringList TraceResultsView::selected() const {
  QStringList out;
  for (const auto& index : m_table->selectionModel()->selectedRows()) {
    out += QString::fromStdString(m_model.rowAt(m_order->mapToSource(index)).summary.trace_id);
  }
  return out;
}

void TraceResultsView::compare() {
  const auto two = selected();
  if (two.size() == 2) Q_EMIT compared(two[0], two[1]);
}

void TraceResultsView::refresh() {
  m_compare->setEnabled(selected().size() == 2);
  m_count->setText(tr("%n trace(s)", nullptr, m_model.rowCount()));
}

void TraceResultsView::retranslate() {
  const QString shapes[] = {tr("List"), tr("Table"), tr("Plot")};
  for (int i = 0; i < 3; ++i) {
    m_shapes[i]->setText(shapes[i]);
    m_shapes[i]->setAccessibleName(tr("Show as: %1").arg(shapes[i]));
    m_shapes[i]->setIcon(icon(shapeIcons[i]));
  }
  m_byLabel->setText(tr("Order"));
  const int by = std::max(0, m_by->currentIndex());
  {
    const QSignalBlocker quiet(m_by);
    m_by->clear();
    m_by->addItems({tr("Slower than usual first"), tr("Newest first"), tr("Longest first"), tr("Most errors first")});
    m_by->setCurrentIndex(by);
  }
  m_by->setAccessibleName(tr("Order"));
  m_compare->setText(tr("Compare"));
  m_compare->setToolTip(tr("Select two traces to compare them"));
  m_compare->setAccessibleName(tr("Compare the two selected traces"));
  m_list->setAccessibleName(tr("Found traces"));
  m_table->setAccessibleName(tr("Found traces as a table"));
  m_model.retranslate();
  fitColumns(m_table, TraceResultsModel::Services);
  refresh();
}

void TraceResultsView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
