#include "views/offlinebar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include "models/texts.h"
#include "views/page.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int tickMs = 500;

}  // namespace

OfflineBar::OfflineBar(const Session& session, QWidget* parent)
    : QFrame(parent),
      m_session(session),
      m_text(named(new QLabel(this), "offlineText")),
      m_try(named(new QPushButton(this), "offlineTry")) {
  setObjectName("offlineBar");
  m_text->setWordWrap(true);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(space::l, space::s, space::l, space::s);
  layout->setSpacing(space::m);
  layout->addWidget(m_text, 1);
  layout->addWidget(m_try);
  m_tick.setInterval(tickMs);
  connect(&m_tick, &QTimer::timeout, this, &OfflineBar::tell);
  connect(m_try, &QPushButton::clicked, this, &OfflineBar::tryNow);
  connect(&session.sources, &Sources::changed, this, &OfflineBar::tell);
  tell();
}

void OfflineBar::setDataAt(std::optional<Timestamp> at) {
  m_dataAt = at;
  tell();
}

void OfflineBar::tell() {
  m_try->setText(tr("Try now"));
  m_try->setAccessibleName(tr("Try to reach the platform now"));
  const bool offline = m_session.sources.isOffline();
  setVisible(offline);
  if (!offline) return m_tick.stop();
  if (!m_tick.isActive()) m_tick.start();
  QStringList lines{tr("The platform at %1 cannot be reached.").arg(m_session.api.gateway().authority())};
  if (m_dataAt) {
    const auto age = std::max(std::chrono::microseconds{0}, m_session.now() - *m_dataAt);
    lines += tr("What you see is of %1, %2 ago.")
                 .arg(texts::exactTime(*m_dataAt, texts::localZone()).left(8), texts::age(age));
    lines += tr("Nothing can be changed meanwhile; what you have entered is kept.");
  } else {
    lines += tr("Start it with ./sharecar up, or check the address.");
  }
  const auto seconds = (m_session.sources.retry().remainingTime() + 999) / 1000;
  lines += seconds > 0 ? tr("Trying again in %1 s.").arg(seconds) : tr("Trying again now.");
  m_text->setText(lines.join(' '));
}

void OfflineBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const auto& tokens = tokensOf(this);
  painter.fillRect(rect(), QColor(tokens.alternate));
  painter.fillRect(0, 0, 4, height(), QColor(tokens.error));
  painter.fillRect(0, height() - 1, width(), 1, QColor(tokens.error));
}

void OfflineBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) tell();
  QFrame::changeEvent(event);
}

}  // namespace sharecar::desktop
