#include "views/table.h"

#include <QHeaderView>
#include <algorithm>

#include "views/page.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int smallest = 48;  // column

}  // namespace

QTableView* makeTable(QAbstractItemModel* model, const char* objectName, QWidget* parent) {
  auto* table = named(new QTableView(parent), objectName);
  table->setModel(model);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setSelectionMode(QAbstractItemView::SingleSelection);
  table->setAlternatingRowColors(true);
  table->setShowGrid(false);
  table->setWordWrap(false);
  table->setSortingEnabled(true);
  table->setTabKeyNavigation(false);
  table->setFrameShape(QFrame::NoFrame);
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(rowHeight);
  table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table->horizontalHeader()->setHighlightSections(false);
  table->horizontalHeader()->setStretchLastSection(true);
  table->horizontalHeader()->setMinimumSectionSize(smallest);
  table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  return table;
}

QComboBox* makeChoice(const char* objectName, QWidget* parent) {
  auto* box = named(new QComboBox(parent), objectName);
  box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  return box;
}

void fitColumns(QTableView* table, int widest) {
  auto* header = table->horizontalHeader();
  table->resizeColumnsToContents();
  for (int column = 0; column < header->count(); ++column) {
    header->resizeSection(column, header->sectionSize(column) + 2 * space::s);
  }
  header->setMinimumSectionSize(std::max(smallest, header->sectionSizeHint(widest)));
  header->setStretchLastSection(false);
  header->setSectionResizeMode(widest, QHeaderView::Stretch);
}

}  // namespace sharecar::desktop
