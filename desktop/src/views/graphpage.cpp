#include "views/graphpage.h"

#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include "models/texts.h"
#include "models/tracefile.h"
#include "views/graphview.h"
#include "views/notice.h"
#include "views/table.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int askMs = 5'000;
constexpr int sampleSize = 200;

Graph graphOfJson(const QByteArray& json) {
  const auto file = readTraceFile({json.constData(), static_cast<std::size_t>(json.size())});
  const auto* read = std::get_if<TraceFile>(&file);
  return read ? graphOf(read->traces) : Graph();
}

}  // namespace

GraphPage::GraphPage(Session& session, QWidget* parent)
    : Page(parent),
      m_session(session),
      m_sorted(new QSortFilterProxyModel(this)),
      m_sample(named(new QLabel(this), "graphSample")),
      m_notice(named(new Notice(this), "graphNotice")),
      m_empty(named(new QLabel(this), "graphEmpty")),
      m_view(named(new GraphView(this), "graph")),
      m_table(makeTable(m_sorted, "graphEdges", this)) {
  setObjectName("graphPage");
  m_sorted->setSourceModel(&m_edges);
  m_sorted->setSortRole(EdgesModel::sortRole);
  m_table->sortByColumn(EdgesModel::From, Qt::AscendingOrder);
  build();
  m_due.setInterval(askMs);
  connect(&m_due, &QTimer::timeout, this, &GraphPage::ask);
  connect(m_notice, &Notice::retry, this, &GraphPage::ask);
  connect(&session.watch, &PlatformWatch::breakersChanged, this, &GraphPage::refresh);
  connect(m_view, &GraphView::edgeClicked, this, &GraphPage::openTraces);
  connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
    openTraces(EdgeTraits::key(m_edges.rowAt(m_sorted->mapToSource(index))));
  });
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
    const auto index = m_sorted->mapToSource(now);
    if (index.isValid()) choose(EdgeTraits::key(m_edges.rowAt(index)));
  });
  retranslate();
}

void GraphPage::build() {
  m_empty->setWordWrap(true);
  m_empty->setAlignment(Qt::AlignCenter);
  auto* splitter = named(new QSplitter(Qt::Vertical, this), "graphSplitter");
  splitter->addWidget(m_view);
  splitter->addWidget(m_table);
  splitter->setStretchFactor(0, 3);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({440, 200});
  splitter->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::l, 0, space::l, space::l);
  layout->setSpacing(space::s);
  layout->addWidget(m_sample);
  layout->addWidget(m_notice);
  layout->addWidget(m_empty);
  layout->addWidget(splitter, 1);
}

QStringList GraphPage::crumbs() const {
  if (m_chosen.empty()) return {};
  return QString::fromStdString(m_chosen).split('>');
}

Address GraphPage::address() const { return {.place = "graph", .path = crumbs()}; }

void GraphPage::open(const Address& address) {
  m_chosen = address.path.size() == 2 ? address.path.join('>').toStdString() : std::string();
  refresh();
}

std::vector<KeyHint> GraphPage::keys() const {
  return {{tr("Enter"), tr("Show the traces of a call")}};
}

void GraphPage::setActive(bool active) {
  if (!active) return m_due.stop();
  m_session.watch.start();
  m_due.start();
  ask();
}

void GraphPage::ask() {
  if (m_call.isRunning()) return;
  QUrlQuery wanted;
  wanted.addQueryItem("limit", QString::number(sampleSize));
  m_call = m_session.traces.usual(wanted, [this](const Answer<UsualTraces>& answer) {
    if (!answer) return m_notice->show(answer.error(), m_session);
    m_notice->clear();
    m_work.run(TraceWork::Lane::Read, [json = answer->json] { return graphOfJson(json); },
               [this](Graph graph) { take(std::move(graph)); });
  });
}

void GraphPage::take(Graph graph) {
  setDataAt(m_session.now());
  m_heard = true;
  m_graph = std::move(graph);
  m_places = layoutGraph(m_graph.edges, m_places);
  refresh();
}

void GraphPage::refresh() {
  std::vector<ShownEdge> rows;
  for (const auto& edge : m_graph.edges) rows.push_back({edge, breakerOf(edge, m_session.watch.breakers())});
  const bool first = m_edges.rowCount() == 0 && !rows.empty();
  m_edges.apply(rows);
  if (first) fitColumns(m_table, EdgesModel::Breaker);
  m_view->show(std::move(rows), m_places);
  m_view->setChosen(m_chosen);
  const auto index = m_sorted->mapFromSource(m_edges.indexOf(m_chosen));
  if (index.isValid() && m_table->currentIndex().row() != index.row()) m_table->setCurrentIndex(index);
  m_empty->setVisible(m_heard && m_graph.edges.empty());
  m_sample->setText(m_heard ? texts::sampleOf(m_graph, texts::localZone()) : tr("Reading the last %1 traces").arg(sampleSize));
}

void GraphPage::choose(const std::string& key) {
  if (key == m_chosen) return;
  m_chosen = key;
  m_view->setChosen(key);
  Q_EMIT addressChanged();
}

// Calls are the caller's spans with the callee's name, messages the consumer's with the broker's.
void GraphPage::openTraces(const std::string& key) {
  const auto* row = m_edges.find(key);
  if (!row) return;
  const bool isReceived = nodeKind(row->edge.from) == NodeKind::Broker;
  QUrlQuery query;
  query.addQueryItem("serviceName", QString::fromStdString(isReceived ? row->edge.to : row->edge.from));
  query.addQueryItem("remoteServiceName", QString::fromStdString(isReceived ? row->edge.from : row->edge.to));
  Q_EMIT navigate({.place = "traces", .query = query});
}

void GraphPage::retranslate() {
  m_empty->setText(tr("No traces yet, so nobody has called anybody. Make a booking, and its calls appear here."));
  m_table->setAccessibleName(tr("Calls between services: Enter shows their traces"));
  m_edges.retranslate();
  fitColumns(m_table, EdgesModel::Breaker);
  refresh();
}

}  // namespace sharecar::desktop
