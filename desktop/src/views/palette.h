/// The command palette: every place and action by a few letters.
#pragma once

#include <QDialog>

#include "models/palette.h"

class QLineEdit;
class QListWidget;

namespace sharecar::desktop {

/// Opened with what it offers at that moment. Up, Down, Page Up and Page Down move the choice while one types; Enter
/// takes it, Escape closes. Owned by its window.
class Palette : public QDialog {
  Q_OBJECT
 public:
  explicit Palette(QWidget* parent = nullptr);

  /// `isOperator` decides where a pasted order number leads.
  void open(std::vector<PaletteItem> items, bool isOperator);

 Q_SIGNALS:
  void chosen(const sharecar::desktop::PaletteItem& item);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  using QDialog::open;
  void retranslate();
  void fill();
  void take();

  std::vector<PaletteItem> m_items;
  std::vector<PaletteItem> m_shown;  ///< a row each
  bool m_isOperator = false;
  QLineEdit* m_query;
  QListWidget* m_list;
};

}  // namespace sharecar::desktop
