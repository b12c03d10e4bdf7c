#include "views/tracelist.h"

#include <QApplication>
#include <QPainter>

#include "models/texts.h"
#include "models/traceresults.h"
#include "views/page.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int lineHeight = 20;
constexpr int barHeight = 4;
constexpr int dot = 8;
constexpr int timeWidth = 96;

using Found = TraceResultsModel;

QString text(const QModelIndex& index, int column) { return index.siblingAtColumn(column).data().toString(); }

struct Ink {
  QColor text, muted, error, warning;
};

// On the highlight everything is of one colour.
Ink inkOf(const QStyleOptionViewItem& option) {
  const auto& t = tokensOf(option.palette);
  if (option.state & QStyle::State_Selected) {
    const QColor on(t.onAccent);
    return {on, on, on, on};
  }
  return {QColor(t.text), QColor(t.muted), QColor(t.error), QColor(t.warning)};
}

// The left text is cut where the right one begins.
void line(QPainter* painter, const QRect& area, const QString& left, const QColor& leftInk, const QString& right,
          const QColor& rightInk) {
  const auto metrics = painter->fontMetrics();
  painter->setPen(rightInk);
  painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, right);
  const int room = area.width() - (right.isEmpty() ? 0 : metrics.horizontalAdvance(right) + space::l);
  painter->setPen(leftInk);
  painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(left, Qt::ElideRight, room));
}

// A dot in the service's colour and its name with the number of spans, as many as there is room for.
void services(QPainter* painter, QRect area, const FoundTrace& row, const QColor& ink, bool dark) {
  const auto metrics = painter->fontMetrics();
  for (const auto& [service, count] : row.summary.services) {
    const auto name = QString::fromUtf8("%1 ×%2").arg(QString::fromStdString(service)).arg(count);
    const int width = dot + space::xs + metrics.horizontalAdvance(name);
    if (width > area.width()) {
      painter->setPen(ink);
      painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter, QString::fromUtf8("…"));
      return;
    }
    const auto colour = serviceColour(service, dark);
    const QRect mark(area.left(), area.center().y() - dot / 2 + 1, dot, dot);
    painter->fillRect(mark, QColor(colour.colour));
    if (colour.hatched) painter->fillRect(mark, QBrush(ink, Qt::BDiagPattern));
    painter->setPen(ink);
    painter->drawText(area.adjusted(dot + space::xs, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, name);
    area.setLeft(area.left() + width + space::m);
  }
}

// The longest of what is listed fills the bar.
std::int64_t longestOf(const QAbstractItemModel* model) {
  std::int64_t out = 1;
  for (int i = 0; i < model->rowCount(); ++i) {
    out = std::max<std::int64_t>(out, model->index(i, Found::Effect).data(TraceResultsModel::sortRole).toLongLong());
  }
  return out;
}

}  // namespace

QSize TraceDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
  return {320, 2 * lineHeight + barHeight + 2 * space::s};
}

void TraceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QStyleOptionViewItem ground = option;
  QApplication::style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &ground, painter, option.widget);
  const auto row = index.data(TraceResultsModel::rowRole).value<FoundTrace>();
  const auto ink = inkOf(option);
  const QRect area = option.rect.adjusted(space::m, space::s, -space::m, -space::s);
  painter->save();

  auto font = option.font;
  font.setBold(true);
  painter->setFont(font);
  const QRect first(area.left(), area.top(), area.width(), lineHeight);
  const QString mark = row.summary.errors > 0 ? text(index, Found::Errors) + "  " : QString();
  painter->setPen(ink.error);
  painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter, mark);
  const int indent = painter->fontMetrics().horizontalAdvance(mark);
  line(painter, first.adjusted(indent, 0, 0, 0), text(index, Found::What), ink.text, text(index, Found::Effect),
       ink.text);

  painter->setFont(option.font);
  const QRect second(area.left(), first.bottom() + 1, area.width(), lineHeight);
  const auto slower = text(index, Found::Slower);
  const auto start = text(index, Found::Start);
  const int taken = painter->fontMetrics().horizontalAdvance(slower) + space::l + timeWidth;
  services(painter, second.adjusted(0, 0, -taken, 0), row, ink.muted, isDark(option.palette));
  line(painter, second.adjusted(0, 0, -timeWidth, 0), QString(), ink.muted, slower, ink.warning);
  line(painter, second, QString(), ink.muted, start, ink.muted);

  const auto& t = tokensOf(option.palette);
  const QRect bar(area.left(), second.bottom() + 1 + space::xs / 2, area.width(), barHeight);
  const auto part = static_cast<double>(row.summary.to_last_effect) / static_cast<double>(longestOf(index.model()));
  const auto answer = static_cast<double>(row.summary.to_answer) / static_cast<double>(longestOf(index.model()));
  painter->fillRect(bar, QColor(t.hatch));
  const bool selected = option.state & QStyle::State_Selected;
  painter->fillRect(QRect(bar.left(), bar.top(), qRound(bar.width() * part), barHeight),
                    QColor(selected ? t.onAccent : t.muted));
  painter->fillRect(QRect(bar.left(), bar.top(), qRound(bar.width() * std::min(answer, part)), barHeight),
                    QColor(selected ? t.base : t.accent));
  painter->restore();
}

QListView* makeTraceList(QAbstractItemModel* model, QWidget* parent) {
  auto* list = named(new QListView(parent), "traceList");
  list->setModel(model);
  list->setItemDelegate(new TraceDelegate(list));
  list->setUniformItemSizes(true);
  list->setAlternatingRowColors(true);
  list->setFrameShape(QFrame::NoFrame);
  list->setSelectionMode(QAbstractItemView::ExtendedSelection);
  list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  return list;
}

}  // namespace sharecar::desktop
