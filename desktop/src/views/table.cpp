#include "views/table.h"

#include <QHeaderView>

#include "views/page.h"
#include "views/theme.h"

namespace sharecar::desktop {

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
  table->horizontalHeader()->setMinimumSectionSize(72);
  table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  return table;
}

void fitColumns(QTableView* table, int widest) {
  auto* header = table->horizontalHeader();
  table->resizeColumnsToContents();
  for (int column = 0; column < header->count(); ++column) {
    header->resizeSection(column, header->sectionSize(column) + 2 * space::s);
  }
  header->setStretchLastSection(false);
  header->setSectionResizeMode(widest, QHeaderView::Stretch);
}

}  // namespace sharecar::desktop
