#include "views/breadcrumb.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "views/theme.h"

namespace sharecar::desktop {

Breadcrumb::Breadcrumb(QWidget* parent) : QWidget(parent), m_layout(new QHBoxLayout(this)) {
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(space::xs);
}

// The page's own crumbs belong to the parts of the address' path, one each.
void Breadcrumb::setPlace(const Page& page) {
  while (auto* item = m_layout->takeAt(0)) {
    if (item->widget()) item->widget()->deleteLater();
    delete item;
  }
  const auto address = page.address();
  const auto crumbs = page.crumbs();
  auto all = page.origin();
  all.push_back({page.title(), {.place = address.place}});
  for (qsizetype i = 0; i < crumbs.size(); ++i) {
    all.push_back({crumbs[i], {.place = address.place, .path = address.path.mid(0, i + 1)}});
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) m_layout->addWidget(new QLabel(QString::fromUtf8("›"), this));
    add(all[i], i + 1 == all.size());
  }
  m_layout->addStretch();
}

void Breadcrumb::add(const Crumb& crumb, bool isLast) {
  const auto& [text, address] = crumb;
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
  connect(button, &QToolButton::clicked, this, [this, address = crumb.address] { Q_EMIT navigate(address); });
  m_layout->addWidget(button);
}

}  // namespace sharecar::desktop
