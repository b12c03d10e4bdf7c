#include "views/page.h"

#include <QEvent>

namespace sharecar::desktop {

void Page::setDataAt(Timestamp at) {
  m_dataAt = at;
  Q_EMIT dataAtChanged();
}

void Page::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
