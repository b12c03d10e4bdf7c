#include "views/journaldock.h"

#include <QEvent>
#include <QTableView>

#include "views/page.h"
#include "views/table.h"
#include "views/theme.h"

namespace sharecar::desktop {

JournalDock::JournalDock(Journal& journal, QWidget* parent)
    : QDockWidget(parent), m_journal(journal), m_table(makeTable(&journal.model(), "journal", this)) {
  setObjectName("journalDock");
  setFeatures(DockWidgetClosable | DockWidgetMovable);
  setAllowedAreas(Qt::BottomDockWidgetArea | Qt::TopDockWidgetArea);
  m_table->setSortingEnabled(false);
  m_table->setMinimumHeight(5 * rowHeight);
  setWidget(m_table);
  setFocusProxy(m_table);
  connect(m_table, &QTableView::activated, this,
          [this](const QModelIndex& index) { Q_EMIT navigate(m_journal.model().rowAt(index).address); });
  connect(&journal.model(), &QAbstractItemModel::rowsInserted, this, [this] {
    if (m_journal.model().rowCount() == 1) fitColumns(m_table, JournalModel::What);
  });
  retranslate();
}

void JournalDock::retranslate() {
  setWindowTitle(tr("Journal"));
  m_table->setAccessibleName(tr("Journal: Enter leads to what an entry is about"));
  m_journal.model().retranslate();
  fitColumns(m_table, JournalModel::What);
}

void JournalDock::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QDockWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
