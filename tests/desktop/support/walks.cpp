#include "support/walks.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>

namespace sharecar::desktop::test {
namespace {

bool isInteractive(const QWidget* widget) {
  return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QAbstractItemView*>(widget) ||
         qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QComboBox*>(widget) ||
         qobject_cast<const QAbstractSpinBox*>(widget) || (widget->focusPolicy() & Qt::TabFocus) != 0;
}

// Parts that Qt makes within its own widgets are named by the widget.
bool isPartOfAnother(const QWidget* widget) {
  if (widget->objectName().startsWith("qt_") || widget->inherits("QScrollBar") || widget->inherits("QHeaderView") ||
      widget->inherits("QMenuBar") || widget->inherits("QMenu") || widget->inherits("QTableCornerButton")) {
    return true;
  }
  for (const auto* parent = widget->parentWidget(); parent; parent = parent->parentWidget()) {
    if (parent->inherits("QComboBox") || parent->inherits("QAbstractSpinBox") || parent->inherits("QLineEdit") ||
        parent->inherits("QAbstractItemView") || parent->inherits("QMenuBar")) {
      return true;
    }
  }
  return false;
}

QString lineOf(const QWidget* widget, const QString& what) {
  return QString("%1 %2 in %3: %4")
      .arg(widget->metaObject()->className(), widget->objectName(),
           widget->parentWidget() ? widget->parentWidget()->objectName() : "-", what);
}

}  // namespace

QStringList unnamedWidgets(const QWidget& window) {
  QStringList out;
  for (const auto* widget : window.findChildren<QWidget*>()) {
    if (!isInteractive(widget) || isPartOfAnother(widget)) continue;
    if (widget->objectName().isEmpty()) out += lineOf(widget, "no object name");
    auto* interface = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
    if (!interface || interface->text(QAccessible::Name).isEmpty()) out += lineOf(widget, "no accessible name");
  }
  return out;
}

QStringList clippedTexts(const QWidget& window) {
  QStringList out;
  for (const auto* widget : window.findChildren<QWidget*>()) {
    if (!widget->isVisibleTo(&window)) continue;
    const auto* line = qobject_cast<const QLineEdit*>(widget);
    if (line && line->fontMetrics().horizontalAdvance(line->text()) > line->width()) {
      out += lineOf(widget, "text wider than the field: " + line->text());
    }
    const auto* label = qobject_cast<const QLabel*>(widget);
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    const bool wraps = label && label->wordWrap();
    if ((!label && !button) || wraps || isPartOfAnother(widget)) continue;
    if (widget->width() < widget->minimumSizeHint().width()) {
      out += lineOf(widget, QString("%1 px for %2").arg(widget->width()).arg(widget->minimumSizeHint().width()));
    }
  }
  return out;
}

}  // namespace sharecar::desktop::test
