/// Tables as files for spreadsheets: RFC 4180, UTF-8 with a mark, no cell that a spreadsheet would run.
#pragma once

#include <QAbstractItemModel>
#include <QByteArray>

namespace sharecar::desktop {

/// Header and rows as they are shown, in their order.
QByteArray toCsv(const QAbstractItemModel& model);

}  // namespace sharecar::desktop
