#include "views/mybookingspage.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSaveFile>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include "api/mypageevents.h"
#include "models/csv.h"
#include "views/bookingdetail.h"
#include "views/loading.h"
#include "views/notice.h"
#include "views/table.h"
#include "views/theme.h"

namespace sharecar::desktop {

/// Current bookings, the history, or both.
class BookingFilter : public QSortFilterProxyModel {
 public:
  enum Which { Current, History, All };

  BookingFilter(BookingsModel& model, const Clock& now, QObject* parent)
      : QSortFilterProxyModel(parent), m_model(model), m_now(now) {
    setSourceModel(&model);
    setSortRole(BookingsModel::sortRole);
  }
  void setWhich(int which) {
    m_which = which;
    invalidateFilter();
  }

  /// This one stays although it is over: somebody looks at it.
  void pin(std::int64_t order) { m_pinned = order; }

 protected:
  bool filterAcceptsRow(int row, const QModelIndex&) const override {
    const Booking& booking = m_model.rows()[static_cast<std::size_t>(row)];
    const bool over = isOver(booking, m_now());
    return m_which == All || booking.page.order_id.value == m_pinned || over == (m_which == History);
  }

 private:
  BookingsModel& m_model;
  const Clock& m_now;
  int m_which = Current;
  std::int64_t m_pinned = 0;
};

namespace {

constexpr int pollMs = 3'000;

}  // namespace

MyBookingsPage::MyBookingsPage(Session& session, QWidget* parent)
    : Page(parent),
      m_session(session),
      m_filter(new BookingFilter(m_model, session.now, this)),
      m_which(makeChoice("which", this)),
      m_export(named(new QPushButton(this), "exportCsv")),
      m_table(makeTable(m_filter, "bookings", this)),
      m_empty(named(new QLabel(this), "noBookings")),
      m_loading(new Loading(this)),
      m_notice(named(new Notice(this), "listNotice")),
      m_detail(new BookingDetail(session, this)) {
  setObjectName("myBookingsPage");
  m_table->sortByColumn(BookingsModel::Number, Qt::DescendingOrder);
  build();
  connect(m_which, &QComboBox::currentIndexChanged, this, [this](int which) {
    m_filter->setWhich(which);
    showDetail();
  });
  connect(m_export, &QPushButton::clicked, this, &MyBookingsPage::exportCsv);
  connect(m_notice, &Notice::retry, this, &MyBookingsPage::reload);
  connect(m_detail, &BookingDetail::navigate, this, &Page::navigate);
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &MyBookingsPage::onSelection);
  connect(&m_model, &QAbstractItemModel::dataChanged, this, &MyBookingsPage::showDetail);
  connect(&session.events, &EventStream::event, this, &MyBookingsPage::onEvent);
  connect(&session.events, &EventStream::reset, this, &MyBookingsPage::reload);
  connect(&session.events, &EventStream::stateChanged, this, [this](ConnectionState state) {
    if (state == ConnectionState::Lost || state == ConnectionState::Connected) reload();
  });
  connect(&session.sources, &Sources::offlineChanged, this, [this](bool offline) {
    if (offline) return m_notice->clear();  // the window says so
    reload();
    reloadCars();
  });
  connect(&session.api, &Api::orderPlaced, this, &MyBookingsPage::justBooked);
  connect(&session.cancellations, &Cancellations::changed, this, &MyBookingsPage::onCancellation);
  connect(&m_poll, &QTimer::timeout, this, [this] {
    if (m_session.events.state() == ConnectionState::Lost) reload();
  });
  m_poll.start(pollMs);
  retranslate();
  reload();
  reloadCars();
}

MyBookingsPage::~MyBookingsPage() = default;

void MyBookingsPage::build() {
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  m_empty->hide();
  auto* bar = new QHBoxLayout;
  bar->addWidget(m_which);
  bar->addStretch();
  bar->addWidget(m_export);
  auto* top = new QWidget(this);
  auto* list = new QVBoxLayout(top);
  list->setContentsMargins(0, 0, 0, 0);
  list->setSpacing(space::s);
  list->addLayout(bar);
  list->addWidget(m_loading);
  list->addWidget(m_notice);
  list->addWidget(m_table, 1);
  list->addWidget(m_empty, 1);
  auto* splitter = named(new QSplitter(Qt::Vertical, this), "bookingsSplitter");
  splitter->addWidget(top);
  splitter->addWidget(m_detail);
  splitter->setStretchFactor(0, 1);
  splitter->setStretchFactor(1, 1);
  splitter->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::l, 0, space::l, space::l);
  layout->addWidget(splitter);
}

QStringList MyBookingsPage::crumbs() const {
  const auto id = address().id();
  return id.isEmpty() ? QStringList() : QStringList(tr("Booking %1").arg(id));
}

Address MyBookingsPage::address() const {
  const auto index = m_filter->mapToSource(m_table->currentIndex());
  if (m_wanted > 0) return {.place = "bookings", .path = {QString::number(m_wanted)}};
  if (!index.isValid()) return {.place = "bookings"};
  return {.place = "bookings", .path = {QString::number(m_model.rowAt(index).page.order_id.value)}};
}

void MyBookingsPage::open(const Address& address) {
  m_wanted = address.id().toLongLong();
  const auto* row = m_model.find(m_wanted);
  if (m_wanted == 0) return m_table->setCurrentIndex({});
  if (!row) return;
  if (!m_filter->mapFromSource(m_model.indexOf(m_wanted)).isValid()) m_which->setCurrentIndex(BookingFilter::All);
  m_table->setCurrentIndex(m_filter->mapFromSource(m_model.indexOf(m_wanted)));
  m_wanted = 0;
}

