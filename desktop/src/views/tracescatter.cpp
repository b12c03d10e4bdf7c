#include "views/tracescatter.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTimeZone>
#include <QToolTip>
#include <algorithm>
#include <numeric>

#include "models/texts.h"
#include "models/traceresults.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int left = 72;  // for durations
constexpr int bottom = 28;
constexpr int reach = 14;  // pixels from a click to a point
constexpr double radius = 4;
constexpr int pixelsPerTime = 96;

std::int64_t zoneOffsetUs() { return qint64{QDateTime::currentDateTime().offsetFromUtc()} * 1'000'000; }

FoundTrace traceAt(const QAbstractItemModel* model, int row) {
  return model->index(row, 0).data(TraceResultsModel::rowRole).value<FoundTrace>();
}

}  // namespace

TraceScatter::TraceScatter(QAbstractItemModel* model, QItemSelectionModel* selection, QWidget* parent)
    : QWidget(parent), m_model(model), m_selection(selection) {
  setObjectName("traceScatter");
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  const auto repaint = [this] { update(); };
  connect(model, &QAbstractItemModel::rowsInserted, this, repaint);
  connect(model, &QAbstractItemModel::rowsRemoved, this, repaint);
  connect(model, &QAbstractItemModel::dataChanged, this, repaint);
  connect(model, &QAbstractItemModel::layoutChanged, this, repaint);
  connect(model, &QAbstractItemModel::modelReset, this, repaint);
  connect(selection, &QItemSelectionModel::selectionChanged, this, repaint);
  connect(selection, &QItemSelectionModel::currentChanged, this, &TraceScatter::describe);
  describe();
}

QRect TraceScatter::plot() const { return rect().adjusted(left, space::m, -space::m, -bottom); }

std::vector<ScatterPoint> TraceScatter::points() const {
  std::vector<ScatterPoint> out;
  for (int row = 0; row < m_model->rowCount(); ++row) {
    const auto number = [&](int column) {
      return m_model->index(row, column).data(TraceResultsModel::sortRole).toLongLong();
    };
    out.push_back({number(TraceResultsModel::Start), number(TraceResultsModel::Effect)});
  }
  return out;
}

ScatterScale TraceScatter::scale() const { return ScatterScale::around(points(), plot().width(), plot().height()); }

QPointF TraceScatter::positionOf(int row) const {
  const auto all = points();
  const auto at = scale();
  const auto& point = all[static_cast<std::size_t>(row)];
  return plot().topLeft() + QPointF(at.xOf(point.start), at.yOf(point.duration));
}

int TraceScatter::rowAt(const QPointF& position) const {
  const QPointF in = position - plot().topLeft();
  return scale().nearest(points(), in.x(), in.y(), reach);
}

void TraceScatter::choose(int row, QItemSelectionModel::SelectionFlags flags) {
  if (row < 0) return;
  m_selection->setCurrentIndex(m_model->index(row, 0), flags | QItemSelectionModel::Rows);
}

void TraceScatter::mousePressEvent(QMouseEvent* event) {
  const int row = rowAt(event->position());
  if (row < 0) return;
  const bool collects = event->modifiers() & Qt::ControlModifier;
  choose(row, collects ? QItemSelectionModel::Toggle : QItemSelectionModel::ClearAndSelect);
  if (!collects) Q_EMIT activated(m_model->index(row, 0));
}

void TraceScatter::keyPressEvent(QKeyEvent* event) {
  const auto all = points();
  if (all.empty()) return QWidget::keyPressEvent(event);
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    if (m_selection->currentIndex().isValid()) Q_EMIT activated(m_selection->currentIndex());
    return;
  }
  const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
  if (step == 0) return QWidget::keyPressEvent(event);
  std::vector<int> inTime(all.size());
  std::iota(inTime.begin(), inTime.end(), 0);
  std::ranges::stable_sort(inTime, {}, [&](int row) { return all[static_cast<std::size_t>(row)].start; });
  const auto now = std::ranges::find(inTime, m_selection->currentIndex().row());
  const auto place = now == inTime.end() ? -step : static_cast<int>(now - inTime.begin());
  const int next = std::clamp(place + step, 0, static_cast<int>(inTime.size()) - 1);
  choose(inTime[static_cast<std::size_t>(next)], QItemSelectionModel::ClearAndSelect);
}

