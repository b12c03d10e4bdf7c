#include "views/traceminimap.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <cmath>

#include "models/tracetexts.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int margin = 4;  // above and below the spans
constexpr double zoomStep = 0.8;
constexpr double keyStep = 0.1;
constexpr int leastDrag = 3;  // pixels; what is shorter is a click

}  // namespace

TraceMinimap::TraceMinimap(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setCursor(Qt::CrossCursor);
  describe();
}

void TraceMinimap::setData(TraceDataPtr trace) {
  m_data = std::move(trace);
  m_image = {};
  update();
}

void TraceMinimap::setRange(const TimeRange& range) {
  m_range = range;
  describe();
  update();
}

TimeScale TraceMinimap::scale() const {
  return {0, m_data ? static_cast<double>(m_data->length()) : 1.0, std::max(1, width())};
}

// Each span is a line at the height of its row; of those that share a line of pixels the failed ones stay on top.
void TraceMinimap::draw() {
  const double ratio = devicePixelRatioF();
  m_image = QImage(size() * ratio, QImage::Format_ARGB32_Premultiplied);
  m_image.setDevicePixelRatio(ratio);
  const auto& tokens = tokensOf(this);
  m_image.fill(QColor(tokens.base));
  if (!m_data || m_data->empty()) return;
  QPainter painter(&m_image);
  const bool dark = isDark(palette());
  std::vector<QColor> colours;
  for (const auto& service : m_data->services()) colours.emplace_back(serviceColour(service, dark).colour);
  const auto& rows = m_data->rows();
  const auto across = scale();
  const double room = height() - 2 * margin;
  const double each = room / static_cast<double>(rows.size());
  const double thick = std::clamp(each - 1, 1.0, 4.0);
  for (const bool failed : {false, true}) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].failed != failed) continue;
      const auto pixels = across.pixelsOf(rows[i].time.isKnown() ? rows[i].time : rows[i].otherTime);
      if (pixels.width <= 0) continue;
      const QRectF bar(pixels.left, margin + each * static_cast<double>(i), pixels.width, thick);
      painter.fillRect(bar, failed ? QColor(tokens.error) : colours[rows[i].service]);
    }
  }
}

void TraceMinimap::paintEvent(QPaintEvent*) {
  if (m_image.isNull()) draw();
  QPainter painter(this);
  const auto& tokens = tokensOf(this);
  painter.drawImage(0, 0, m_image);
  const auto across = scale();
  if (m_data && !m_range.isWhole(m_data->length())) {
    const double left = across.xOf(m_range.from);
    const double right = across.xOf(m_range.to);
    QColor veil(tokens.window);
    veil.setAlpha(190);
    painter.fillRect(QRectF(0, 0, left, height()), veil);
    painter.fillRect(QRectF(right, 0, width() - right, height()), veil);
    painter.fillRect(QRectF(left - 1, 0, 2, height()), QColor(tokens.accent));
    painter.fillRect(QRectF(right - 1, 0, 2, height()), QColor(tokens.accent));
  }
  painter.setPen(QColor(hasFocus() ? tokens.accent : tokens.hatch));
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void TraceMinimap::resizeEvent(QResizeEvent*) { m_image = {}; }

void TraceMinimap::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) m_image = {};
  if (event->type() == QEvent::LanguageChange) describe();
  QWidget::changeEvent(event);
}

void TraceMinimap::describe() {
  setAccessibleName(tr("The whole trace"));
  setAccessibleDescription(tr("Shown: %1 to %2")
                               .arg(texts::traceDuration(std::llround(m_range.from)),
                                    texts::traceDuration(std::llround(m_range.to))));
  setToolTip(tr("Drag to look at a part, double click to show all. Arrow keys move, + and − zoom."));
}

void TraceMinimap::choose(const TimeRange& range) {
  if (m_data) Q_EMIT rangeChosen(TimeRange::clamped(range.from, range.to, m_data->length()));
}

void TraceMinimap::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !m_data) return;
  m_pressedAt = scale().timeAt(event->position().x());
  m_pressedRange = m_range;
  const bool within = m_pressedAt > m_range.from && m_pressedAt < m_range.to;
  m_drag = within && !m_range.isWhole(m_data->length()) ? Drag::Move : Drag::Choose;
}

void TraceMinimap::mouseMoveEvent(QMouseEvent* event) {
  if (m_drag == Drag::None || !m_data) return;
  const double now = scale().timeAt(event->position().x());
  if (m_drag == Drag::Move) return choose(m_pressedRange.moved(now - m_pressedAt, m_data->length()));
  if (std::abs(scale().xOf(now) - scale().xOf(m_pressedAt)) < leastDrag) return;
  choose({std::min(now, m_pressedAt), std::max(now, m_pressedAt)});
}

void TraceMinimap::mouseReleaseEvent(QMouseEvent*) { m_drag = Drag::None; }

void TraceMinimap::mouseDoubleClickEvent(QMouseEvent*) {
  if (m_data) choose({0, static_cast<double>(m_data->length())});
}

void TraceMinimap::keyPressEvent(QKeyEvent* event) {
  if (!m_data) return QWidget::keyPressEvent(event);
  const double step = (m_range.to - m_range.from) * keyStep;
  const double middle = (m_range.from + m_range.to) / 2;
  switch (event->key()) {
    case Qt::Key_Left:
      return choose(m_range.moved(-step, m_data->length()));
    case Qt::Key_Right:
      return choose(m_range.moved(step, m_data->length()));
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return choose(m_range.zoomed(zoomStep, middle, m_data->length()));
    case Qt::Key_Minus:
      return choose(m_range.zoomed(1 / zoomStep, middle, m_data->length()));
    case Qt::Key_Home:
      return choose({0, static_cast<double>(m_data->length())});
    default:
      return QWidget::keyPressEvent(event);
  }
}

}  // namespace sharecar::desktop
