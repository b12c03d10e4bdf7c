/// The strip below the waterfall that shows what happened around the trace.
#pragma once

#include <QWidget>

#include "models/tracescale.h"
#include "models/tracestrip.h"

namespace sharecar::desktop {

/// One line for each lane, on the waterfall's time axis. Hidden while there are no marks. Colour, glyph and tool tip say
/// the same.
class TraceStrip : public QWidget {
  Q_OBJECT
 public:
  explicit TraceStrip(QWidget* parent = nullptr);

  /// `begin`: of the trace, microseconds since the epoch.
  void setMarks(std::vector<StripMark> marks, std::int64_t begin);
  void setScale(const TimeRange& range, int names);
  const std::vector<StripMark>& marks() const { return m_marks; }
  QRectF rectOf(const StripMark& mark) const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  TimeScale scale() const;
  int laneOf(const StripMark& mark) const;

  std::vector<StripMark> m_marks;
  QStringList m_lanes;
  std::int64_t m_begin = 0;
  TimeRange m_range;
  int m_names = 0;
};

}  // namespace sharecar::desktop
