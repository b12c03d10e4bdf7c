/// Operate, Graph: who calls whom now, with rate, errors, duration and breaker of each edge.
#pragma once

#include <QTimer>

#include "models/graphmodel.h"
#include "models/tracework.h"
#include "views/page.h"

class QLabel;
class QSortFilterProxyModel;
class QTableView;

namespace sharecar::desktop {

class GraphView;
class Notice;

/// Computed from the last 200 traces, which are asked for every few seconds while it is in sight.
class GraphPage : public Page {
  Q_OBJECT
 public:
  explicit GraphPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Graph"); }
  QStringList crumbs() const override;
  Address address() const override;
  /// "graph/order/payment" chooses that edge.
  void open(const Address& address) override;
  void setActive(bool active) override;
  std::vector<KeyHint> keys() const override;

 protected:
  void retranslate() override;

 private:
  void build();
  void ask();
  void take(Graph graph);
  void refresh();
  void choose(const std::string& key);
  void openTraces(const std::string& key);

  Session& m_session;
  EdgesModel m_edges;
  QSortFilterProxyModel* m_sorted;
  Graph m_graph;
  GraphPlaces m_places;
  QLabel* m_sample;
  Notice* m_notice;
  QLabel* m_empty;
  GraphView* m_view;
  QTableView* m_table;
  std::string m_chosen;
  bool m_heard = false;
  QTimer m_due;
  Call m_call;
  TraceWork m_work;
};

}  // namespace sharecar::desktop
