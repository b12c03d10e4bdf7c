#include "views/traceaccessible.h"

#include <QAccessibleWidget>
#include <unordered_map>

#include "views/tracewaterfall.h"

namespace sharecar::desktop {
namespace {

/// One line. Belongs to Qt's cache of interfaces; the tree deletes it when lines change.
class LineInterface : public QAccessibleInterface {
 public:
  LineInterface(TraceWaterfall* view, int line) : m_view(view), m_line(line) {}

  int line() const { return m_line; }
  bool isValid() const override { return m_view && m_line < m_view->rows().count(); }
  QObject* object() const override { return nullptr; }
  QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_view.data()); }
  QAccessibleInterface* child(int) const override { return nullptr; }
  QAccessibleInterface* childAt(int, int) const override { return nullptr; }
  int childCount() const override { return 0; }
  int indexOfChild(const QAccessibleInterface*) const override { return -1; }
  QAccessible::Role role() const override { return QAccessible::TreeItem; }
  void setText(QAccessible::Text, const QString&) override {}

  QString text(QAccessible::Text kind) const override {
    return kind == QAccessible::Name && isValid() ? m_view->spoken(row()) : QString();
  }
  QRect rect() const override {
    if (!isValid()) return {};
    const QRect here = m_view->rectOf(row());
    return {m_view->viewport()->mapToGlobal(here.topLeft()), here.size()};
  }
  QAccessible::State state() const override {
    QAccessible::State out;
    if (!isValid()) {
      out.invalid = true;
      return out;
    }
    out.selectable = out.focusable = true;
    out.selected = m_view->selected() == row();
    out.focused = out.selected && m_view->hasFocus();
    if (m_view->rows().hasChildren(row())) {
      out.expandable = true;
      out.expanded = !m_view->rows().isCollapsed(row());
      out.collapsed = !out.expanded;
    }
    out.offscreen = !m_view->viewport()->rect().intersects(m_view->rectOf(row()));
    return out;
  }

 private:
  RowIndex row() const { return m_view->rows().rowAt(m_line); }

  QPointer<TraceWaterfall> m_view;
  int m_line;
};

class TreeInterface : public QAccessibleWidget {
 public:
  explicit TreeInterface(TraceWaterfall* view) : QAccessibleWidget(view, QAccessible::Tree), m_view(view) {}
  ~TreeInterface() override { forget(); }

  int childCount() const override { return m_view->rows().count(); }
  QAccessibleInterface* child(int index) const override {
    if (index < 0 || index >= childCount()) return nullptr;
    if (m_rowsKnown != m_view->rows().data().get() || m_countKnown != childCount()) {
      const_cast<TreeInterface*>(this)->forget();
      m_rowsKnown = m_view->rows().data().get();
      m_countKnown = childCount();
    }
    const auto found = m_ids.find(index);
    if (found != m_ids.end()) return QAccessible::accessibleInterface(found->second);
    auto* line = new LineInterface(m_view, index);
    m_ids[index] = QAccessible::registerAccessibleInterface(line);
    return line;
  }
  QAccessibleInterface* childAt(int x, int y) const override {
    const QPoint here = m_view->viewport()->mapFromGlobal(QPoint(x, y));
    return m_view->viewport()->rect().contains(here) ? child(m_view->lineAt(here.y())) : nullptr;
  }
  QAccessibleInterface* focusChild() const override {
    const int line = m_view->rows().lineOf(m_view->selected());
    return m_view->hasFocus() && line != TraceRows::noLine ? child(line) : nullptr;
  }
  int indexOfChild(const QAccessibleInterface* wanted) const override {
    const auto* line = dynamic_cast<const LineInterface*>(wanted);
    return line ? line->line() : -1;
  }

 private:
  void forget() {
    for (const auto& [line, id] : m_ids) QAccessible::deleteAccessibleInterface(id);
    m_ids.clear();
  }

  TraceWaterfall* m_view;
  mutable std::unordered_map<int, QAccessible::Id> m_ids;
  mutable const void* m_rowsKnown = nullptr;  ///< which lines m_ids is about
  mutable int m_countKnown = 0;
};

QAccessibleInterface* make(const QString&, QObject* object) {
  auto* view = qobject_cast<TraceWaterfall*>(object);
  return view ? new TreeInterface(view) : nullptr;
}

}  // namespace

void installTraceAccessibility() {
  static const bool once = [] {
    QAccessible::installFactory(make);
    return true;
  }();
  Q_UNUSED(once)
}

}  // namespace sharecar::desktop
