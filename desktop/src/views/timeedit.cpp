#include "views/timeedit.h"

#include <QDateTimeEdit>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QTimeZone>

#include "models/daytime.h"
#include "views/page.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

QTimeZone zoneOf(const std::string& name) {
  const QTimeZone zone(QByteArray::fromStdString(name));
  return zone.isValid() ? zone : QTimeZone::utc();
}

// The editors hold wall clock times (as UTC, which has no gaps); the zone comes in when one is read or shown.
QDateTime wallClock(Timestamp at, const std::string& zone) {
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
  const auto there = QDateTime::fromMSecsSinceEpoch(ms, zoneOf(zone));
  return QDateTime(there.date(), there.time(), Qt::UTC);
}

Timestamp moment(const QDateTime& wall, const std::string& zone) {
  const QDateTime there(wall.date(), wall.time(), zoneOf(zone));
  return floorToGrid(Timestamp{std::chrono::milliseconds{there.toMSecsSinceEpoch()}});
}

// As wide as any: two figures everywhere. Qt's own hint does not follow the language.
const QDateTime widest(QDate(2028, 12, 20), QTime(20, 40), Qt::UTC);
constexpr int roomForButton = 32;

/// Up and down are worth ten minutes, not one.
class GridEdit : public QDateTimeEdit {
 public:
  using QDateTimeEdit::QDateTimeEdit;
  void stepBy(int steps) override {
    if (currentSection() == MinuteSection) {
      setDateTime(dateTime().addSecs(600 * steps));
    } else {
      QDateTimeEdit::stepBy(steps);
    }
  }
};

}  // namespace

TimeEdit::TimeEdit(const QString& name, QWidget* parent)
    : QWidget(parent),
      m_fromLabel(new QLabel(this)),
      m_toLabel(new QLabel(this)),
      m_from(makeEditor(name + "From")),
      m_to(makeEditor(name + "To")) {
  m_fromLabel->setBuddy(m_from);
  m_toLabel->setBuddy(m_to);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::s);
  for (auto* widget : std::initializer_list<QWidget*>{m_fromLabel, m_from, m_toLabel, m_to}) layout->addWidget(widget);
  layout->addStretch();
  connect(m_from, &QDateTimeEdit::dateTimeChanged, this, &TimeEdit::startEdited);
  connect(m_to, &QDateTimeEdit::dateTimeChanged, this, &TimeEdit::endEdited);
  retranslate();
}

QDateTimeEdit* TimeEdit::makeEditor(const QString& name) {
  auto* out = new GridEdit(this);
  out->setObjectName(name);
  out->setTimeSpec(Qt::UTC);
  out->setCalendarPopup(true);
  out->setKeyboardTracking(false);
  return out;
}

void TimeEdit::setTime(const Slot& time, const std::string& zone) {
  m_time = time;
  m_zone = zone;
  show();
}

void TimeEdit::show() {
  const QSignalBlocker from(m_from);
  const QSignalBlocker to(m_to);
  m_from->setDateTime(wallClock(m_time.starts_at, m_zone));
  m_to->setDateTime(wallClock(m_time.ends_at, m_zone));
}

void TimeEdit::startEdited() {
  const auto length = m_time.length();
  m_time.starts_at = moment(m_from->dateTime(), m_zone);
  m_time.ends_at = m_time.starts_at + length;
  show();
  Q_EMIT edited(m_time);
}

void TimeEdit::endEdited() {
  const Timestamp wanted = moment(m_to->dateTime(), m_zone);
  m_time.ends_at = std::clamp(wanted, m_time.starts_at + shortestTrip, m_time.starts_at + longestTrip);
  show();
  Q_EMIT edited(m_time);
}

void TimeEdit::retranslate() {
  m_fromLabel->setText(tr("From"));
  m_toLabel->setText(tr("to"));
  m_from->setAccessibleName(tr("Start of the trip"));
  m_to->setAccessibleName(tr("End of the trip"));
  //: Qt's letters for dates and times: Sat 21 Nov 14:30
  const auto format = tr("ddd d MMM HH:mm");
  for (auto* editor : {m_from, m_to}) setDateFormat(editor, format);
}

void setDateFormat(QDateTimeEdit* editor, const QString& format) {
  editor->setLocale(QLocale());
  editor->setDisplayFormat(format);
  editor->setMinimumWidth(editor->fontMetrics().horizontalAdvance(QLocale().toString(widest, format)) + roomForButton);
}

void TimeEdit::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
