/// How a line of the waterfall looks: the tree on the left, the bar in time on the right.
#pragma once

#include <QPalette>
#include <QRect>

#include "models/colours.h"
#include "models/tracerows.h"
#include "models/tracescale.h"
#include "models/traceusual.h"

class QPainter;
class QFontMetrics;

namespace sharecar::desktop {

/// Which critical path is drawn.
enum class ShownPath { Both, ToAnswer, ToLastEffect, None };

/// Measures in pixels that the waterfall and its tests share.
namespace tracelook {
inline constexpr int header = 28;
inline constexpr int indent = 12;      ///< of a level
inline constexpr int mostIndents = 24;  ///< what is deeper stands there with its depth as a number
inline constexpr int twisty = 14;
inline constexpr int barHeight = 12;
inline constexpr int endCap = 3;
inline constexpr int pathHeight = 2;  ///< of the critical path, without its outline
inline constexpr int leftMargin = 8;
inline constexpr int gutter = 64;  ///< right of the last moment: what a bar's duration needs
}  // namespace tracelook

/// Made for one paint event; draws one line after the other. Everything it points to outlives it.
class TracePainter {
 public:
  struct Look {
    const TraceRows& rows;
    const tracemodel::UsualTimes* usual = nullptr;
    ShownPath path = ShownPath::Both;
    TimeScale scale;  ///< of the part right of the names
    int names = 0;    ///< pixels of the part for names
    RowIndex selected = noRow;
    RowIndex hovered = noRow;
    bool focused = false;
  };

  TracePainter(QPainter& painter, const QPalette& palette, const Look& look);

  void header(const QRect& area) const;
  void row(RowIndex row, const QRect& area) const;

  /// The part of a line for times, when all of it is that wide and the names take so much.
  static TimeScale scaleOf(const TimeRange& range, int width, int names);
  /// Where the bar of a time is within a line.
  static QRectF barOf(const Stretch& time, const TimeScale& scale, int names, const QRect& line);
  static int indentOf(std::uint32_t depth);

 private:
  void ground(RowIndex row, const QRect& area) const;
  void name(RowIndex row, const QRect& area) const;
  void guides(std::uint32_t depth, const QRect& area) const;
  void twisty(const QRect& area, bool collapsed) const;
  void errorGlyph(const QPointF& middle, bool here) const;
  void time(RowIndex row, const QRect& area) const;
  void bar(const QRectF& rect, std::uint16_t service, bool failed) const;
  void outlinedBar(const QRectF& rect, std::uint16_t service) const;
  void path(RowIndex row, const QRect& area) const;
  void usualMark(RowIndex row, const QRect& area) const;
  void label(RowIndex row, const QRectF& bar, const QRect& area) const;
  QString labelOf(RowIndex row) const;
  QString slownessOf(RowIndex row) const;
  QRgb textColour(RowIndex row) const;

  QPainter& m_painter;
  const Look& m_look;
  const TraceData& m_data;
  const Tokens& m_tokens;
  bool m_dark;
  std::vector<std::int64_t> m_ticks;
};

}  // namespace sharecar::desktop
