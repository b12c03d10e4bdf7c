/// Beside the waterfall: what one span says, what stands out in the trace, where its time goes.
#pragma once

#include <QWidget>

#include "models/tracedetailsmodel.h"
#include "models/tracefindingsmodel.h"
#include "models/tracefile.h"
#include "models/tracestatisticsmodel.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QTabWidget;
class QTableView;

namespace sharecar::desktop {

class JsonTree;

/// Owned by its TraceView, which tells it what to show.
class TracePanel : public QWidget {
  Q_OBJECT
 public:
  TracePanel(bool isOperator, QWidget* parent = nullptr);

  /// `findings`: findingsOf the trace.
  void setData(TraceDataPtr trace, std::vector<ShownFinding> findings);
  void setUsual(UsualTimesPtr usual, std::vector<ShownFinding> findings);
  /// noRow: none is selected.
  void showSpan(RowIndex row);
  void openDetails();
  /// What a case file says beside its trace: a tab of its own. Null: none.
  void setCase(const TraceCase* about);
  const std::vector<ShownFinding>& findings() const { return m_findings->rows(); }
  void copyDetails();

 Q_SIGNALS:
  void navigate(const sharecar::desktop::Address& address);
  void spanWanted(sharecar::desktop::RowIndex row);
  /// A line of the statistics: a filter that finds its spans.
  void filterWanted(const QString& filter);
  void announce(const QString& text);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QWidget* makeDetails();
  QWidget* makeFindings();
  QWidget* makeStatistics();
  void retranslate();
  void refreshDetails();
  void showFindings(std::vector<ShownFinding> findings);
  void countFindings();
  void refreshStatistics();
  void explainFinding();
  void openLink(const QModelIndex& index);

  bool m_isOperator;
  TraceDataPtr m_data;
  UsualTimesPtr m_usual;
  RowIndex m_row = noRow;
  bool m_refreshing = false;  ///< the list of findings changes by itself: nobody chose one
  QTabWidget* m_tabs;
  QLabel* m_headline;
  TraceDetailsModel* m_details;
  QTableView* m_detailTable;
  QPushButton* m_copy;
  TraceFindingsModel* m_findings;
  QTableView* m_findingTable;
  QLabel* m_rule;
  TraceStatisticsModel* m_statistics;
  QSortFilterProxyModel* m_sorted;
  QTableView* m_statisticTable;
  QComboBox* m_groupBy;
  JsonTree* m_case;
};

}  // namespace sharecar::desktop
