/// The journal at the bottom of the window.
#pragma once

#include <QDockWidget>

#include "models/journal.h"

class QTableView;

namespace sharecar::desktop {

/// Newest on top; Enter or a double click leads to what an entry is about. Owned by its window.
class JournalDock : public QDockWidget {
  Q_OBJECT
 public:
  explicit JournalDock(Journal& journal, QWidget* parent = nullptr);

 Q_SIGNALS:
  void navigate(const sharecar::desktop::Address& address);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();

  Journal& m_journal;
  QTableView* m_table;
};

}  // namespace sharecar::desktop
