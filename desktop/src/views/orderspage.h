/// Operate, Bookings: find any order, and what every service knows of it.
#pragma once

#include <QTimer>

#include "models/ordersmodel.h"
#include "views/page.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;
class QVBoxLayout;

namespace sharecar::desktop {

class JsonTree;
class Loading;
class Notice;

/// Looks again when something changes in MyPage, at most once a second. Changes nothing.
class OrdersPage : public Page {
  Q_OBJECT
 public:
  explicit OrdersPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Bookings"); }
  QStringList crumbs() const override;
  Address address() const override;
  void open(const Address& address) override;
  void setActive(bool active) override;

 protected:
  void retranslate() override;

 private:
  void build();
  void reload();
  void explain();
  void explained(const Answer<QByteArray>& answer);
  std::int64_t selected() const;

  Session& m_session;
  OrdersModel m_model;
  QSortFilterProxyModel* m_sorted;
  QLineEdit* m_query;
  QComboBox* m_state;
  QCheckBox* m_stuck;
  QLabel* m_count;
  Loading* m_loading;
  Notice* m_notice;
  QTableView* m_table;
  QLabel* m_headline;
  QWidget* m_traces;
  QVBoxLayout* m_traceList;
  Loading* m_detailLoading;
  Notice* m_detailNotice;
  JsonTree* m_tree;
  QTimer m_soon;
  Call m_list;
  Call m_explain;
  std::int64_t m_order = 0;  ///< whose detail is shown
  bool m_active = false;
};

}  // namespace sharecar::desktop
