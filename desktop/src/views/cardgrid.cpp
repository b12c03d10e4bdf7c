#include "views/cardgrid.h"

#include <algorithm>

#include "views/theme.h"

namespace sharecar::desktop {

void CardGrid::setCards(std::vector<QWidget*> cards) {
  if (m_cards == cards) return;
  m_cards = std::move(cards);
  for (std::size_t i = 1; i < m_cards.size(); ++i) setTabOrder(m_cards[i - 1], m_cards[i]);
  arrange();
}

void CardGrid::arrange() {
  const int stepX = m_card.width() + space::m;
  const int stepY = m_card.height() + space::m;
  const int columns = std::max(1, (width() + space::m) / stepX);
  int number = 0;
  for (auto* card : m_cards) {
    card->move(number % columns * stepX, number / columns * stepY);
    card->show();
    ++number;
  }
  setMinimumHeight((number + columns - 1) / columns * stepY);
}

void CardGrid::resizeEvent(QResizeEvent*) { arrange(); }

}  // namespace sharecar::desktop
