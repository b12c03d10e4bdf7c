/// How long the steps of a booking took, out of MyPage.
#pragma once

#include "contracts/mypage.hpp"

#include <QString>

namespace sharecar::desktop {

/// From OrderPlaced to the events of payment and reservation; none for what has not happened.
struct BookingTimes {
  std::optional<std::chrono::microseconds> paid;
  std::optional<std::chrono::microseconds> reserved;
};
BookingTimes timesOf(const contracts::MyPage& page);

/// "Paid in 41.0 ms, reserved in 63.0 ms", or what it waits for.
QString progressLine(const contracts::MyPage& page);

/// "Payment is paused, next try 14:32:10. Your car is held until 14:40." Times are the server's own.
QString pausedLine(const contracts::PaymentProgress& payment, const std::string& zone);

}  // namespace sharecar::desktop
