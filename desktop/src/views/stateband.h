/// The states of a breaker over time as a band.
#pragma once

#include <QWidget>

#include "models/breakers.h"

namespace sharecar::desktop {

/// Colours, and a pattern for each state, so that colour is not the only sign; a tool tip tells state and time. Owned by
/// its page.
class StateBand : public QWidget {
  Q_OBJECT
 public:
  explicit StateBand(QWidget* parent = nullptr);

  /// `spans` of stateBand(), which fill `window`.
  void show(std::vector<StateSpan> spans, const Slot& window);

  QSize sizeHint() const override { return {320, 40}; }
  QSize minimumSizeHint() const override { return {160, 40}; }

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  int xOf(Timestamp at) const;
  void describe();

  std::vector<StateSpan> m_spans;
  Slot m_window;
};

}  // namespace sharecar::desktop
