/// Traces: search, and each opened trace or file in a tab of its own.
#pragma once

#include "views/page.h"

class QLabel;
class QTabWidget;

namespace sharecar::desktop {

class TracePlace;
class TraceSearch;

/// Operators search; everybody can open what their bookings and files lead to.
class TracesPage : public Page {
  Q_OBJECT
 public:
  explicit TracesPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Traces"); }
  QStringList crumbs() const override;
  std::vector<Crumb> origin() const override;
  Address address() const override;
  void open(const Address& address) override;

 protected:
  void retranslate() override;

 private:
  TracePlace* placeAt(int tab) const;
  TracePlace* current() const;
  TracePlace* make(const Address& address);
  void add(TracePlace* place);
  void close(int tab);
  void nameTab(TracePlace* place);
  void showEmpty();

  Session& m_session;
  QTabWidget* m_tabs;
  QLabel* m_empty;  ///< instead of no tab at all
  TraceSearch* m_search = nullptr;  ///< null for who is no operator
};

}  // namespace sharecar::desktop
