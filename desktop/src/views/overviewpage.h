/// Operate, Overview: what is wrong, every breaker at a glance, every process.
#pragma once

#include <QTimer>
#include <map>

#include "models/overviewmodels.h"
#include "views/page.h"

class QLabel;
class QSortFilterProxyModel;
class QTableView;
class QToolButton;

namespace sharecar::desktop {

class CardGrid;
class Notice;

/// Each finding leads to its cause by Enter or a double click. Looks for overdue bookings every few seconds while it is
/// in sight; the rest comes from PlatformWatch.
class OverviewPage : public Page {
  Q_OBJECT
 public:
  explicit OverviewPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Overview"); }
  QStringList crumbs() const override;
  Address address() const override;
  /// "overview/order/127.0.0.1:8081" chooses that process.
  void open(const Address& address) override;
  void setActive(bool active) override;
  std::vector<KeyHint> keys() const override;

 protected:
  void retranslate() override;

 private:
  void build();
  void refresh();
  void fillStrip();
  void askOverdue();
  void chooseInstance();

  Session& m_session;
  SymptomsModel m_symptoms;
  InstancesModel m_instances;
  QSortFilterProxyModel* m_sorted;
  QLabel* m_summary;
  Notice* m_notice;
  QTableView* m_findings;
  QLabel* m_stripTitle;
  CardGrid* m_strip;
  std::map<QString, QToolButton*> m_chips;
  QLabel* m_processTitle;
  QTableView* m_processes;
  std::vector<contracts::Order> m_overdue;
  QStringList m_chosen;  ///< service and endpoint
  QTimer m_due;
  Call m_call;
};

}  // namespace sharecar::desktop
