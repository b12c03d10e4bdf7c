/// One of my bookings: what it is, what happened, and its cancellation.
#pragma once

#include <QTimer>
#include <QWidget>

#include "models/address.h"
#include "models/bookingsmodel.h"
#include "models/session.h"
#include "models/stepsmodel.h"

class QLabel;
class QMenu;
class QPushButton;
class QTableView;
class QToolButton;

namespace sharecar::desktop {

class CancelPanel;
class Loading;

/// Owned by the page My bookings, which tells it what to show.
class BookingDetail : public QWidget {
  Q_OBJECT
 public:
  explicit BookingDetail(Session& session, QWidget* parent = nullptr);

  void show(const Booking& booking);
  void clear();

 Q_SIGNALS:
  void navigate(const sharecar::desktop::Address& address);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void build();
  void retranslate();
  void refresh();
  void openTrace(const QString& traceId, const QString& spanId = {});
  void fillTraces();

  Session& m_session;
  std::optional<Booking> m_booking;
  StepsModel m_model;
  QLabel* m_headline;
  QLabel* m_facts;
  QLabel* m_age;
  QPushButton* m_what;
  QToolButton* m_traces;
  QMenu* m_traceMenu;
  QPushButton* m_cancel;
  Loading* m_loading;
  CancelPanel* m_panel;
  QTableView* m_steps;
};

}  // namespace sharecar::desktop
