#include "views/keyhelp.h"

#include <QHeaderView>
#include <QShortcut>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int sheetWidth = 560;
constexpr int tallest = 560;

}  // namespace

KeyHelp::KeyHelp(QWidget* parent) : QDialog(parent), m_list(named(new QTreeWidget(this), "keyList")) {
  setObjectName("keyHelp");
  m_list->setColumnCount(2);
  m_list->setHeaderHidden(true);
  m_list->setRootIsDecorated(false);
  m_list->setItemsExpandable(false);
  m_list->setFrameShape(QFrame::NoFrame);
  m_list->setSelectionMode(QAbstractItemView::NoSelection);
  m_list->setUniformRowHeights(true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::m, space::m, space::m, space::m);
  layout->addWidget(m_list);
  connect(new QShortcut(QKeySequence("?"), this), &QShortcut::activated, this, &QWidget::hide);
  retranslate();
}

void KeyHelp::retranslate() {
  setWindowTitle(tr("Keys"));
  m_list->setAccessibleName(tr("Keys and what they do"));
}

void KeyHelp::open(const std::vector<KeyGroup>& groups) {
  retranslate();
  m_list->clear();
  int rows = 0;
  for (const auto& group : groups) {
    if (group.keys.empty()) continue;
    auto* top = new QTreeWidgetItem(m_list, {group.title});
    auto font = m_list->font();
    font.setBold(true);
    top->setFont(0, font);
    top->setFirstColumnSpanned(true);
    for (const auto& hint : group.keys) new QTreeWidgetItem(top, {hint.keys, hint.what});
    rows += static_cast<int>(group.keys.size()) + 1;
  }
  resize(sheetWidth, std::min(tallest, (rows + 1) * rowHeight));
  m_list->expandAll();
  m_list->resizeColumnToContents(0);
  m_list->header()->resizeSection(0, m_list->header()->sectionSize(0) + space::xl);
  show();
  raise();
  activateWindow();
  m_list->setFocus();
}

}  // namespace sharecar::desktop
