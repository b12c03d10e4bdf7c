#include "views/cancelpanel.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

#include "models/texts.h"
#include "views/notice.h"
#include "views/page.h"
#include "views/style.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int tickMs = 250;

}  // namespace

CancelPanel::CancelPanel(Session& session, QWidget* parent)
    : QFrame(parent),
      m_session(session),
      m_text(named(new QLabel(this), "cancelText")),
      m_keep(named(new QPushButton(this), "cancelKeep")),
      m_confirm(named(new QPushButton(this), "cancelConfirm")),
      m_undo(named(new QPushButton(this), "cancelUndo")),
      m_notice(named(new Notice(this), "cancelNotice")) {
  setFrameShape(QFrame::StyledPanel);
  m_text->setWordWrap(true);
  m_keep->setAutoDefault(true);
  m_keep->setDefault(true);
  makePrimary(m_keep);
  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(space::m, space::s, space::m, space::s);
  layout->setSpacing(space::s);
  layout->addWidget(m_text, 0, 0, 1, 4);
  layout->addWidget(m_keep, 1, 1);
  layout->addWidget(m_confirm, 1, 2);
  layout->addWidget(m_undo, 1, 3);
  layout->addWidget(m_notice, 2, 0, 1, 4);
  layout->setColumnStretch(0, 1);
  connect(m_keep, &QPushButton::clicked, this, &CancelPanel::keep);
  connect(m_confirm, &QPushButton::clicked, this, &CancelPanel::confirm);
  connect(m_undo, &QPushButton::clicked, this, [this] { m_session.cancellations.undo(m_order); });
  connect(m_notice, &Notice::retry, this, [this] { ask(m_order, m_zone); });
  m_tick.setInterval(tickMs);
  connect(&m_tick, &QTimer::timeout, this, &CancelPanel::refresh);
  connect(&session.cancellations, &Cancellations::changed, this, [this](qint64 order) {
    if (order == m_order.value) refresh();
  });
  connect(&session.sources, &Sources::offlineChanged, this, &CancelPanel::refresh);
  connect(&session.cancellations, &Cancellations::failed, this, [this](qint64 order, const Failure& failure) {
    if (order != m_order.value) return;
    if (failure.problem.code == Errc::refund_changed && failure.problem.cancellation) {
      m_quote = failure.problem.cancellation;
    }
    m_notice->show(failure);
    refresh();
  });
  refresh();
}

void CancelPanel::follow(OrderId order) {
  m_order = order;
  m_call.cancel();
  m_quote.reset();
  m_notice->clear();
  refresh();
}

void CancelPanel::ask(OrderId order, const std::string& zone) {
  follow(order);
  m_zone = zone;
  m_call = m_session.api.cancellation(order, m_session.api.click("ask for the refund"),
                                      [this](const auto& answer) { quoteCame(answer); });
}

void CancelPanel::quoteCame(const Answer<CancellationQuote>& answer) {
  if (answer) {
    m_quote = *answer;
  } else {
    m_notice->show(answer.error(), m_session);
  }
  refresh();
  m_keep->setFocus();
}

bool CancelPanel::isBusy() const {
  return m_quote || m_session.cancellations.state(m_order) != Cancellations::State::None;
}

// Not when the refund would be another one before the time to undo is over.
bool CancelPanel::isUndoable() const {
  return !m_quote->valid_until || *m_quote->valid_until > m_session.now() + Cancellations::undoTime;
}

void CancelPanel::confirm() {
  const bool undoable = isUndoable();
  const Money refund = m_quote->refund;
  m_quote.reset();
  m_notice->clear();
  m_session.cancellations.begin(m_order, refund, undoable);
}

void CancelPanel::keep() {
  m_quote.reset();
  m_notice->clear();
  refresh();
}

void CancelPanel::refresh() {
  using State = Cancellations::State;
  const State state = m_session.cancellations.state(m_order);
  const bool asks = m_quote && state == State::None;
  m_keep->setVisible(asks);
  m_confirm->setVisible(asks);
  m_confirm->setEnabled(!m_session.sources.isOffline());
  m_undo->setVisible(state == State::Waiting);
  m_text->setVisible(asks || state != State::None);
  if (asks) {
    QStringList lines{tr("You get %1 back. %2").arg(texts::money(m_quote->refund), texts::refundRule(m_quote->rule))};
    if (m_quote->valid_until) {
      lines += tr("This holds until %1, then it is %2.")
                   .arg(texts::dayAndTime(*m_quote->valid_until, m_zone),
                        texts::money(m_quote->then ? m_quote->then->refund : Money{0}));
    }
    if (!isUndoable()) lines += tr("It changes within seconds, so this cannot be undone.");
    m_text->setText(lines.join('\n'));
  } else if (state == State::Waiting) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(m_session.cancellations.left(m_order)).count();
    m_text->setText(tr("Cancelling in %1 s").arg(seconds));
  } else if (state != State::None) {
    m_text->setText(tr("Cancelling"));
  }
  m_keep->setText(tr("Keep booking"));
  m_confirm->setText(tr("Cancel booking"));
  m_undo->setText(tr("Undo"));
  for (auto* button : {m_keep, m_confirm, m_undo}) button->setAccessibleName(button->text());
  setVisible(asks || state != State::None || !m_notice->isHidden());
  if (state == State::Waiting && !m_tick.isActive()) m_tick.start();
  if (state != State::Waiting) m_tick.stop();
  Q_EMIT changed();
}

void CancelPanel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) refresh();
  QFrame::changeEvent(event);
}

}  // namespace sharecar::desktop