QString TraceScatter::tip(int row) const {
  const auto cell = [&](int column) { return m_model->index(row, column).data().toString(); };
  QStringList out{cell(TraceResultsModel::What), cell(TraceResultsModel::Start), cell(TraceResultsModel::Effect)};
  for (const int column : {TraceResultsModel::Slower, TraceResultsModel::Errors}) {
    if (!cell(column).isEmpty()) out += cell(column);
  }
  return out.join(", ");
}

void TraceScatter::describe() {
  setAccessibleName(tr("Duration of the traces over time"));
  const auto now = m_selection->currentIndex();
  setAccessibleDescription(now.isValid() ? tip(now.row()) : tr("Nothing is chosen; the arrow keys choose."));
  update();
}

void TraceScatter::paintAxes(QPainter& painter, const ScatterScale& scale) const {
  const auto& t = tokensOf(this);
  const QRect area = plot();
  for (const auto tick : scale.durationTicks()) {
    const int y = area.top() + qRound(scale.yOf(tick));
    painter.setPen(QColor(t.hatch));
    painter.drawLine(area.left(), y, area.right(), y);
    painter.setPen(QColor(t.muted));
    painter.drawText(QRect(0, y - 10, left - space::s, 20), Qt::AlignRight | Qt::AlignVCenter,
                     texts::duration(std::chrono::microseconds{tick}));
  }
  for (const auto tick : scale.timeTicks(std::max(2, area.width() / pixelsPerTime), zoneOffsetUs())) {
    const int x = area.left() + qRound(scale.xOf(tick));
    painter.setPen(QColor(t.hatch));
    painter.drawLine(x, area.top(), x, area.bottom());
    const Timestamp at{std::chrono::microseconds{tick}};
    painter.setPen(QColor(t.muted));
    painter.drawText(QRect(x - 40, area.bottom() + space::xs, 80, 20), Qt::AlignCenter,
                     texts::exactTime(at, texts::localZone()).left(8));
  }
}

void TraceScatter::paintPoint(QPainter& painter, int row, const QPointF& at) const {
  const auto& t = tokensOf(this);
  const auto trace = traceAt(m_model, row);
  const bool selected = m_selection->isRowSelected(row, {});
  if (trace.summary.errors > 0) {
    painter.setPen(QPen(QColor(t.error), 2));
    painter.drawLine(at + QPointF(-radius, -radius), at + QPointF(radius, radius));
    painter.drawLine(at + QPointF(-radius, radius), at + QPointF(radius, -radius));
  } else {
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(t.accent));
    painter.drawEllipse(at, radius, radius);
  }
  painter.setBrush(Qt::NoBrush);
  if (trace.isSlow()) {
    painter.setPen(QPen(QColor(t.warning), 2));
    painter.drawEllipse(at, radius + 3, radius + 3);
  }
  if (selected) {
    painter.setPen(QPen(QColor(t.text), 2));
    painter.drawRect(QRectF(at.x() - radius - 6, at.y() - radius - 6, 2 * (radius + 6), 2 * (radius + 6)));
  }
}

void TraceScatter::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const auto& t = tokensOf(this);
  painter.fillRect(rect(), QColor(t.base));
  painter.setRenderHint(QPainter::Antialiasing);
  const auto all = points();
  const auto at = scale();
  if (!all.empty()) paintAxes(painter, at);
  for (std::size_t i = 0; i < all.size(); ++i) {
    paintPoint(painter, static_cast<int>(i),
               plot().topLeft() + QPointF(at.xOf(all[i].start), at.yOf(all[i].duration)));
  }
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QColor(hasFocus() ? t.accent : t.border));
  painter.drawRect(plot());
}

bool TraceScatter::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int row = rowAt(help->pos());
  QToolTip::showText(help->globalPos(), row < 0 ? QString() : tip(row), this);
  return true;
}

void TraceScatter::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) describe();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
