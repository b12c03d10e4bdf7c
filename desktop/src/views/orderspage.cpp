#include "views/orderspage.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include "models/texts.h"
#include "views/jsontree.h"
#include "views/loading.h"
#include "views/notice.h"
#include "views/table.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int lookAgainMs = 1'000;
constexpr int typedMs = 300;
constexpr int mostRows = 500;
constexpr int shortId = 8;

}  // namespace

OrdersPage::OrdersPage(Session& session, QWidget* parent)
    : Page(parent),
      m_session(session),
      m_sorted(new QSortFilterProxyModel(this)),
      m_query(named(new QLineEdit(this), "orderQuery")),
      m_state(makeChoice("orderState", this)),
      m_stuck(named(new QCheckBox(this), "stuck")),
      m_count(named(new QLabel(this), "orderCount")),
      m_loading(new Loading(this)),
      m_notice(named(new Notice(this), "ordersNotice")),
      m_table(makeTable(m_sorted, "orders", this)),
      m_headline(named(new QLabel(this), "orderHeadline")),
      m_traces(new QWidget(this)),
      m_traceList(new QVBoxLayout(m_traces)),
      m_detailLoading(new Loading(this)),
      m_detailNotice(named(new Notice(this), "orderNotice")),
      m_tree(named(new JsonTree(this), "explanation")) {
  setObjectName("ordersPage");
  m_sorted->setSourceModel(&m_model);
  m_sorted->setSortRole(OrdersModel::sortRole);
  m_table->sortByColumn(OrdersModel::Number, Qt::DescendingOrder);
  build();
  m_soon.setSingleShot(true);
  connect(&m_soon, &QTimer::timeout, this, &OrdersPage::reload);
  connect(m_query, &QLineEdit::textChanged, this, [this] { m_soon.start(typedMs); });
  connect(m_state, &QComboBox::currentIndexChanged, this, &OrdersPage::reload);
  connect(m_stuck, &QCheckBox::toggled, this, &OrdersPage::reload);
  connect(m_notice, &Notice::retry, this, &OrdersPage::reload);
  connect(m_detailNotice, &Notice::retry, this, &OrdersPage::explain);
  connect(&session.events, &EventStream::event, this, [this] {
    if (m_active && !m_soon.isActive()) m_soon.start(lookAgainMs);
  });
  connect(&session.sources, &Sources::offlineChanged, this, [this](bool offline) {
    if (offline) return m_notice->clear();  // the window says so
    if (m_active) reload();
    if (!m_detailNotice->isHidden()) explain();
  });
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
    if (selected() == 0 || selected() == m_order) return;
    m_order = selected();
    explain();
    Q_EMIT addressChanged();
  });
  retranslate();
}

void OrdersPage::build() {
  m_query->setClearButtonEnabled(true);
  m_traceList->setContentsMargins(0, 0, 0, 0);
  m_traceList->setSpacing(space::xs);
  auto font = m_headline->font();
  font.setBold(true);
  m_headline->setFont(font);
  auto* bar = new QHBoxLayout;
  bar->setSpacing(space::s);
  bar->addWidget(m_query, 1);
  bar->addWidget(m_state);
  bar->addWidget(m_stuck);
  bar->addWidget(m_count);
  auto* left = new QWidget(this);
  auto* list = new QVBoxLayout(left);
  list->setContentsMargins(0, 0, 0, 0);
  list->setSpacing(space::s);
  list->addLayout(bar);
  list->addWidget(m_loading);
  list->addWidget(m_notice);
  list->addWidget(m_table, 1);
  auto* right = new QWidget(this);
  auto* detail = new QVBoxLayout(right);
  detail->setContentsMargins(space::m, 0, 0, 0);
  detail->setSpacing(space::s);
  detail->addWidget(m_headline);
  detail->addWidget(m_detailLoading);
  detail->addWidget(m_detailNotice);
  detail->addWidget(m_traces);
  detail->addWidget(m_tree, 1);
  auto* splitter = named(new QSplitter(this), "ordersSplitter");
  splitter->addWidget(left);
  splitter->addWidget(right);
  splitter->setStretchFactor(0, 2);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({700, 260});
  splitter->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::l, 0, space::l, space::l);
  layout->addWidget(splitter);
}

std::int64_t OrdersPage::selected() const {
  const auto index = m_sorted->mapToSource(m_table->currentIndex());
  return index.isValid() ? m_model.rowAt(index).order_id.value : 0;
}

