#include "views/tracebar.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

#include "views/page.h"
#include "views/table.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int menuWidth = 36;  // room for the arrow beside the icon

}  // namespace

TraceBar::TraceBar(QWidget* parent)
    : QWidget(parent),
      m_filter(named(new QLineEdit(this), "traceFilter")),
      m_state(named(new QLabel(this), "traceFilterState")),
      m_previous(named(new QToolButton(this), "previousError")),
      m_next(named(new QToolButton(this), "nextError")),
      m_path(makeChoice("criticalPath", this)),
      m_expand(button("expandAll", &TraceBar::expandWanted)),
      m_collapse(button("collapseAll", &TraceBar::collapseWanted)),
      m_menuButton(named(new QToolButton(this), "traceMenu")),
      m_menu(named(new QMenu(this), "traceMenuEntries")),
      m_copy(entry("copyMarkdown", &TraceBar::copyWanted)),
      m_open(entry("openTraceFile", &TraceBar::openWanted)),
      m_saveZipkin(new QAction(this)),
      m_saveCase(new QAction(this)),
      m_compare(entry("compareTrace", &TraceBar::compareWanted)),
      m_stopComparing(entry("stopComparing", &TraceBar::stopComparingWanted)),
      m_keys(entry("traceKeys", &TraceBar::keysWanted)) {
  build();
  retranslate();
}

QToolButton* TraceBar::button(const char* name, void (TraceBar::*wanted)()) {
  auto* out = named(new QToolButton(this), name);
  connect(out, &QToolButton::clicked, this, wanted);
  return out;
}

QAction* TraceBar::entry(const char* name, void (TraceBar::*wanted)()) {
  auto* out = named(new QAction(this), name);
  connect(out, &QAction::triggered, this, wanted);
  return out;
}

void TraceBar::build() {
  m_filter->setClearButtonEnabled(true);
  m_filter->setMinimumWidth(160);
  connect(m_filter, &QLineEdit::textChanged, this, &TraceBar::filterTyped);
  connect(m_previous, &QToolButton::clicked, this, [this] { Q_EMIT errorWanted(false); });
  connect(m_next, &QToolButton::clicked, this, [this] { Q_EMIT errorWanted(true); });
  connect(m_path, &QComboBox::activated, this, [this](int row) { Q_EMIT pathWanted(static_cast<ShownPath>(row)); });
  named(m_saveZipkin, "saveZipkin");
  named(m_saveCase, "saveCase");
  connect(m_saveZipkin, &QAction::triggered, this, [this] { Q_EMIT saveWanted(false); });
  connect(m_saveCase, &QAction::triggered, this, [this] { Q_EMIT saveWanted(true); });
  m_menu->addActions({m_copy, m_saveZipkin, m_saveCase});
  m_menu->addSeparator();
  m_menu->addActions({m_open, m_compare, m_stopComparing});
  m_menu->addSeparator();
  m_menu->addAction(m_keys);
  m_menuButton->setMenu(m_menu);
  m_menuButton->setPopupMode(QToolButton::InstantPopup);
  m_menuButton->setFixedWidth(menuWidth);
  for (auto* one : {m_previous, m_next, m_expand, m_collapse, m_menuButton}) one->setAutoRaise(true);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::xs);
  layout->addWidget(m_filter, 1);
  layout->addSpacing(space::xs);
  layout->addWidget(m_state);
  layout->addSpacing(space::s);
  layout->addWidget(m_previous);
  layout->addWidget(m_next);
  layout->addSpacing(space::s);
  layout->addWidget(m_expand);
  layout->addWidget(m_collapse);
  layout->addSpacing(space::s);
  layout->addWidget(m_path);
  layout->addWidget(m_menuButton);
}

QString TraceBar::filter() const { return m_filter->text(); }

void TraceBar::setFilter(const QString& text) { m_filter->setText(text); }

void TraceBar::focusFilter() {
  m_filter->setFocus(Qt::ShortcutFocusReason);
  m_filter->selectAll();
}

void TraceBar::showFilterState(const QString& text, bool wrong) {
  m_wrong = wrong;
  m_state->setText(text);
  m_filter->setToolTip(wrong ? text : tr("svc:payment  op:charges  kind:client  dur>5ms  self>1ms  err  >2.5%  "
                                         "order.id=42  -err  or any text"));
  m_filter->setAccessibleDescription(text);
  colourFilter();
}

void TraceBar::colourFilter() {
  const auto& tokens = tokensOf(this);
  QPalette look;  // what is not set here follows the theme
  if (!m_filter->text().trimmed().isEmpty()) {
    look.setColor(QPalette::Text, QColor(m_wrong ? tokens.error : tokens.ok));
    look.setColor(QPalette::WindowText, QColor(m_wrong ? tokens.error : tokens.ok));
  }
  m_filter->setPalette(look);
  m_state->setPalette(look);
}

void TraceBar::setPath(ShownPath path) { m_path->setCurrentIndex(static_cast<int>(path)); }

void TraceBar::setErrors(std::size_t count) {
  m_previous->setEnabled(count > 0);
  m_next->setEnabled(count > 0);
}

void TraceBar::setComparing(bool comparing) {
  m_stopComparing->setEnabled(comparing);
  m_path->setEnabled(!comparing);
}

void TraceBar::setUsable(bool usable) {
  for (auto* action : {m_copy, m_saveZipkin, m_saveCase, m_compare}) action->setEnabled(usable);
  m_filter->setEnabled(usable);
}

void TraceBar::retranslate() {
  m_filter->setPlaceholderText(tr("Filter: svc:payment dur>5ms err >2.5%"));
  m_filter->setAccessibleName(tr("Filter the spans"));
  const int path = std::max(0, m_path->currentIndex());
  m_path->clear();
  m_path->addItems({tr("Both critical paths"), tr("Path to the answer"), tr("Path to the last effect"), tr("No path")});
  m_path->setCurrentIndex(path);
  m_path->setAccessibleName(tr("Critical path"));
  m_path->setToolTip(tr("What the trace was busy with at each moment: the line within the bars. Dashed: only for the "
                        "last effect, such as a message that is handled after the answer."));
  const auto look = [](QToolButton* button, const char* icon, const QString& text) {
    button->setIcon(desktop::icon(icon));
    button->setToolTip(text);
    button->setAccessibleName(text);
  };
  look(m_previous, "go-up", tr("Previous error (Shift+E)"));
  look(m_next, "go-down", tr("Next error (E)"));
  look(m_expand, "expand-all", tr("Open all (A)"));
  look(m_collapse, "collapse-all", tr("Close all (Z)"));
  look(m_menuButton, "application-menu", tr("More about this trace"));
  m_copy->setText(tr("Copy as &Markdown"));
  m_saveZipkin->setText(tr("Save as &Zipkin JSON..."));
  m_saveCase->setText(tr("Save as a &case file..."));
  m_open->setText(tr("&Open a file..."));
  m_compare->setText(tr("Com&pare with a file..."));
  m_stopComparing->setText(tr("&Stop comparing"));
  m_keys->setText(tr("&Keys (?)"));
  showFilterState(m_state->text(), m_wrong);
}

void TraceBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
