/// Found traces as a list, a table or a plot, and what can be done with them.
#pragma once

#include <QWidget>

#include "models/traceorder.h"
#include "models/traceresults.h"
#include "models/usualcache.h"

class QComboBox;
class QItemSelectionModel;
class QLabel;
class QListView;
class QPushButton;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace sharecar::desktop {

class TraceScatter;

/// The three have one selection. Marks what is slower than usual as that becomes known. Owned by its page.
class TraceResultsView : public QWidget {
  Q_OBJECT
 public:
  enum Shape { List, Table, Plot };

  /// Without `usual` (files) nothing is slower than usual.
  explicit TraceResultsView(UsualCache* usual, QWidget* parent = nullptr);

  void show(std::vector<tracemodel::Summary> found);
  void setShape(Shape shape);
  const TraceResultsModel& model() const { return m_model; }

 Q_SIGNALS:
  void opened(const QString& traceId);
  void compared(const QString& first, const QString& second);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void build();
  void retranslate();
  void open(const QModelIndex& index);
  void compare();
  void sort(int by);
  void refresh();
  void markSlow();
  QStringList selected() const;

  UsualCache* m_usual;
  TraceResultsModel m_model;
  TraceOrder* m_order;
  QToolButton* m_shapes[3];
  QLabel* m_count;
  QLabel* m_byLabel;
  QComboBox* m_by;
  QPushButton* m_compare;
  QStackedWidget* m_stack;
  QTableView* m_table;
  QListView* m_list;
  TraceScatter* m_plot;
};

}  // namespace sharecar::desktop
