#include "views/bookingpane.h"

#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QUuid>
#include <QVBoxLayout>

#include "models/carsmodel.h"
#include "models/daytime.h"
#include "models/texts.h"
#include "views/bookingresult.h"
#include "views/daystrip.h"
#include "views/loading.h"
#include "views/notice.h"
#include "views/page.h"
#include "views/style.h"
#include "views/table.h"
#include "views/theme.h"
#include "views/timeedit.h"

namespace sharecar::desktop {
namespace {

constexpr int usualWidth = 424;
constexpr int priceAfterMs = 80;  // a drag asks once, when it rests
constexpr std::size_t mostAlternatives = 3;

void emphasise(QLabel* label, double factor) {
  auto font = label->font();
  font.setBold(true);
  font.setPixelSize(qRound(QFontInfo(font).pixelSize() * factor));
  label->setFont(font);
}

}  // namespace

BookingPane::BookingPane(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_form(session.customer.toStdString()),
      m_title(named(new QLabel(this), "paneTitle")),
      m_subtitle(named(new QLabel(this), "paneSubtitle")),
      m_body(new QWidget(this)),
      m_previousDay(named(new QToolButton(this), "previousDay")),
      m_nextDay(named(new QToolButton(this), "nextDay")),
      m_dayLabel(named(new QLabel(this), "dayLabel")),
      m_strip(named(new DayStrip(this), "dayStrip")),
      m_loading(new Loading(this)),
      m_time(new TimeEdit("trip", this)),
      m_priceLines(named(new QLabel(this), "priceLines")),
      m_price(named(new QLabel(this), "price")),
      m_methodLabel(new QLabel(this)),
      m_method(makeChoice("method", this)),
      m_notice(new Notice(this)),
      m_alternatives(new QWidget(this)),
      m_alternativesList(new QVBoxLayout(m_alternatives)),
      m_confirm(named(new QPushButton(this), "confirm")),
      m_result(new BookingResult(session, this)) {
  build();
  m_priceSoon.setSingleShot(true);
  m_again.setSingleShot(true);
  connect(&m_priceSoon, &QTimer::timeout, this, &BookingPane::askPrice);
  connect(&m_again, &QTimer::timeout, this, &BookingPane::send);
  connect(m_previousDay, &QToolButton::clicked, this,
          [this] { showDay(dayAfter(m_strip->day(), -1, m_car.time_zone)); });
  connect(m_nextDay, &QToolButton::clicked, this, [this] { showDay(dayAfter(m_strip->day(), 1, m_car.time_zone)); });
  connect(m_strip, &DayStrip::chose, this, &BookingPane::choose);
  connect(m_time, &TimeEdit::edited, this, &BookingPane::choose);
  connect(m_method, &QComboBox::currentIndexChanged, this, &BookingPane::payWith);
  connect(m_confirm, &QPushButton::clicked, this, &BookingPane::confirm);
  connect(m_result, &BookingResult::navigate, this, &BookingPane::navigate);
  connect(m_notice, &Notice::retry, this, [this] {
    m_loadFailure.reset();
    loadDay();
    loadMethods();
    askPrice();
  });
  connect(&session.sources, &Sources::offlineChanged, this, [this](bool offline) {
    if (offline) return refresh();
    m_loadFailure.reset();
    loadDay();
    loadMethods();
    askPrice();
  });
  retranslate();
  loadMethods();
}

void BookingPane::build() {
  setObjectName("bookingPane");
  emphasise(m_title, 1.25);
  emphasise(m_price, 1.25);
  m_price->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_priceLines->setTextFormat(Qt::RichText);
  m_methodLabel->setBuddy(m_method);
  m_alternativesList->setContentsMargins(0, 0, 0, 0);
  m_alternativesList->setSpacing(space::xs);
  makePrimary(m_confirm);
  m_confirm->setMinimumHeight(36);
  m_previousDay->setAutoRaise(true);
  m_nextDay->setAutoRaise(true);

  auto* days = new QHBoxLayout;
  days->addWidget(m_previousDay);
  days->addWidget(m_dayLabel, 1, Qt::AlignCenter);
  days->addWidget(m_nextDay);
  auto* price = new QHBoxLayout;
  price->addWidget(m_priceLines, 1);
  price->addWidget(m_price, 0, Qt::AlignBottom);
  auto* method = new QHBoxLayout;
  method->setSpacing(space::s);
  method->addWidget(m_methodLabel);
  method->addWidget(m_method, 1);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::l, 0, space::l, space::l);
  layout->setSpacing(space::m);
  layout->addWidget(m_title);
  layout->addWidget(m_subtitle);
  layout->addWidget(m_body);
  layout->addStretch();
  auto* body = new QVBoxLayout(m_body);
  body->setContentsMargins(0, 0, 0, 0);
  body->setSpacing(space::m);
  body->addLayout(days);
  body->addWidget(m_loading);
  body->addWidget(m_strip);
  body->addWidget(m_time);
  body->addSpacing(space::s);
  body->addLayout(price);
  body->addLayout(method);
  body->addWidget(m_notice);
  body->addWidget(m_alternatives);
  body->addWidget(m_confirm);
  body->addWidget(m_result);
}

void BookingPane::showCar(const contracts::ListedCar& car, const Slot& wanted) {
  if (m_form.isLocked()) return;
  const bool another = car.car_id != m_car.car_id;
  m_car = car;
  if (another) {
    m_result->clear();
    m_taken.clear();
  }
  m_wanted = wanted;
  m_form.choose(car.car_id, wanted);
  showDay(dayOf(wanted.starts_at, car.time_zone));
  retranslate();
}

void BookingPane::showDay(const Slot& day) {
  m_strip->setDay(day, m_car.time_zone);
  m_strip->setNow(m_session.now());
  m_dayKnown = false;
  m_dayLabel->setText(texts::day(day.starts_at, m_car.time_zone));
  m_previousDay->setEnabled(day.starts_at > m_session.now());
  loadDay();
}

// The day on the strip and the one after it, so that a free time is found late in the evening too.
void BookingPane::loadDay() {
  if (m_car.car_id.value == 0) return;
  const Slot window{m_strip->day().starts_at, m_strip->day().ends_at + std::chrono::hours{24}};
  m_dayCall = m_session.api.availability(m_car.car_id, window, [this](const Answer<contracts::Availability>& answer) {
    if (!answer) {
      m_loadFailure = answer.error();
      return refresh();
    }
    m_loadFailure.reset();
    m_taken = answer->busy;
    m_dayKnown = true;
    if (!answer->in_service) m_taken.push_back({answer->from, answer->to});
    m_strip->setTaken(m_taken);
    if (const auto wanted = std::exchange(m_wanted, std::nullopt)) {
      const auto from = std::max(wanted->starts_at, ceilToGrid(m_session.now()));
      const auto length = std::chrono::floor<std::chrono::minutes>(wanted->length());
      const bool free = faultOf(*wanted, m_taken, m_session.now()) == TimeFault::None;
      choose(free ? *wanted : firstFree(m_taken, from, length));
    }
    refresh();
  });
  m_loading->await(m_dayCall);
}

void BookingPane::loadMethods() {
  m_methodsCall = m_session.api.methods(m_session.customer, [this](const auto& answer) {
    if (!answer) {
      m_loadFailure = answer.error();
      return refresh();
    }
    m_methods = answer->rows;
    retranslate();
    payWith(m_method->currentIndex());
  });
}

void BookingPane::payWith(int row) {
  if (row < 0 || static_cast<std::size_t>(row) >= m_methods.size()) return;
  const auto& token = m_methods[static_cast<std::size_t>(row)].token;
  if (token != m_form.methodToken()) m_form.payWith(token);
  refresh();
}

void BookingPane::choose(const Slot& time) {
  if (!m_form.choose(m_car.car_id, time)) return refresh();
  m_result->clear();
  m_priceSoon.start(priceAfterMs);
  Q_EMIT chose(time);
  refresh();
}

void BookingPane::askPrice() {
  if (!m_form.time() || m_form.isLocked()) return;
  m_priceCall = m_session.api.quote(m_form.car(), *m_form.time(), [this](const Answer<PriceQuote>& answer) {
    if (answer) {
      m_form.quoted(*answer);
    } else {
      m_loadFailure = answer.error();
    }
    refresh();
  });
}

void BookingPane::confirm() {
  if (!m_form.canConfirm()) return;
  m_form.confirm(QUuid::createUuid().toByteArray(QUuid::WithoutBraces));
  m_click = m_session.api.click("confirm booking");
  m_result->clear();
  send();
}

void BookingPane::send() {
  const auto& attempt = m_form.attempt();
  m_orderCall = m_session.api.placeOrder(attempt.command, attempt.key, m_click.value_or(Click()),
                                         [this](const auto& answer) { answered(answer); });
  refresh();
}

void BookingPane::answered(const Answer<contracts::Order>& answer) {
  if (m_form.answered(answer)) {
    m_again.start(m_form.retryWait());
    return refresh();
  }
  m_click.reset();
  if (m_form.order()) {
    m_result->follow(*m_form.order(), m_car.time_zone);
    Q_EMIT announce(tr("Booking %1 is made").arg(m_form.order()->order_id.value));
  }
  loadDay();
  refresh();
}

// Everything that follows from the form.
void BookingPane::refresh() {
  const bool locked = m_form.isLocked();
  m_strip->setLocked(locked);
  m_strip->setChosen(m_form.time());
  for (auto* widget : std::initializer_list<QWidget*>{m_time, m_method, m_previousDay, m_nextDay}) {
    widget->setEnabled(!locked);
  }
  m_strip->setEnabled(!locked && m_dayKnown);
  m_previousDay->setEnabled(!locked && m_strip->day().starts_at > m_session.now());
  if (m_form.time()) m_time->setTime(*m_form.time(), m_car.time_zone);
  const bool taken = m_form.time() && faultOf(*m_form.time(), m_taken, m_session.now()) != TimeFault::None;
  const bool isDone = m_form.phase() == BookingForm::Phase::Booked || m_form.phase() == BookingForm::Phase::Pending;
  m_confirm->setEnabled(m_form.canConfirm() && m_dayKnown && !taken && !m_session.sources.isOffline());
  m_confirm->setVisible(!isDone);
  showPrice();
  showMessage();
  showAlternatives();
}

void BookingPane::showPrice() {
  const auto& quote = m_form.quote();
  QString rows;
  for (const auto& line : quote ? quote->lines : std::vector<PriceLine>{}) {
    rows += QString("<tr><td>%1</td><td width='16'></td><td align='right'>%2</td></tr>")
                .arg(texts::priceLine(line).toHtmlEscaped(), texts::money(line.amount));
  }
  m_priceLines->setText("<table cellspacing='0'>" + rows + "</table>");
  m_price->setText(quote ? texts::money(quote->price) : QString());
  switch (m_form.phase()) {
    case BookingForm::Phase::Sending:
      m_confirm->setText(tr("Booking"));
      break;
    case BookingForm::Phase::Checking:
      m_confirm->setText(tr("Checking whether it went through"));
      break;
    default:
      m_confirm->setText(quote ? tr("Book and pay %1").arg(texts::money(quote->price)) : tr("Book"));
      break;
  }
  m_confirm->setAccessibleName(m_confirm->text());
}

void BookingPane::showMessage() {
  if (m_form.phase() == BookingForm::Phase::Checking) {
    return m_notice->show(Notice::Kind::Warning, {tr("The answer did not come through."),
                                                  tr("Checking whether it went through; nothing is booked twice.")});
  }
  if (m_session.sources.isOffline() && m_car.car_id.value != 0) {
    return m_notice->show(Notice::Kind::Information, {tr("Booking needs the platform, which cannot be reached now."),
                                                      tr("Your choice is kept until it is back.")});
  }
  const auto& problem = m_form.problem();
  if (problem && problem->kind == Failure::Kind::Refused) {
    return m_notice->show(Notice::Kind::Warning, texts::problem(problem->problem));
  }
  if (problem) return m_notice->show(*problem, m_session);
  if (m_loadFailure) return m_notice->show(*m_loadFailure, m_session);
  const auto fault = m_form.time() ? faultOf(*m_form.time(), m_taken, m_session.now()) : TimeFault::None;
  const bool isDone = m_form.order().has_value();
  if (isDone || fault == TimeFault::None) return m_notice->clear();
  m_notice->show(Notice::Kind::Information,
                 {fault == TimeFault::Taken ? tr("This time is taken.") : tr("This time cannot be booked."),
                  tr("Choose a free part of the day.")});
}

void BookingPane::showAlternatives() {
  while (auto* item = m_alternativesList->takeAt(0)) {
    if (item->widget()) item->widget()->deleteLater();
    delete item;
  }
  const auto& problem = m_form.problem();
  const auto slots_ = problem ? problem->problem.alternatives : std::vector<Slot>{};
  for (std::size_t i = 0; i < std::min(slots_.size(), mostAlternatives); ++i) {
    const Slot slot = slots_[i];
    auto* button = new QPushButton(texts::span(slot, m_car.time_zone), m_alternatives);
    button->setObjectName(QString("alternative%1").arg(i));
    button->setAccessibleName(tr("Choose %1").arg(button->text()));
    connect(button, &QPushButton::clicked, this, [this, slot] {
      showDay(dayOf(slot.starts_at, m_car.time_zone));
      choose(slot);
    });
    m_alternativesList->addWidget(button);
  }
  m_alternatives->setVisible(!slots_.empty());
}

void BookingPane::retranslate() {
  m_body->setVisible(m_car.car_id.value != 0);
  m_title->setText(m_car.car_id.value == 0 ? tr("Choose a car") : carName(m_car));
  m_subtitle->setText(m_car.car_id.value == 0
                          ? tr("Its free times and its price appear here.")
                          : tr("%1 in %2, %3 per hour")
                                .arg(QString::fromStdString(m_car.car_class), QString::fromStdString(m_car.zone),
                                     texts::money(m_car.hourly_price)));
  m_loading->setWhat(tr("the free times of the car"));
  m_methodLabel->setText(tr("Pay with"));
  m_method->setAccessibleName(tr("Pay with"));
  m_previousDay->setIcon(icon("go-previous"));
  m_nextDay->setIcon(icon("go-next"));
  m_previousDay->setAccessibleName(tr("Day before"));
  m_nextDay->setAccessibleName(tr("Day after"));
  const int row = m_method->currentIndex();
  const QSignalBlocker quiet(m_method);
  m_method->clear();
  for (const auto& method : m_methods) {
    m_method->addItem(texts::paymentMethod(method.token, method.label, method.last_four));
  }
  m_method->setCurrentIndex(m_methods.empty() ? -1 : std::max(0, row));
  m_dayLabel->setText(texts::day(m_strip->day().starts_at, m_car.time_zone));
  refresh();
}

// As wide as in any other moment, so that nothing jumps; wider where the language needs it.
bool BookingPane::event(QEvent* event) {
  if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show) {
    setFixedWidth(std::max(usualWidth, layout()->minimumSize().width()));
  }
  return QWidget::event(event);
}

void BookingPane::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
