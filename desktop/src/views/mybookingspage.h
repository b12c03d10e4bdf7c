/// My bookings: what I have booked, step by step, and its cancellation.
#pragma once

#include <QTimer>
#include <map>

#include "contracts/listed_car.hpp"
#include "models/bookingsmodel.h"
#include "views/page.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSplitter;
class QTableView;

namespace sharecar::desktop {

class BookingDetail;
class BookingFilter;
class Loading;
class Notice;

/// Follows MyPage by events; reads it anew when events may have been missed, and every few seconds while there are
/// none.
class MyBookingsPage : public Page {
  Q_OBJECT
 public:
  explicit MyBookingsPage(Session& session, QWidget* parent = nullptr);
  ~MyBookingsPage() override;

  QString title() const override { return tr("My bookings"); }
  QStringList crumbs() const override;
  Address address() const override;
  void open(const Address& address) override;

 protected:
  void retranslate() override;

 private:
  void build();
  void reload();
  void reloadCars();
  void onEvent(const QByteArray& name, const QByteArray& json);
  void onCancellation(qint64 order);
  void onSelection();
  void exportCsv();
  Booking booking(contracts::MyPage page) const;
  void justBooked(const contracts::Order& order);
  void showDetail();

  Session& m_session;
  BookingsModel m_model;
  BookingFilter* m_filter;
  QComboBox* m_which;
  QPushButton* m_export;
  QTableView* m_table;
  QLabel* m_empty;
  Loading* m_loading;
  Notice* m_notice;
  BookingDetail* m_detail;
  std::map<CarId, contracts::ListedCar> m_cars;
  std::map<OrderId, contracts::MyPage> m_justBooked;  ///< until MyPage has them
  Call m_list;
  Call m_carsCall;
  QTimer m_poll;
  std::int64_t m_wanted = 0;  ///< an order that an address named and that is not here yet
};

}  // namespace sharecar::desktop
