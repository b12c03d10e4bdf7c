/// Above the waterfall: the filter box, errors, levels, the critical path, and what else can be done with a trace.
#pragma once

#include <QWidget>

#include "views/tracepainter.h"

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QToolButton;

namespace sharecar::desktop {

/// Says what the person wants; does nothing by itself. Owned by its TraceView.
class TraceBar : public QWidget {
  Q_OBJECT
 public:
  explicit TraceBar(QWidget* parent = nullptr);

  QString filter() const;
  void setFilter(const QString& text);
  void focusFilter();
  /// What the filter box answers: how many, or what is wrong. Green or red, and a word.
  void showFilterState(const QString& text, bool wrong);
  void setPath(ShownPath path);
  void setErrors(std::size_t count);
  void setComparing(bool comparing);
  void setUsable(bool usable);

 Q_SIGNALS:
  void filterTyped();
  void errorWanted(bool forward);
  void expandWanted();
  void collapseWanted();
  void pathWanted(sharecar::desktop::ShownPath path);
  void copyWanted();
  void openWanted();
  void saveWanted(bool asCase);
  void compareWanted();
  void stopComparingWanted();
  void keysWanted();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QToolButton* button(const char* name, void (TraceBar::*wanted)());
  QAction* entry(const char* name, void (TraceBar::*wanted)());
  void build();
  void retranslate();
  void colourFilter();

  QLineEdit* m_filter;
  QLabel* m_state;
  QToolButton* m_previous;
  QToolButton* m_next;
  QComboBox* m_path;
  QToolButton* m_expand;
  QToolButton* m_collapse;
  QToolButton* m_menuButton;
  QMenu* m_menu;
  QAction* m_copy;
  QAction* m_open;
  QAction* m_saveZipkin;
  QAction* m_saveCase;
  QAction* m_compare;
  QAction* m_stopComparing;
  QAction* m_keys;
  bool m_wrong = false;
};

}  // namespace sharecar::desktop