QStringList OrdersPage::crumbs() const {
  return m_order == 0 ? QStringList() : QStringList(tr("Order %1").arg(m_order));
}

Address OrdersPage::address() const {
  if (m_order == 0) return {.place = "orders"};
  return {.place = "orders", .path = {QString::number(m_order)}};
}

// The detail does not need the list: any order can be opened, also one that the filters hide.
void OrdersPage::open(const Address& address) {
  m_order = address.id().toLongLong();
  m_table->setCurrentIndex(m_sorted->mapFromSource(m_model.indexOf(m_order)));
  explain();
}

void OrdersPage::setActive(bool active) {
  m_active = active;
  if (active) reload();
}

void OrdersPage::reload() {
  contracts::FindOrders wanted;
  if (const auto q = m_query->text().trimmed(); !q.isEmpty()) wanted.q = q.toStdString();
  if (m_state->currentIndex() > 0) wanted.status = m_state->currentData().value<OrderState>();
  if (m_stuck->isChecked()) wanted.stuck = "true";
  wanted.size = mostRows;
  wanted.sort = "orderId,desc";
  m_list = m_session.api.findOrders(wanted, [this](const Answer<Listed<contracts::Order>>& answer) {
    if (!answer) return m_notice->show(answer.error(), m_session);
    m_notice->clear();
    setDataAt(m_session.now());
    const bool first = m_model.rowCount() == 0;
    m_model.apply(answer->rows);
    if (first) fitColumns(m_table, OrdersModel::Trace);
    m_count->setText(tr("%n order(s)", nullptr, static_cast<int>(answer->total)));
    if (m_order != 0) m_table->setCurrentIndex(m_sorted->mapFromSource(m_model.indexOf(m_order)));
  });
  m_loading->await(m_list);
}

void OrdersPage::explain() {
  m_tree->clear();
  m_detailNotice->clear();
  m_headline->setText(m_order == 0 ? tr("Choose an order") : tr("Order %1").arg(m_order));
  explained(QByteArray());
  if (m_order == 0) return m_explain.cancel();
  m_explain = m_session.api.explainOrder(OrderId{m_order}, {}, [this](const auto& answer) {
    if (!answer) return m_detailNotice->show(answer.error());
    explained(answer);
  });
  m_detailLoading->await(m_explain);
}

void OrdersPage::explained(const Answer<QByteArray>& answer) {
  while (auto* item = m_traceList->takeAt(0)) {
    if (item->widget()) item->widget()->deleteLater();
    delete item;
  }
  const auto traces = tracesOfExplanation(*answer);
  for (const auto& trace : traces) {
    auto* button = new QPushButton(tr("Open trace %1").arg(trace.left(shortId) + QChar(0x2026)), m_traces);
    button->setObjectName("openTrace_" + trace);
    button->setToolTip(trace);
    button->setAccessibleName(tr("Open trace %1").arg(trace));
    connect(button, &QPushButton::clicked, this, [this, trace] {
      QUrlQuery query;
      query.addQueryItem("order", QString::number(m_order));
      Q_EMIT navigate({.place = "traces", .path = {trace}, .query = query});
    });
    m_traceList->addWidget(button);
  }
  m_traces->setVisible(!traces.isEmpty());
  m_tree->show(*answer);
}

void OrdersPage::retranslate() {
  m_query->setPlaceholderText(tr("Order, customer or trace id"));
  m_query->setAccessibleName(tr("Find orders"));
  m_loading->setWhat(tr("the orders"));
  m_detailLoading->setWhat(tr("what every service knows of it"));
  const int row = std::max(0, m_state->currentIndex());
  {
    const QSignalBlocker quiet(m_state);
    m_state->clear();
    m_state->addItem(tr("Any state"));
    for (const auto& words : state_words) m_state->addItem(texts::state(words.state), QVariant::fromValue(words.state));
    m_state->setCurrentIndex(row);
  }
  m_state->setAccessibleName(tr("State"));
  m_stuck->setText(tr("Stuck"));
  m_stuck->setToolTip(tr("No final state although its deadline has passed"));
  m_stuck->setAccessibleName(tr("Stuck: no final state although its deadline has passed"));
  m_table->setAccessibleName(tr("Orders"));
  m_tree->setAccessibleName(tr("What every service knows of the order"));
  if (m_order == 0) m_headline->setText(tr("Choose an order"));
  m_model.retranslate();
  fitColumns(m_table, OrdersModel::Trace);
}

}  // namespace sharecar::desktop
