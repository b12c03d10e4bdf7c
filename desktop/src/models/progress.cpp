#include "models/progress.h"

#include <QCoreApplication>

#include "models/texts.h"

namespace sharecar::desktop {
namespace {

class Progress {
  Q_DECLARE_TR_FUNCTIONS(Progress)
};

const contracts::Step* find(const contracts::MyPage& page, const char* code) {
  for (const auto& step : page.steps) {
    if (step.code == code) return &step;
  }
  return nullptr;
}

QString clock(Timestamp at, const std::string& zone) { return texts::exactTime(at, zone).left(8); }

}  // namespace

BookingTimes timesOf(const contracts::MyPage& page) {
  const auto* placed = find(page, "OrderPlaced");
  const auto since = [placed](const contracts::Step* step) -> std::optional<std::chrono::microseconds> {
    if (!placed || !step || step->at < placed->at) return {};
    return step->at - placed->at;
  };
  return {since(find(page, "PaymentApproved")), since(find(page, "ReservationConfirmed"))};
}

QString progressLine(const contracts::MyPage& page) {
  const auto times = timesOf(page);
  if (times.paid && times.reserved) {
    return Progress::tr("Paid in %1, reserved in %2")
        .arg(texts::duration(*times.paid), texts::duration(*times.reserved));
  }
  if (times.paid) return Progress::tr("Paid in %1, reserving the car").arg(texts::duration(*times.paid));
  return texts::state(page.status);
}

QString pausedLine(const contracts::PaymentProgress& payment, const std::string& zone) {
  QStringList out;
  if (payment.next_try_at) {
    out += Progress::tr("Payment is paused, next try %1.").arg(clock(*payment.next_try_at, zone));
  } else {
    out += Progress::tr("Payment is under way.");
  }
  if (payment.pay_by) out += Progress::tr("Your car is held until %1.").arg(texts::time(*payment.pay_by, zone));
  return out.join(' ');
}

}  // namespace sharecar::desktop
