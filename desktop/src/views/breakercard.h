/// One breaker of one instance as a card: everything that is worth a look from afar.
#pragma once

#include <QAbstractButton>

#include "models/breakers.h"

namespace sharecar::desktop {

/// State with glyph, word and colour; failure and slow rate with their thresholds; counters, percentiles, and what it
/// waits for. A button: a click or the space bar chooses it. Says all of it to screen readers. Owned by its page.
class BreakerCard : public QAbstractButton {
  Q_OBJECT
 public:
  static constexpr QSize cardSize{240, 220};

  explicit BreakerCard(QWidget* parent = nullptr);

  /// `now`: this computer's clock.
  void show(const SeenBreaker& seen, Timestamp now);
  /// Time goes on: the countdown moves.
  void setNow(Timestamp now);
  const SeenBreaker& shown() const { return m_seen; }
  /// The line at the bottom: countdown, probes left.
  QString waitingLine() const;

  QSize sizeHint() const override { return cardSize; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void describe();
  void paintHead(QPainter& painter);
  void paintBar(QPainter& painter, int top, const QString& title, const RateBar& bar);
  void paintCounters(QPainter& painter, int top);
  void paintFoot(QPainter& painter, int top);

  SeenBreaker m_seen;
  Timestamp m_now{};
};

}  // namespace sharecar::desktop
