/// The whole trace in a strip: where things are, and which part of it is looked at.
#pragma once

#include <QImage>
#include <QWidget>

#include "models/tracescale.h"

namespace sharecar::desktop {

/// Drag to look at a part; drag the part to move it; a double click shows all. Arrow keys move it, + and - zoom, Home
/// shows all. The spans are drawn once into an image and not again until data, size or colours change.
class TraceMinimap : public QWidget {
  Q_OBJECT
 public:
  explicit TraceMinimap(QWidget* parent = nullptr);

  void setData(TraceDataPtr trace);
  void setRange(const TimeRange& range);
  const TimeRange& range() const { return m_range; }

  QSize sizeHint() const override { return {480, 56}; }
  QSize minimumSizeHint() const override { return {200, 56}; }

 Q_SIGNALS:
  void rangeChosen(const sharecar::desktop::TimeRange& range);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  enum class Drag { None, Choose, Move };

  TimeScale scale() const;
  void draw();
  void describe();
  void choose(const TimeRange& range);

  TraceDataPtr m_data;
  TimeRange m_range;
  QImage m_image;
  Drag m_drag = Drag::None;
  double m_pressedAt = 0;  ///< in time
  TimeRange m_pressedRange;
};

}  // namespace sharecar::desktop
