/// A table of rows that are told apart by a key; new data comes as a whole and is applied as a difference, so that
/// selection, scroll position and editors survive.
#pragma once

#include <QAbstractTableModel>
#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace sharecar::desktop {

/// One column. The functions are asked whenever a cell is painted, so that texts follow the language. (No aggregate:
/// g++ 12 dies of designated initializers of these members.)
template <class Row>
struct Column {
  using Text = std::function<QString(const Row&)>;
  using Key = std::function<QVariant(const Row&)>;

  Column(std::function<QString()> columnTitle, Text cellText)
      : title(std::move(columnTitle)), text(std::move(cellText)) {}

  /// Without a key the text sorts.
  Column& sortedBy(Key key) { return sortKey = std::move(key), *this; }
  Column& onTheRight() { return alignment = Qt::AlignRight | Qt::AlignVCenter, *this; }
  Column& withToolTip(Text tip) { return toolTip = std::move(tip), *this; }

  std::function<QString()> title;
  Text text;
  Key sortKey;
  Text toolTip;
  Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter;
};

/// `Traits::key(row)` is hashable and unique; `Traits::same(a, b)` says whether a row looks the same. Lives on the GUI
/// thread. Subclasses give columns; sort and filter with a QSortFilterProxyModel on sortRole.
template <class Row, class Traits>
class TableModel : public QAbstractTableModel {
 public:
  static constexpr int sortRole = Qt::UserRole;
  using Key = std::decay_t<decltype(Traits::key(std::declval<const Row&>()))>;

  TableModel(std::vector<Column<Row>> columns, QObject* parent)
      : QAbstractTableModel(parent), m_columns(std::move(columns)) {}

  /// Makes the model show `rows` in their order: removes, moves, inserts and changes as little as needed.
  void apply(std::vector<Row> rows) {
    removeThoseNotIn(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto found = m_index.find(Traits::key(rows[i]));
      if (found == m_index.end()) {
        insertFrom(rows, i);
        continue;
      }
      if (found->second != i) move(found->second, i);
      if (!Traits::same(m_rows[i], rows[i])) replace(i, std::move(rows[i]));
    }
  }

  /// Changes one row, or puts a new one in front.
  void applyOne(Row row) {
    const auto found = m_index.find(Traits::key(row));
    if (found != m_index.end()) {
      if (!Traits::same(m_rows[found->second], row)) replace(found->second, std::move(row));
      return;
    }
    beginInsertRows({}, 0, 0);
    m_rows.insert(m_rows.begin(), std::move(row));
    reindex(0);
    endInsertRows();
  }

  const std::vector<Row>& rows() const { return m_rows; }
  const Row* find(const Key& key) const {
    const auto found = m_index.find(key);
    return found == m_index.end() ? nullptr : &m_rows[found->second];
  }
  const Row& rowAt(const QModelIndex& index) const { return m_rows[static_cast<std::size_t>(index.row())]; }
  QModelIndex indexOf(const Key& key, int column = 0) const {
    const auto found = m_index.find(key);
    return found == m_index.end() ? QModelIndex() : index(static_cast<int>(found->second), column);
  }
  /// The language has changed: everything is asked anew.
  void retranslate() {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    if (!m_rows.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
  }

  int rowCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
  }
  int columnCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
  }
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const auto& column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) return column.title();
    if (role == Qt::TextAlignmentRole) return QVariant(column.alignment);
    return {};
  }
  QVariant data(const QModelIndex& index, int role) const override {
    if (!index.isValid()) return {};
    const auto& column = m_columns[static_cast<std::size_t>(index.column())];
    const Row& row = rowAt(index);
    switch (role) {
      case Qt::DisplayRole:
        return column.text(row);
      case Qt::TextAlignmentRole:
        return QVariant(column.alignment);
      case Qt::ToolTipRole:
        return column.toolTip ? QVariant(column.toolTip(row)) : QVariant();
      case sortRole:
        return column.sortKey ? column.sortKey(row) : QVariant(column.text(row));
      default:
        return {};
    }
  }

 private:
  void reindex(std::size_t from) {
    for (std::size_t i = from; i < m_rows.size(); ++i) m_index[Traits::key(m_rows[i])] = i;
  }
  void replace(std::size_t at, Row row) {
    m_rows[at] = std::move(row);
    const int number = static_cast<int>(at);
    Q_EMIT dataChanged(index(number, 0), index(number, columnCount() - 1));
  }
  void move(std::size_t from, std::size_t to) {  // always towards the front: what is before `to` is in place already
    beginMoveRows({}, static_cast<int>(from), static_cast<int>(from), {}, static_cast<int>(to));
    const auto begin = m_rows.begin();
    std::rotate(begin + static_cast<std::ptrdiff_t>(to), begin + static_cast<std::ptrdiff_t>(from),
                begin + static_cast<std::ptrdiff_t>(from) + 1);
    reindex(to);
    endMoveRows();
  }
  // All the new rows that follow one another, in one go.
  void insertFrom(std::vector<Row>& rows, std::size_t at) {
    std::size_t end = at + 1;
    while (end < rows.size() && !m_index.contains(Traits::key(rows[end]))) ++end;
    beginInsertRows({}, static_cast<int>(at), static_cast<int>(end) - 1);
    const auto first = rows.begin() + static_cast<std::ptrdiff_t>(at);
    const auto last = rows.begin() + static_cast<std::ptrdiff_t>(end);
    m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(at), first, last);
    reindex(at);
    endInsertRows();
  }
  void removeThoseNotIn(const std::vector<Row>& rows) {
    std::unordered_set<Key> kept;
    for (const Row& row : rows) kept.insert(Traits::key(row));
    for (std::size_t end = m_rows.size(); end > 0;) {
      if (kept.contains(Traits::key(m_rows[end - 1]))) {
        --end;
        continue;
      }
      std::size_t begin = end - 1;
      while (begin > 0 && !kept.contains(Traits::key(m_rows[begin - 1]))) --begin;
      beginRemoveRows({}, static_cast<int>(begin), static_cast<int>(end) - 1);
      for (std::size_t i = begin; i < end; ++i) m_index.erase(Traits::key(m_rows[i]));
      m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(begin),
                   m_rows.begin() + static_cast<std::ptrdiff_t>(end));
      reindex(begin);
      endRemoveRows();
      end = begin;
    }
  }

  std::vector<Column<Row>> m_columns;
  std::vector<Row> m_rows;
  std::unordered_map<Key, std::size_t> m_index;
};

}  // namespace sharecar::desktop
