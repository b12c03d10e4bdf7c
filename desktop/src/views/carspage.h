/// Cars: my time and filters on top, what is free on the left, the booking on the right.
#pragma once

#include "models/carsmodel.h"
#include "views/page.h"

class QCheckBox;
class QComboBox;
class QSortFilterProxyModel;
class QSpinBox;
class QLabel;
class QTableView;

namespace sharecar::desktop {

class BookingPane;
class Loading;
class Notice;
class TimeEdit;

class CarsPage : public Page {
  Q_OBJECT
 public:
  explicit CarsPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Cars"); }
  QStringList crumbs() const override;
  Address address() const override;
  void open(const Address& address) override;
  void setActive(bool active) override;

 protected:
  void retranslate() override;

 private:
  void build();
  void reload();
  void reloadZones();
  void fillFilters();
  void showSelected();

  Session& m_session;
  CarsModel m_model;
  QSortFilterProxyModel* m_sorted;
  TimeEdit* m_time;
  QComboBox* m_zone;
  QComboBox* m_class;
  QLabel* m_maxLabel;
  QSpinBox* m_max;
  QCheckBox* m_freeOnly;
  Loading* m_loading;
  Notice* m_notice;
  QLabel* m_empty;
  QTableView* m_table;
  BookingPane* m_pane;
  std::vector<std::string> m_zones;
  std::vector<std::string> m_classes;
  std::string m_timeZone = "Asia/Seoul";  ///< of the cars listed
  std::int64_t m_wanted = 0;
  Call m_list;
  Call m_zonesCall;
};

}  // namespace sharecar::desktop
