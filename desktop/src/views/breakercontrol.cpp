#include "views/breakercontrol.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "models/breakertexts.h"
#include "models/texts.h"
#include "views/notice.h"
#include "views/page.h"
#include "views/spoken.h"
#include "views/style.h"
#include "views/table.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

using namespace std::chrono_literals;

struct Action {
  const char* state;  // of ChangeBreaker
  const char* text;
};
constexpr Action choices[] = {
    {"FORCED_OPEN", QT_TRANSLATE_NOOP("sharecar::desktop::BreakerControl", "Force open: refuse every call")},
    {"CLOSED", QT_TRANSLATE_NOOP("sharecar::desktop::BreakerControl", "Close: let calls through and count anew")},
    {"DISABLED", QT_TRANSLATE_NOOP("sharecar::desktop::BreakerControl", "Disable: never refuse a call")},
    {"RESET", QT_TRANSLATE_NOOP("sharecar::desktop::BreakerControl", "Reset: close and forget what was counted")},
};

}  // namespace

BreakerControl::BreakerControl(Session& session, QWidget* parent)
    : QFrame(parent),
      m_session(session),
      m_reverts{5min, 15min, 60min},
      m_byHand(named(new QLabel(this), "breakerByHand")),
      m_undo(named(new QPushButton(this), "breakerUndo")),
      m_state(makeChoice("breakerWanted", this)),
      m_revert(makeChoice("breakerRevert", this)),
      m_reason(named(new QLineEdit(this), "breakerReason")),
      m_name(named(new QLineEdit(this), "breakerName")),
      m_do(named(new QPushButton(this), "breakerDo")),
      m_notice(named(new Notice(this), "breakerControlNotice")) {
  build();
  for (auto* edit : {m_reason, m_name}) {
    connect(edit, &QLineEdit::textChanged, this, &BreakerControl::refresh);
    connect(edit, &QLineEdit::returnPressed, m_do, &QPushButton::click);
  }
  connect(m_state, &QComboBox::currentIndexChanged, this, &BreakerControl::refresh);
  connect(m_do, &QPushButton::clicked, this, &BreakerControl::send);
  connect(m_undo, &QPushButton::clicked, this, &BreakerControl::undo);
  connect(m_notice, &Notice::retry, m_notice, &Notice::clear);
  connect(&session.sources, &Sources::offlineChanged, this, &BreakerControl::refresh);
  retranslate();
}

void BreakerControl::build() {
  m_byHand->setWordWrap(true);
  m_name->setMaxLength(64);
  m_reason->setMaxLength(200);
  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(0, space::s, 0, 0);
  layout->setSpacing(space::s);
  layout->addWidget(m_byHand, 0, 0);
  layout->addWidget(m_undo, 0, 1, Qt::AlignTop);
  layout->addWidget(m_state, 1, 0, 1, 2);
  layout->addWidget(m_revert, 2, 0, 1, 2);
  layout->addWidget(m_reason, 3, 0, 1, 2);
  layout->addWidget(m_name, 4, 0);
  layout->addWidget(m_do, 4, 1);
  layout->addWidget(m_notice, 5, 0, 1, 2);
  layout->setColumnStretch(0, 1);
  layout->setRowStretch(6, 1);
  makePrimary(m_do);
}

void BreakerControl::follow(const SeenBreaker& seen) {
  if (breakerKey(seen.breaker) != breakerKey(m_seen.breaker)) {
    m_call.cancel();
    m_name->clear();
    m_reason->clear();
    m_notice->clear();
  }
  m_seen = seen;
  refresh();
}

void BreakerControl::offerReverts(std::vector<std::chrono::seconds> after) {
  m_reverts = std::move(after);
  retranslate();
}

contracts::ChangeBreaker BreakerControl::wanted() const {
  contracts::ChangeBreaker out;
  out.state = choices[std::max(0, m_state->currentIndex())].state;
  out.reason = m_reason->text().trimmed().toStdString();
  // A reset leaves nothing to take back.
  if (out.state != "RESET") out.revert_after_s = m_reverts[static_cast<std::size_t>(m_revert->currentIndex())].count();
  return out;
}

