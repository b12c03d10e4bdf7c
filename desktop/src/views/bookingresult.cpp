#include "views/bookingresult.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

#include "api/mypageevents.h"
#include "models/progress.h"
#include "models/texts.h"
#include "views/page.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int againMs = 500;

bool isFinal(OrderState state) {
  switch (state) {
    case OrderState::REQUESTED:
    case OrderState::PAYMENT_PENDING:
    case OrderState::PAID:
    case OrderState::REJECTING:
    case OrderState::CANCEL_REQUESTED:
      return false;
    default:
      return true;
  }
}

// What happened, and how long after the first of it.
QString stepsTable(const contracts::MyPage& page) {
  QString rows;
  for (const auto& step : page.steps) {
    const auto since = step.at - page.steps.front().at;
    rows += QString("<tr><td>%1</td><td width='16'></td><td align='right'>%2</td></tr>")
                .arg(texts::step(step.code).toHtmlEscaped(), since.count() == 0 ? QString() : texts::duration(since));
  }
  return "<table cellspacing='0'>" + rows + "</table>";
}

}  // namespace

BookingResult::BookingResult(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_headline(named(new QLabel(this), "resultHeadline")),
      m_steps(named(new QLabel(this), "resultSteps")),
      m_line(named(new QLabel(this), "resultLine")),
      m_how(named(new QPushButton(this), "resultHow")),
      m_booking(named(new QPushButton(this), "resultBooking")) {
  auto font = m_headline->font();
  font.setBold(true);
  m_headline->setFont(font);
  m_steps->setTextFormat(Qt::RichText);
  m_line->setWordWrap(true);
  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::s);
  layout->addWidget(m_headline, 0, 0, 1, 3);
  layout->addWidget(m_steps, 1, 0, 1, 3);
  layout->addWidget(m_line, 2, 0, 1, 3);
  layout->addWidget(m_how, 3, 0);
  layout->addWidget(m_booking, 3, 1);
  layout->setColumnStretch(2, 1);
  connect(m_how, &QPushButton::clicked, this, [this] {
    QUrlQuery query;
    query.addQueryItem("order", QString::number(m_order->order_id.value));
    Q_EMIT navigate({.place = "traces", .query = query});
  });
  connect(m_booking, &QPushButton::clicked, this,
          [this] { Q_EMIT navigate({.place = "bookings", .path = {QString::number(m_order->order_id.value)}}); });
  connect(&session.events, &EventStream::event, this, &BookingResult::onEvent);
  m_again.setSingleShot(true);
  connect(&m_again, &QTimer::timeout, this, &BookingResult::ask);
  retranslate();
  clear();
}

void BookingResult::follow(const contracts::Order& order, const std::string& zone) {
  m_order = order;
  m_page.reset();
  m_zone = zone;
  showLines();
  show();
  m_again.start(againMs);  // events are faster; this is for when there are none
}

void BookingResult::clear() {
  m_order.reset();
  m_page.reset();
  m_again.stop();
  m_call.cancel();
  hide();
}

void BookingResult::onEvent(const QByteArray& name, const QByteArray& json) {
  if (!m_order || name != "mypage.changed") return;
  if (const auto page = decodeMyPage(json)) take(*page);
}

void BookingResult::ask() {
  if (!m_order) return;
  m_call = m_session.api.myPage(m_order->order_id, [this](const Answer<contracts::MyPage>& answer) {
    if (answer) take(*answer);
    if (!m_page || !isFinal(m_page->status)) m_again.start(againMs);
  });
}

void BookingResult::take(const contracts::MyPage& page) {
  if (!m_order || page.order_id != m_order->order_id) return;
  m_page = page;
  showLines();
}

void BookingResult::showLines() {
  if (!m_order) return;
  const auto status = m_page ? m_page->status : m_order->status;
  m_headline->setText(tr("Booking %1: %2").arg(QString::number(m_order->order_id.value), texts::state(status)));
  const bool pending = status == OrderState::PAYMENT_PENDING || status == OrderState::REQUESTED;
  if (pending) {
    m_line->setText(pausedLine(m_page ? m_page->payment : m_order->payment, m_zone));
  } else {
    m_line->setText(m_page ? progressLine(*m_page) : texts::state(status));
  }
  m_steps->setText(m_page ? stepsTable(*m_page) : QString());
  m_steps->setVisible(m_page && !m_page->steps.empty());
}

void BookingResult::retranslate() {
  m_how->setText(tr("How?"));
  m_how->setAccessibleName(tr("How? Shows the trace of this booking"));
  m_booking->setText(tr("My booking"));
  m_booking->setAccessibleName(tr("Opens this booking"));
  showLines();
}

void BookingResult::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
