/// A table as every page has it.
#pragma once

#include <QComboBox>
#include <QTableView>

namespace sharecar::desktop {

/// Rows of 24 px, whole rows selected, sortable, no grid, the last column takes the rest. The caller owns it.
QTableView* makeTable(QAbstractItemModel* model, const char* objectName, QWidget* parent);

/// A combo box that is as wide as its widest entry, in the language of the moment too.
QComboBox* makeChoice(const char* objectName, QWidget* parent);

/// Column widths for what is shown now; `widest` gets the rest.
void fitColumns(QTableView* table, int widest);

}  // namespace sharecar::desktop
