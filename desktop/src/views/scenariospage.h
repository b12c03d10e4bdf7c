/// Operate, Scenarios: break the platform on purpose, watch what it does, heal it.
#pragma once

#include <QTimer>

#include "models/scenarios.h"
#include "views/page.h"

class QLabel;
class QPushButton;
class QTableView;

namespace sharecar::desktop {

class Notice;

/// Works only where the launcher runs; else it says why. Opening an address never starts anything.
class ScenariosPage : public Page {
  Q_OBJECT
 public:
  explicit ScenariosPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Scenarios"); }
  QStringList crumbs() const override;
  Address address() const override;
  /// "scenarios/payment-down"; with "?breaker=order/payment" only those that break it; "?run=ID": that run's.
  void open(const Address& address) override;
  void setActive(bool active) override;
  std::vector<KeyHint> keys() const override;

 protected:
  void retranslate() override;

 private:
  void build();
  void refresh();
  void showDetail();
  void showRun(const contracts::RunInfo* run, bool runs);
  void findBooking();
  void openBreaker();
  void openTraces();
  const contracts::RunInfo* shownRun() const;
  /// "order/order-1/payment" of what the scenario breaks; empty: none is known.
  QString brokenBreaker() const;

  Session& m_session;
  ScenariosModel m_scenarios;
  ChecksModel m_checks;
  RunsModel m_runs;
  Notice* m_notice;
  QPushButton* m_all;
  QTableView* m_list;
  QLabel* m_headline;
  QLabel* m_explains;
  QPushButton* m_run;
  QPushButton* m_heal;
  QLabel* m_state;
  QPushButton* m_toBreaker;
  QPushButton* m_toBooking;
  QPushButton* m_toTraces;
  QTableView* m_checkTable;
  QLabel* m_historyTitle;
  QTableView* m_history;
  QWidget* m_detail;
  QString m_scenario;  ///< that is shown
  QString m_breaker;   ///< "order/payment": the list is narrowed to it
  QString m_wantedRun;  ///< its scenario is shown once it is known
  qint64 m_booking = 0;  ///< the newest of the run that is shown
  QString m_bookingOf;   ///< that run
  QTimer m_due;
  Call m_bookingCall;
};

}  // namespace sharecar::desktop
