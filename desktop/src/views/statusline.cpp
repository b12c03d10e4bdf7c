#include "views/statusline.h"

#include <QAccessible>
#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include "models/texts.h"
#include "views/page.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int saidForMs = 8'000;
constexpr int quietMs = 2'000;  // between announcements
constexpr int tickMs = 500;

QString glyphOf(ConnectionState state) {
  switch (state) {
    case ConnectionState::Connecting:
      return QString::fromUtf8("◌");
    case ConnectionState::Connected:
      return QString::fromUtf8("○");
    case ConnectionState::Live:
      return QString::fromUtf8("●");
    case ConnectionState::Stale:
      return QString::fromUtf8("◐");
    case ConnectionState::Lost:
      return QString::fromUtf8("✕");
  }
  return {};
}

QRgb colourOf(ConnectionState state, const Tokens& tokens) {
  switch (state) {
    case ConnectionState::Connecting:
    case ConnectionState::Connected:
      return tokens.text;
    case ConnectionState::Live:
      return tokens.ok;
    case ConnectionState::Stale:
      return tokens.warning;
    case ConnectionState::Lost:
      return tokens.error;
  }
  return tokens.text;
}

QString stateOf(const Sources::Source& source) {
  const auto seconds = (source.retry.remainingTime() + 999) / 1000;
  if (source.state != ConnectionState::Lost || seconds <= 0) return texts::connection(source.state);
  return StatusLine::tr("%1, trying again in %2 s").arg(texts::connection(source.state)).arg(seconds);
}

QString lineOf(const Sources::Source& source) {
  return QString("%1  %2: %3").arg(glyphOf(source.state), sourceTitle(source.name), stateOf(source));
}

void paintText(QWidget* widget, QRgb colour) {
  auto palette = widget->palette();
  for (const auto role : {QPalette::ButtonText, QPalette::WindowText}) palette.setColor(role, QColor(colour));
  widget->setPalette(palette);
}

}  // namespace

QString sourceTitle(const QString& name) {
  if (name == Sources::events) return StatusLine::tr("Live events");
  if (name == Sources::platform) return StatusLine::tr("Breakers and health");
  if (name == Sources::requests) return StatusLine::tr("Requests");
  if (name == Sources::traces) return StatusLine::tr("Traces");
  return name;
}

StatusLine::StatusLine(const Sources& sources, const QString& customer, QWidget* parent)
    : QStatusBar(parent),
      m_sources(sources),
      m_customer(customer),
      m_connection(named(new QToolButton(this), "connection")),
      m_list(new QMenu(m_connection)),
      m_said(named(new QLabel(this), "said")),
      m_age(named(new QLabel(this), "dataAge")),
      m_user(named(new QLabel(this), "user")),
      m_place(named(new QLabel(this), "environment")) {
  setSizeGripEnabled(false);
  m_said->setAccessibleName(tr("Messages"));  // else each text is announced by itself
  m_quiet.setSingleShot(true);
  connect(&m_quiet, &QTimer::timeout, this, &StatusLine::announce);
  m_connection->setAutoRaise(true);
  m_connection->setMenu(m_list);
  m_connection->setPopupMode(QToolButton::InstantPopup);
  m_place->setMargin(space::xs);
  addWidget(m_connection);
  addWidget(m_said, 1);
  addPermanentWidget(m_age);
  addPermanentWidget(m_user);
  addPermanentWidget(m_place);
  m_tick.setInterval(tickMs);
  connect(&m_tick, &QTimer::timeout, this, &StatusLine::showSources);
  connect(&sources, &Sources::changed, this, &StatusLine::showSources);
  connect(m_list, &QMenu::aboutToShow, this, &StatusLine::listSources);
  retranslate();
}

void StatusLine::setEnvironment(const QString& name, const QString& version) {
  m_environment = name;
  m_version = version;
  retranslate();
}

void StatusLine::say(const QString& text) {
  m_said->setText(text);
  m_toAnnounce = text;
  if (!m_quiet.isActive()) announce();
  QTimer::singleShot(saidForMs, m_said, [label = m_said, text] {
    if (label->text() == text) label->clear();
  });
}

// The name of the label changes, and an alert says so. Of what comes too fast the last is heard when the time is over.
void StatusLine::announce() {
  if (m_toAnnounce.isEmpty()) return;
  m_said->setAccessibleName(std::exchange(m_toAnnounce, {}));
  QAccessibleEvent event(m_said, QAccessible::Alert);
  QAccessible::updateAccessibility(&event);
  m_quiet.start(quietMs);
}

void StatusLine::setDataAt(std::optional<Timestamp> at) {
  m_dataAt = at;
  retranslate();
}

void StatusLine::showSources() {
  if (m_sources.all().empty()) return;
  const auto& worst = m_sources.worst();
  m_connection->setText(QString("%1  %2").arg(glyphOf(worst.state), stateOf(worst)));
  m_connection->setToolTip(lineOf(worst));
  m_connection->setAccessibleName(tr("Connection: %1").arg(m_connection->text()));
  paintText(m_connection, colourOf(worst.state, tokensOf(this)));
  if (worst.state == ConnectionState::Lost) {
    if (!m_tick.isActive()) m_tick.start();
  } else {
    m_tick.stop();
  }
}

void StatusLine::retranslate() {
  showSources();
  m_age->setVisible(m_dataAt.has_value());
  if (m_dataAt) m_age->setText(tr("Data of %1").arg(texts::exactTime(*m_dataAt, texts::localZone()).left(8)));
  m_user->setText(tr("Customer: %1").arg(m_customer));
  m_place->setText(m_environment);
  m_place->setToolTip(tr("Environment %1, version %2").arg(m_environment, m_version));
  m_place->setAutoFillBackground(!m_environment.isEmpty());
  const auto& tokens = tokensOf(this);
  auto palette = m_place->palette();
  const bool serious = m_environment.startsWith("prod");
  palette.setColor(QPalette::Window, QColor(serious ? tokens.error : tokens.halfOpen));
  palette.setColor(QPalette::WindowText, QColor(tokens.onAccent));
  m_place->setPalette(palette);
}

void StatusLine::listSources() {
  m_list->clear();
  for (const auto& source : m_sources.all()) m_list->addAction(lineOf(source));
}

void StatusLine::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) retranslate();
  QStatusBar::changeEvent(event);
}

}  // namespace sharecar::desktop
