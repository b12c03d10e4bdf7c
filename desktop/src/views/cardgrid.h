/// Cards of one size in as many columns as fit.
#pragma once

#include <QWidget>
#include <vector>

namespace sharecar::desktop {

/// Lies in a scroll area that fits its width. Does not own the order: who sets it does. Tab order follows it.
class CardGrid : public QWidget {
  Q_OBJECT
 public:
  explicit CardGrid(QSize card, QWidget* parent = nullptr) : QWidget(parent), m_card(card) {}

  void setCards(std::vector<QWidget*> cards);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrange();

  QSize m_card;
  std::vector<QWidget*> m_cards;
};

}  // namespace sharecar::desktop