Booking MyBookingsPage::booking(contracts::MyPage page) const {
  Booking out{.page = std::move(page)};
  if (const auto car = m_cars.find(out.page.car_id); car != m_cars.end()) {
    out.timeZone = car->second.time_zone;
    out.carName = car->second.name;
  }
  if (m_justBooked.contains(out.page.order_id)) out.mine = Booking::Mine::JustBooked;
  switch (m_session.cancellations.state(out.page.order_id)) {
    case Cancellations::State::Waiting:
      out.mine = Booking::Mine::CancelSoon;
      break;
    case Cancellations::State::Sending:
    case Cancellations::State::Sent:
      out.mine = Booking::Mine::Cancelling;
      break;
    case Cancellations::State::None:
      break;
  }
  return out;
}

void MyBookingsPage::reload() {
  m_list = m_session.api.myPages(m_session.customer, [this](const Answer<Listed<contracts::MyPage>>& answer) {
    if (!answer) return m_notice->show(answer.error(), m_session);
    m_notice->clear();
    setDataAt(m_session.now());
    const bool first = m_model.rowCount() == 0;
    for (const auto& page : answer->rows) m_justBooked.erase(page.order_id);
    std::vector<Booking> rows;
    for (const auto& [id, page] : m_justBooked) rows.push_back(booking(page));
    for (const auto& page : answer->rows) rows.push_back(booking(page));
    m_model.apply(std::move(rows));
    if (first) fitColumns(m_table, BookingsModel::Time);
    m_table->setVisible(m_model.rowCount() > 0);
    m_empty->setVisible(m_model.rowCount() == 0);
    if (m_wanted != 0) open(address());
  });
  m_loading->await(m_list);
}

// Names and time zones of the cars; without them bookings are shown with the car's number.
void MyBookingsPage::reloadCars() {
  contracts::FindCars all;
  all.size = 1000;
  m_carsCall = m_session.api.cars(all, [this](const Answer<Listed<contracts::ListedCar>>& answer) {
    if (!answer) return;
    for (const auto& car : answer->rows) m_cars[car.car_id] = car;
    std::vector<Booking> rows;
    for (const auto& row : m_model.rows()) rows.push_back(booking(row.page));
    m_model.apply(std::move(rows));
    fitColumns(m_table, BookingsModel::Time);
  });
}

void MyBookingsPage::onEvent(const QByteArray& name, const QByteArray& json) {
  if (name != "mypage.changed") return;
  auto page = decodeMyPage(json);
  if (!page) return reload();
  if (page->customer_id != m_session.customer.toStdString()) return;  // an operator hears everybody's
  if (page->status == OrderState::CANCEL_REQUESTED || page->status == OrderState::CANCELLED) {
    m_session.cancellations.settled(page->order_id);
  }
  m_justBooked.erase(page->order_id);
  m_model.applyOne(booking(std::move(*page)));
  setDataAt(m_session.now());
  m_table->setVisible(true);
  m_empty->hide();
}

void MyBookingsPage::justBooked(const contracts::Order& order) {
  if (m_model.find(order.order_id.value)) return;
  m_justBooked[order.order_id] = expectedRow(order);
  m_model.applyOne(booking(expectedRow(order)));
  m_table->setVisible(true);
  m_empty->hide();
}

void MyBookingsPage::onCancellation(qint64 order) {
  if (const auto* row = m_model.find(order)) m_model.applyOne(booking(row->page));
}

void MyBookingsPage::onSelection() {
  const auto index = m_filter->mapToSource(m_table->currentIndex());
  if (index.isValid()) m_filter->pin(m_model.rowAt(index).page.order_id.value);
  showDetail();
  Q_EMIT addressChanged();
}

void MyBookingsPage::showDetail() {
  const auto index = m_filter->mapToSource(m_table->currentIndex());
  if (index.isValid()) {
    m_detail->show(m_model.rowAt(index));
  } else {
    m_detail->clear();
  }
}

void MyBookingsPage::exportCsv() {
  auto* dialog = new QFileDialog(this, tr("Save my bookings"), "sharecar-bookings.csv", tr("Tables (*.csv)"));
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& name) {
    QSaveFile file(name);
    const bool saved = file.open(QIODevice::WriteOnly) && file.write(toCsv(*m_filter)) >= 0 && file.commit();
    Q_EMIT announce(saved ? tr("Saved %1").arg(name) : tr("Cannot save %1: %2").arg(name, file.errorString()));
  });
  dialog->open();
}

void MyBookingsPage::retranslate() {
  const int which = std::max(0, m_which->currentIndex());
  {
    const QSignalBlocker quiet(m_which);
    m_which->clear();
    m_which->addItems({tr("Current"), tr("History"), tr("All")});
    m_which->setCurrentIndex(which);
  }
  m_loading->setWhat(tr("your bookings"));
  m_which->setAccessibleName(tr("Which bookings"));
  m_export->setText(tr("Save as CSV"));
  m_export->setAccessibleName(m_export->text());
  m_empty->setText(tr("Nothing is booked yet. Choose a car and a time under Cars."));
  m_table->setAccessibleName(tr("My bookings"));
  m_model.retranslate();
  fitColumns(m_table, BookingsModel::Time);
}

}  // namespace sharecar::desktop
