/// One breaker of one instance in full: what it did, how it is set up, and what may be done to it.
#pragma once

#include <QWidget>

#include "models/breakermodels.h"
#include "models/platformwatch.h"
#include "models/session.h"

class QLabel;
class QPushButton;
class QTabWidget;
class QTableView;

namespace sharecar::desktop {

class BreakerControl;
class Notice;
class StateBand;

/// Owned by the page Breakers, which tells it what to show.
class BreakerDetail : public QWidget {
  Q_OBJECT
 public:
  explicit BreakerDetail(Session& session, QWidget* parent = nullptr);

  /// Empty: nothing is chosen.
  void follow(const QString& key);
  /// The breaker may have changed.
  void refresh();
  /// Time goes on: countdown and band move.
  void tick();
  const QString& key() const { return m_key; }

 Q_SIGNALS:
  void navigate(const sharecar::desktop::Address& address);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void build();
  void retranslate();
  void askHistory();
  void fillLog();
  void openTraceOf(const QModelIndex& index);
  void openTripTrace();

  Session& m_session;
  QString m_key;
  bool m_asked = false;  ///< for its history
  std::vector<contracts::TimelineEntry> m_timeline;
  std::vector<contracts::BreakerEvent> m_told;  ///< by the platform
  BreakerEventsModel m_events;
  SettingsModel m_settings;
  BreakerChangesModel m_changes;
  QLabel* m_headline;
  QLabel* m_state;
  StateBand* m_band;
  QPushButton* m_trip;
  QPushButton* m_break;
  QTabWidget* m_tabs;
  QTableView* m_eventTable;
  QTableView* m_settingTable;
  QTableView* m_changeTable;
  BreakerControl* m_control;
  Notice* m_notice;
  Call m_timelineCall;
  Call m_eventsCall;
  Call m_changesCall;
};

}  // namespace sharecar::desktop