void BreakerControl::send() {
  if (!m_do->isEnabled()) return;
  m_notice->clear();
  m_call = m_session.api.changeBreaker(m_seen.breaker, wanted(), m_session.api.click("change breaker"),
                                       [this](const Answer<contracts::BreakerChange>& answer) {
                                         if (answer) {
                                           m_name->clear();
                                           m_reason->clear();
                                           Q_EMIT changed(*answer);
                                         } else {
                                           m_notice->show(answer.error());
                                         }
                                         refresh();
                                       });
  refresh();
}

void BreakerControl::undo() {
  if (!m_seen.breaker.set_by_hand) return;
  m_notice->clear();
  m_call = m_session.api.undoBreakerChange(m_seen.breaker, m_seen.breaker.set_by_hand->change_id,
                                           m_session.api.click("undo breaker change"),
                                           [this](const Answer<QByteArray>& answer) {
                                             if (answer) {
                                               Q_EMIT undone();
                                             } else {
                                               m_notice->show(answer.error());
                                             }
                                             refresh();
                                           });
  refresh();
}

void BreakerControl::refresh() {
  const auto& breaker = m_seen.breaker;
  const auto& hand = breaker.set_by_hand;
  m_byHand->setVisible(hand.has_value());
  m_undo->setVisible(hand.has_value());
  if (hand) {
    const auto reason = QString::fromStdString(hand->reason);
    const auto zone = texts::localZone();
    const auto state = texts::breakerState(breakerState(breaker.state));
    m_byHand->setText(hand->reverts_at ? tr("%1 by hand: \"%2\". The platform takes it back at %3.")
                                             .arg(state, reason, texts::exactTime(*hand->reverts_at, zone).left(8))
                                       : tr("%1 by hand: \"%2\". It stays until somebody undoes it.").arg(state, reason));
  }
  const bool offline = m_session.sources.isOffline();
  const bool named = m_name->text().toStdString() == breaker.name && !breaker.name.empty();
  m_do->setEnabled(named && !m_reason->text().trimmed().isEmpty() && !m_call.isRunning() && !offline);
  m_undo->setEnabled(!m_call.isRunning() && !offline);
  m_revert->setEnabled(wanted().state != "RESET");
  const auto name = QString::fromStdString(breaker.name);
  m_name->setPlaceholderText(tr("Type %1 to confirm").arg(name));
  setSpokenName(m_name, m_name->placeholderText());
  m_do->setToolTip(m_do->isEnabled() ? QString()
                   : offline         ? tr("The platform is away")
                                     : tr("Type the name of the breaker and a reason first"));
}

void BreakerControl::retranslate() {
  m_undo->setText(tr("Undo"));
  m_undo->setAccessibleName(tr("Undo what was set by hand"));
  m_do->setText(tr("Apply"));
  m_do->setAccessibleName(tr("Apply to this breaker"));
  m_reason->setPlaceholderText(tr("Reason, kept in the journal"));
  m_reason->setAccessibleName(m_reason->placeholderText());
  const auto fill = [](QComboBox* box, const QStringList& rows) {
    const QSignalBlocker quiet(box);
    const int row = std::max(0, box->currentIndex());
    box->clear();
    box->addItems(rows);
    box->setCurrentIndex(row);
  };
  QStringList states;
  for (const auto& action : choices) states += tr(action.text);
  fill(m_state, states);
  QStringList reverts;
  for (const auto& after : m_reverts) {
    reverts += after < 1min ? tr("Revert after %1").arg(texts::duration(after))
                            : tr("Revert after %1").arg(texts::length(after));
  }
  fill(m_revert, reverts);
  m_state->setAccessibleName(tr("What to do to the breaker"));
  m_revert->setAccessibleName(tr("When the platform takes it back"));
  refresh();
}

void BreakerControl::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QFrame::changeEvent(event);
}

}  // namespace sharecar::desktop
