#include "views/rail.h"

#include <QButtonGroup>
#include <QEvent>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "views/page.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int railWidth = 176;

QPushButton* areaButton(QWidget* parent, const char* name) {
  auto* button = named(new QPushButton(parent), name);
  button->setCheckable(true);
  button->setAutoExclusive(true);
  return button;
}

}  // namespace

Rail::Rail(QWidget* parent)
    : QWidget(parent),
      m_switch(new QWidget(this)),
      m_drive(areaButton(m_switch, "areaDrive")),
      m_operate(areaButton(m_switch, "areaOperate")),
      m_list(new QVBoxLayout) {
  setMinimumWidth(railWidth);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
  auto* areas = new QHBoxLayout(m_switch);
  areas->setContentsMargins(0, 0, 0, space::s);
  areas->setSpacing(0);
  areas->addWidget(m_drive);
  areas->addWidget(m_operate);
  m_switch->hide();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::s, space::s, space::s, space::s);
  layout->setSpacing(0);
  layout->addWidget(m_switch);
  m_list->setSpacing(space::xs);
  layout->addLayout(m_list);
  layout->addStretch();
  connect(m_drive, &QPushButton::clicked, this, [this] { chooseArea(Area::Drive); });
  connect(m_operate, &QPushButton::clicked, this, [this] { chooseArea(Area::Operate); });
  retranslate();
}

void Rail::add(Area area, const QString& place, const QString& icon, std::function<QString()> title) {
  auto* button = new QToolButton(this);
  button->setObjectName("rail_" + place);
  button->setCheckable(true);
  button->setAutoRaise(true);
  button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  button->setIconSize({16, 16});
  button->setFixedHeight(32);
  button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  m_list->addWidget(button);
  connect(button, &QToolButton::clicked, this, [this, place] {
    setCurrent(place);
    Q_EMIT chosen(place);
  });
  m_entries.push_back({area, place, icon, std::move(title), button});
  const auto has = [this](Area one) {
    return std::any_of(m_entries.begin(), m_entries.end(), [one](const auto& entry) { return entry.area == one; });
  };
  m_switch->setVisible(has(Area::Drive) && has(Area::Operate));
  retranslate();
}

void Rail::setCurrent(const QString& place) {
  for (const auto& entry : m_entries) {
    entry.button->setChecked(entry.place == place);
    if (entry.place == place) showArea(entry.area);
  }
}

void Rail::showArea(Area area) {
  m_drive->setChecked(area == Area::Drive);
  m_operate->setChecked(area == Area::Operate);
  for (const auto& entry : m_entries) entry.button->setVisible(entry.area == area);
}

void Rail::chooseArea(Area area) {
  const auto first = std::find_if(m_entries.begin(), m_entries.end(), [&](const auto& e) { return e.area == area; });
  if (first != m_entries.end()) first->button->click();
}

void Rail::retranslate() {
  m_drive->setText(tr("Drive"));
  m_operate->setText(tr("Operate"));
  m_drive->setAccessibleName(tr("Drive: book and see my bookings"));
  m_operate->setAccessibleName(tr("Operate: find out what happened"));
  for (const auto& entry : m_entries) {
    entry.button->setText(entry.title());
    entry.button->setAccessibleName(entry.title());
    entry.button->setIcon(icon(entry.icon));
  }
}

void Rail::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
