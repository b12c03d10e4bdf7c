/// Every key that does something here, on one sheet.
#pragma once

#include <QDialog>

#include "views/page.h"

class QTreeWidget;

namespace sharecar::desktop {

/// A heading and its keys.
struct KeyGroup {
  QString title;
  std::vector<KeyHint> keys;
};

/// Opened with the keys of the moment; Escape or `?` closes it. Owned by its window.
class KeyHelp : public QDialog {
  Q_OBJECT
 public:
  explicit KeyHelp(QWidget* parent = nullptr);

  void open(const std::vector<KeyGroup>& groups);

 private:
  using QDialog::open;
  void retranslate();

  QTreeWidget* m_list;
};

}  // namespace sharecar::desktop
