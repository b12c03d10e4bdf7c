/// The first tab of Traces: search by every parameter of Zipkin, and what was found.
#pragma once

#include "models/session.h"
#include "models/tracequery.h"
#include "views/traceplace.h"

class QLabel;
class QPushButton;

namespace sharecar::desktop {

class Loading;
class Notice;
class TraceResultsView;
class TraceSearchForm;

/// A search is an address: it is kept, sent and gone back to like any place.
class TraceSearch : public TracePlace {
  Q_OBJECT
 public:
  explicit TraceSearch(Session& session, QWidget* parent = nullptr);

  Address address() const override;
  QString title() const override { return tr("Search"); }
  bool isFor(const Address& address) const override;
  void open(const Address& address) override;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void build();
  void retranslate();
  void search(const Click& click);
  void found(const Answer<std::vector<tracemodel::Summary>>& answer);

  Session& m_session;
  std::optional<TraceQuery> m_asked;  ///< what is shown
  TraceSearchForm* m_form;
  Loading* m_loading;
  Notice* m_notice;
  TraceResultsView* m_results;
  QWidget* m_empty;
  QLabel* m_emptyText;
  QPushButton* m_further;
  Call m_call;
};

}  // namespace sharecar::desktop
