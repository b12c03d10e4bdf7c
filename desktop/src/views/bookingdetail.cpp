#include "views/bookingdetail.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

#include "models/progress.h"
#include "models/texts.h"
#include "views/cancelpanel.h"
#include "views/loading.h"
#include "views/page.h"
#include "views/table.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

bool mayBeCancelled(OrderState state) {
  return state == OrderState::REQUESTED || state == OrderState::PAYMENT_PENDING || state == OrderState::PAID ||
         state == OrderState::CONFIRMED;
}

}  // namespace

BookingDetail::BookingDetail(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_headline(named(new QLabel(this), "detailHeadline")),
      m_facts(named(new QLabel(this), "detailFacts")),
      m_age(named(new QLabel(this), "detailAge")),
      m_what(named(new QPushButton(this), "whatHappened")),
      m_traces(named(new QToolButton(this), "allTraces")),
      m_traceMenu(new QMenu(m_traces)),
      m_cancel(named(new QPushButton(this), "cancelBooking")),
      m_loading(new Loading(this)),
      m_panel(new CancelPanel(session, this)),
      m_steps(makeTable(&m_model, "steps", this)) {
  build();
  connect(m_what, &QPushButton::clicked, this, [this] {
    const auto& traces = m_booking->page.order_trace_ids;
    if (!traces.empty()) openTrace(QString::fromStdString(traces.front()));
  });
  connect(m_steps, &QTableView::activated, this, [this](const QModelIndex& index) {
    const auto& step = m_model.rowAt(index).step;
    openTrace(QString::fromStdString(step.trace_id), QString::fromStdString(step.span_id));
  });
  connect(m_cancel, &QPushButton::clicked, this,
          [this] {
            m_panel->ask(m_booking->page.order_id, m_booking->timeZone);
            m_loading->await(m_panel->call());
          });
  connect(&session.sources, &Sources::offlineChanged, this, &BookingDetail::refresh);
  connect(m_panel, &CancelPanel::changed, this, &BookingDetail::refresh);
  retranslate();
  clear();
}

void BookingDetail::build() {
  auto font = m_headline->font();
  font.setBold(true);
  m_headline->setFont(font);
  m_facts->setWordWrap(true);
  m_traces->setMenu(m_traceMenu);
  m_traces->setPopupMode(QToolButton::InstantPopup);
  m_steps->setSortingEnabled(false);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(space::s);
  buttons->addWidget(m_what);
  buttons->addWidget(m_traces);
  buttons->addStretch();
  buttons->addWidget(m_cancel);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::s);
  layout->addWidget(m_headline);
  layout->addWidget(m_facts);
  layout->addLayout(buttons);
  layout->addWidget(m_loading);
  layout->addWidget(m_panel);
  layout->addWidget(m_steps, 1);
  layout->addWidget(m_age);
}

void BookingDetail::show(const Booking& booking) {
  const bool another = !m_booking || m_booking->page.order_id != booking.page.order_id;
  m_booking = booking;
  m_model.show(booking.page, booking.timeZone);
  if (another) {
    m_panel->follow(booking.page.order_id);
    fitColumns(m_steps, StepsModel::Reason);
  }
  refresh();
  setVisible(true);
}

void BookingDetail::clear() {
  m_booking.reset();
  setVisible(false);
}

void BookingDetail::openTrace(const QString& traceId, const QString& spanId) {
  QUrlQuery query;
  query.addQueryItem("order", QString::number(m_booking->page.order_id.value));
  Address address{.place = "traces", .path = {traceId}, .query = query};
  if (!spanId.isEmpty()) address.path.append(spanId);
  Q_EMIT navigate(address);
}

// One booking may have several traces: placed, paid late, cancelled.
void BookingDetail::fillTraces() {
  m_traceMenu->clear();
  for (const auto& id : m_booking->page.order_trace_ids) {
    const QString trace = QString::fromStdString(id);
    QString first;
    for (const auto& step : m_booking->page.steps) {
      if (first.isEmpty() && step.trace_id == id) first = texts::step(step.code);
    }
    auto* action = m_traceMenu->addAction(first.isEmpty() ? trace : tr("from: %1").arg(first));
    connect(action, &QAction::triggered, this, [this, trace] { openTrace(trace); });
  }
  m_traces->setVisible(m_booking->page.order_trace_ids.size() > 1);
}

void BookingDetail::refresh() {
  if (!m_booking) return;
  const auto& page = m_booking->page;
  const auto& zone = m_booking->timeZone;
  m_headline->setText(tr("Booking %1: %2").arg(QString::number(page.order_id.value), shownState(*m_booking)));
  QStringList facts{texts::span({page.starts_at, page.ends_at}, zone), texts::money(page.price), progressLine(page)};
  if (page.status == OrderState::PAYMENT_PENDING) facts.last() = pausedLine(page.payment, zone);
  if (page.refund_amount) {
    facts += tr("%1: %2").arg(texts::refund(page.refund), texts::money(*page.refund_amount));
  }
  m_facts->setText(facts.join(QString::fromUtf8("  ·  ")));
  const std::chrono::milliseconds lag{page.lag_ms};
  m_age->setText(tr("As of %1, %2 behind").arg(texts::exactTime(page.as_of, zone).left(8), texts::duration(lag)));
  m_what->setEnabled(!page.order_trace_ids.empty());
  m_cancel->setVisible(mayBeCancelled(page.status) && !m_panel->isBusy());
  const bool offline = m_session.sources.isOffline();
  m_cancel->setEnabled(!offline);
  m_cancel->setToolTip(offline ? tr("Cancelling needs the platform, which cannot be reached now.") : QString());
  fillTraces();
}

void BookingDetail::retranslate() {
  m_loading->setWhat(tr("the refund"));
  m_what->setText(tr("What happened?"));
  m_traces->setText(tr("All traces"));
  m_cancel->setText(tr("Cancel booking"));
  m_what->setAccessibleName(m_what->text());
  m_traces->setAccessibleName(m_traces->text());
  m_cancel->setAccessibleName(m_cancel->text());
  m_steps->setAccessibleName(tr("What happened, step by step; Enter opens the trace"));
  m_model.retranslate();
  fitColumns(m_steps, StepsModel::Reason);
  refresh();
}

void BookingDetail::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
