#include "models/csv.h"

namespace sharecar::desktop {
namespace {

QByteArray cell(QString text) {
  if (!text.isEmpty() && QString("=+-@\t\r").contains(text.front())) text.prepend('\'');
  return '"' + text.replace('"', "\"\"").toUtf8() + '"';
}

}  // namespace

QByteArray toCsv(const QAbstractItemModel& model) {
  QByteArray out = "\xef\xbb\xbf";
  for (int row = -1; row < model.rowCount(); ++row) {
    for (int column = 0; column < model.columnCount(); ++column) {
      const auto value = row < 0 ? model.headerData(column, Qt::Horizontal) : model.index(row, column).data();
      if (column > 0) out += ',';
      out += cell(value.toString());
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace sharecar::desktop
