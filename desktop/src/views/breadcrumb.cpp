#include "views/breadcrumb.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "views/page.h"
#include "views/theme.h"

namespace sharecar::desktop {

Breadcrumb::Breadcrumb(QWidget* parent) : QWidget(parent), m_layout(new QHBoxLayout(this)) {
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(space::xs);
}

void Breadcrumb::setPlace(const QString& title, const QStringList& crumbs, const Address& address) {
  while (auto* item = m_layout->takeAt(0)) {
    if (item->widget()) item->widget()->deleteLater();
    delete item;
  }
  add(title, {.place = address.place}, crumbs.isEmpty());
  for (qsizetype i = 0; i < crumbs.size(); ++i) {
    m_layout->addWidget(new QLabel(QString::fromUtf8("›"), this));
    add(crumbs[i], {.place = address.place, .path = address.path.mid(0, i + 1)}, i + 1 == crumbs.size());
  }
  m_layout->addStretch();
}

void Breadcrumb::add(const QString& text, const Address& address, bool isLast) {
  if (isLast) {
    auto* label = named(new QLabel(text, this), "crumbHere");
    auto font = label->font();
    font.setBold(true);
    label->setFont(font);
    m_layout->addWidget(label);
    return;
  }
  auto* button = new QToolButton(this);
  button->setObjectName("crumb_" + address.toString());
  button->setText(text);
  button->setAccessibleName(text);
  button->setAutoRaise(true);
  connect(button, &QToolButton::clicked, this, [this, address] { Q_EMIT navigate(address); });
  m_layout->addWidget(button);
}

}  // namespace sharecar::desktop
