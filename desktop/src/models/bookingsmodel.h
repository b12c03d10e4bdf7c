/// My bookings as a table, newest first.
#pragma once

#include "contracts/mypage.hpp"
#include "models/same.h"
#include "models/tablemodel.h"

namespace sharecar::desktop {

/// A row of MyPage, and what this client has just asked to happen to it.
struct Booking {
  enum class Mine { Nothing, JustBooked, CancelSoon, Cancelling };

  contracts::MyPage page;
  Mine mine = Mine::Nothing;
  std::string timeZone = "Asia/Seoul";  ///< of its car
  std::string carName = {};             ///< empty while it is not known
};

struct BookingTraits {
  static std::int64_t key(const Booking& booking) { return booking.page.order_id.value; }
  static bool same(const Booking& a, const Booking& b) {
    return a.mine == b.mine && a.timeZone == b.timeZone && a.carName == b.carName && desktop::same(a.page, b.page);
  }
};

class BookingsModel : public TableModel<Booking, BookingTraits> {
 public:
  enum ColumnNumber { Number, Car, Time, State, Price, Refund };

  explicit BookingsModel(QObject* parent = nullptr);
};

/// The row that MyPage is going to have, out of an order that was just taken.
contracts::MyPage expectedRow(const contracts::Order& order);

/// Over, one way or another: it belongs to the history.
bool isOver(const Booking& booking, Timestamp now);

/// What a booking is called in a list: its state, or what is being done to it.
QString shownState(const Booking& booking);

}  // namespace sharecar::desktop
