/// One day of a car: what is taken, what is past, what I have chosen.
#pragma once

#include <QWidget>
#include <vector>

#include "models/daytime.h"

namespace sharecar::desktop {

/// Drag to choose; arrow keys move the choice by 10 minutes, with Shift its end. Taken and past parts are hatched and
/// cannot be chosen. Owned by its page.
class DayStrip : public QWidget {
  Q_OBJECT
 public:
  explicit DayStrip(QWidget* parent = nullptr);

  void setDay(const Slot& day, const std::string& zone);
  void setTaken(std::vector<Slot> taken);
  void setChosen(const std::optional<Slot>& chosen);
  void setNow(Timestamp now);
  void setLocked(bool locked) { m_locked = locked; }

  const Slot& day() const { return m_scale.shown; }
  const std::optional<Slot>& chosen() const { return m_chosen; }
  /// Where a time is, for tests and tool tips.
  int xOf(Timestamp at) const { return m_scale.xOf(at); }

  QSize sizeHint() const override { return {336, 56}; }
  QSize minimumSizeHint() const override { return {240, 56}; }

 Q_SIGNALS:
  /// The person chose; only free times.
  void chose(const sharecar::Slot& time);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void drag(int x);
  void nudge(const Slot& wanted);
  void describe();
  QRect bar() const;
  QRect rectOf(const Slot& slot) const;

  StripScale m_scale;
  std::string m_zone = "UTC";
  std::vector<Slot> m_taken;
  std::optional<Slot> m_chosen;
  Timestamp m_now{};
  int m_pressedAt = -1;
  bool m_locked = false;
};

}  // namespace sharecar::desktop
