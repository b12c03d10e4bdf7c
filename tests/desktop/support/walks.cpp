#include "support/walks.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTabBar>

namespace sharecar::desktop::test {
namespace {

constexpr int roomForArrow = 24;

bool isInteractive(const QWidget* widget) {
  const auto* tabs = qobject_cast<const QTabBar*>(widget);
  if (tabs && tabs->count() == 0) return false;
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

QString tooNarrow(int has, int needs, const QString& text) {
  return has >= needs ? QString() : QString("%1 px for %2: %3").arg(has).arg(needs).arg(text);
}

QString lackOfLabel(const QLabel* label) {
  if (!label->wordWrap()) return tooNarrow(label->width(), label->minimumSizeHint().width(), label->text());
  const int needs = label->heightForWidth(label->width());
  if (label->height() >= needs) return {};
  return QString("%1 px high for %2: %3").arg(label->height()).arg(needs).arg(label->text());
}

QString lackOfHeader(const QHeaderView* header) {
  if (header->orientation() != Qt::Horizontal || !header->model()) return {};
  QStringList out;
  for (int i = 0; i < header->count(); ++i) {
    const auto title = header->model()->headerData(i, Qt::Horizontal).toString();
    if (header->isSectionHidden(i) || title.isEmpty()) continue;
    out += tooNarrow(header->sectionSize(i), header->fontMetrics().horizontalAdvance(title), title);
  }
  out.removeAll(QString());
  return out.join("; ");
}

QString lackOfTabs(const QTabBar* tabs) {
  QStringList out;
  for (int i = 0; i < tabs->count(); ++i) {
    if (!tabs->isTabVisible(i)) continue;
    const auto text = tabs->tabText(i);
    out += tooNarrow(tabs->tabRect(i).width(), tabs->fontMetrics().horizontalAdvance(text), text);
  }
  out.removeAll(QString());
  return out.join("; ");
}

// What is written in a field may be long; what we write into it ourselves must fit.
QString lackOfField(const QLineEdit* field) {
  const bool inSpinBox = qobject_cast<const QAbstractSpinBox*>(field->parentWidget()) != nullptr;
  const QString text = !field->text().isEmpty() ? (inSpinBox ? field->text() : QString()) : field->placeholderText();
  return tooNarrow(field->width(), field->fontMetrics().horizontalAdvance(text), text);
}

QString lackOfRoom(const QWidget* widget) {
  if (const auto* label = qobject_cast<const QLabel*>(widget)) return lackOfLabel(label);
  if (const auto* header = qobject_cast<const QHeaderView*>(widget)) return lackOfHeader(header);
  if (const auto* tabs = qobject_cast<const QTabBar*>(widget)) return lackOfTabs(tabs);
  if (const auto* field = qobject_cast<const QLineEdit*>(widget)) return lackOfField(field);
  if (const auto* box = qobject_cast<const QComboBox*>(widget); box && !box->isEditable()) {
    const auto text = box->currentText();
    return tooNarrow(box->width(), box->fontMetrics().horizontalAdvance(text) + roomForArrow, text);
  }
  const auto* button = qobject_cast<const QAbstractButton*>(widget);
  if (!button || button->text().isEmpty() || isPartOfAnother(widget)) return {};
  return tooNarrow(button->width(), button->minimumSizeHint().width(), button->text());
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
    if (!widget->isVisibleTo(&window) || widget->size().isEmpty()) continue;
    if (const auto lack = lackOfRoom(widget); !lack.isEmpty()) out += lineOf(widget, lack);
  }
  return out;
}

QStringList shownTexts(const QWidget& window) {
  QStringList out;
  for (const auto* widget : window.findChildren<QWidget*>()) {
    if (!widget->isVisibleTo(&window)) continue;
    if (const auto* label = qobject_cast<const QLabel*>(widget)) out += label->text();
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) out += button->text();
    if (const auto* header = qobject_cast<const QHeaderView*>(widget); header && header->model()) {
      for (int i = 0; i < header->count(); ++i) out += header->model()->headerData(i, header->orientation()).toString();
    }
  }
  out.removeAll(QString());
  return out;
}

}  // namespace sharecar::desktop::test
