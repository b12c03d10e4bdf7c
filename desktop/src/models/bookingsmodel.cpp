#include "models/bookingsmodel.h"

#include <QCoreApplication>

#include "models/texts.h"

namespace sharecar::desktop {
namespace {

class Bookings {
  Q_DECLARE_TR_FUNCTIONS(Bookings)
};

QString carText(const Booking& booking) {
  return booking.carName.empty() ? QString::number(booking.page.car_id.value) : QString::fromStdString(booking.carName);
}

std::vector<Column<Booking>> columns() {
  using Row = const Booking&;
  using C = Column<Booking>;
  const auto won = [](Money amount) { return QVariant(qlonglong{amount.won}); };
  return {
      C([] { return Bookings::tr("Booking"); }, [](Row row) { return QString::number(row.page.order_id.value); })
          .sortedBy([](Row row) { return QVariant(qlonglong{row.page.order_id.value}); })
          .onTheRight(),
      C([] { return Bookings::tr("Car"); }, carText),
      C([] { return Bookings::tr("Time"); },
        [](Row row) {
          return texts::span({row.page.starts_at, row.page.ends_at}, row.timeZone);
        }).sortedBy([](Row row) { return QVariant(qlonglong{row.page.starts_at.time_since_epoch().count()}); }),
      C([] { return Bookings::tr("State"); }, shownState),
      C([] { return Bookings::tr("Price"); }, [](Row row) { return texts::money(row.page.price); })
          .sortedBy([won](Row row) { return won(row.page.price); })
          .onTheRight(),
      C([] { return Bookings::tr("Refund"); },
        [](Row row) { return row.page.refund_amount ? texts::money(*row.page.refund_amount) : QString(); })
          .sortedBy([won](Row row) { return won(row.page.refund_amount.value_or(Money{-1})); })
          .onTheRight(),
  };
}

}  // namespace

contracts::MyPage expectedRow(const contracts::Order& order) {
  contracts::MyPage out;
  out.order_id = order.order_id;
  out.customer_id = order.customer_id;
  out.car_id = order.car_id;
  out.car_class = order.car_class;
  out.starts_at = order.starts_at;
  out.ends_at = order.ends_at;
  out.price = order.price;
  out.pay_method = order.pay_method;
  out.status = order.status;
  out.payment = order.payment;
  out.order_trace_ids = {order.trace_id};
  out.as_of = order.created_at;
  return out;
}

bool isOver(const Booking& booking, Timestamp now) {
  switch (booking.page.status) {
    case OrderState::DECLINED:
    case OrderState::EXPIRED:
    case OrderState::REJECTED:
    case OrderState::CANCELLED:
      return true;
    default:
      return booking.page.ends_at < now;
  }
}

QString shownState(const Booking& booking) {
  switch (booking.mine) {
    case Booking::Mine::JustBooked:
      return Bookings::tr("%1, just booked").arg(texts::state(booking.page.status));
    case Booking::Mine::CancelSoon:
      return Bookings::tr("Cancelling in a moment");
    case Booking::Mine::Cancelling:
      return texts::state(OrderState::CANCEL_REQUESTED);
    case Booking::Mine::Nothing:
      break;
  }
  return texts::state(booking.page.status);
}

BookingsModel::BookingsModel(QObject* parent) : TableModel(columns(), parent) {}

}  // namespace sharecar::desktop
