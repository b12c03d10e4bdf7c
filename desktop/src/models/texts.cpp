#include "models/texts.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>
#include <map>

namespace sharecar::desktop::texts {
namespace {

class Texts {
  Q_DECLARE_TR_FUNCTIONS(Texts)
};

QDateTime at(Timestamp moment, const std::string& zone) {
  const QTimeZone where(QByteArray::fromStdString(zone));
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(moment).time_since_epoch().count();
  return QDateTime::fromMSecsSinceEpoch(ms, where.isValid() ? where : QTimeZone::utc());
}

}  // namespace

QString state(OrderState state) {
  switch (state) {
    case OrderState::REQUESTED:
      return Texts::tr("Ordered");
    case OrderState::PAYMENT_PENDING:
      return Texts::tr("Payment pending");
    case OrderState::PAID:
      return Texts::tr("Paid");
    case OrderState::CONFIRMED:
      return Texts::tr("Reserved");
    case OrderState::DECLINED:
      return Texts::tr("Payment declined");
    case OrderState::EXPIRED:
      return Texts::tr("Expired unpaid");
    case OrderState::REJECTING:
      return Texts::tr("Rejected, refunding");
    case OrderState::REJECTED:
      return Texts::tr("Rejected and refunded");
    case OrderState::CANCEL_REQUESTED:
      return Texts::tr("Cancelling");
    case OrderState::CANCELLED:
      return Texts::tr("Cancelled");
  }
  return {};
}

QString refund(RefundState state) {
  switch (state) {
    case RefundState::NONE:
      return Texts::tr("No refund");
    case RefundState::REQUESTED:
      return Texts::tr("Refund on its way");
    case RefundState::REFUNDED:
      return Texts::tr("Refunded");
  }
  return {};
}

QString connection(ConnectionState state) {
  switch (state) {
    case ConnectionState::Connecting:
      return Texts::tr("Connecting");
    case ConnectionState::Connected:
      return Texts::tr("Connected, nothing new yet");
    case ConnectionState::Live:
      return Texts::tr("Live");
    case ConnectionState::Stale:
      return Texts::tr("No sign of life for a while");
    case ConnectionState::Lost:
      return Texts::tr("Connection lost");
  }
  return {};
}

QString step(const std::string& code) {
  static const std::map<std::string, const char*> known{
      {"OrderPlaced", QT_TRANSLATE_NOOP("Texts", "Ordered")},
      {"OrderPaymentPending", QT_TRANSLATE_NOOP("Texts", "Payment is waiting")},
      {"OrderPaid", QT_TRANSLATE_NOOP("Texts", "Order paid")},
      {"OrderDeclined", QT_TRANSLATE_NOOP("Texts", "Order declined")},
      {"OrderExpired", QT_TRANSLATE_NOOP("Texts", "Not paid in time")},
      {"OrderCancelled", QT_TRANSLATE_NOOP("Texts", "Cancelled")},
      {"OrderConfirmed", QT_TRANSLATE_NOOP("Texts", "Confirmed")},
      {"OrderCancelRequested", QT_TRANSLATE_NOOP("Texts", "Cancellation asked")},
      {"RefundRequested", QT_TRANSLATE_NOOP("Texts", "Refund asked")},
      {"OrderRejected", QT_TRANSLATE_NOOP("Texts", "Rejected")},
      {"PaymentApproved", QT_TRANSLATE_NOOP("Texts", "Card charged")},
      {"PaymentDeclined", QT_TRANSLATE_NOOP("Texts", "Card declined")},
      {"PaymentRefunded", QT_TRANSLATE_NOOP("Texts", "Money returned")},
      {"ReservationConfirmed", QT_TRANSLATE_NOOP("Texts", "Car reserved")},
      {"ReservationRejected", QT_TRANSLATE_NOOP("Texts", "Car refused")},
      {"ReservationCancelled", QT_TRANSLATE_NOOP("Texts", "Car released")},
  };
  const auto found = known.find(code);
  return found == known.end() ? QString::fromStdString(code) : Texts::tr(found->second);
}

QString service(const std::string& name) {
  if (name == "order") return Texts::tr("Orders");
  if (name == "payment") return Texts::tr("Payments");
  if (name == "reservation") return Texts::tr("Reservations");
  if (name == "customer") return Texts::tr("My page");
  return QString::fromStdString(name);
}

QString refundRule(const std::string& rule) {
  if (rule == "unpaid") return Texts::tr("Nothing was charged, so nothing has to come back.");
  if (rule == "within_30_minutes_of_payment") return Texts::tr("Everything comes back within 30 minutes of payment.");
  if (rule == "12_hours_before") return Texts::tr("Everything comes back until 12 hours before the start.");
  if (rule == "6_hours_before") return Texts::tr("70 % comes back until 6 hours before the start.");
  if (rule == "1_hour_before") return Texts::tr("50 % comes back until 1 hour before the start.");
  if (rule == "before_start") return Texts::tr("20 % comes back until the start.");
  if (rule == "started") return Texts::tr("Nothing comes back after the start.");
  if (rule == "fixed") return Texts::tr("The refund is fixed already.");
  return QString::fromStdString(rule);
}

QString priceLine(const PriceLine& line) {
  if (line.code == "base") return Texts::tr("Time with the car");
  if (line.code == "long_trip") return Texts::tr("Discount from 24 hours");
  return QString::fromStdString(line.text);
}

QString paymentMethod(const std::string& token, const std::string& label, const std::string& lastFour) {
  static const std::map<std::string, const char*> demo{
      {"demo-approve", QT_TRANSLATE_NOOP("Texts", "Demo card: approves")},
      {"demo-decline", QT_TRANSLATE_NOOP("Texts", "Demo card: declines")},
      {"demo-slow", QT_TRANSLATE_NOOP("Texts", "Demo card: approves after 5 s")},
      {"demo-error", QT_TRANSLATE_NOOP("Texts", "Demo card: network error")},
      {"demo-hang", QT_TRANSLATE_NOOP("Texts", "Demo card: never answers")},
  };
  const auto found = demo.find(token);
  const QString name = found == demo.end() ? QString::fromStdString(label) : Texts::tr(found->second);
  return QString::fromUtf8("%1  ···· %2").arg(name, QString::fromStdString(lastFour));
}

QString money(Money amount) { return Texts::tr("₩%1").arg(QLocale().toString(qlonglong{amount.won})); }

QString duration(std::chrono::microseconds length) {
  const auto us = static_cast<double>(length.count());
  const auto threeFigures = [](double value) {
    return QLocale().toString(value, 'f', value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2);
  };
  if (us < 999.5) return Texts::tr("%1 µs").arg(QLocale().toString(qlonglong{length.count()}));
  if (us < 999'500) return Texts::tr("%1 ms").arg(threeFigures(us / 1e3));
  if (us < 60e6) return Texts::tr("%1 s").arg(threeFigures(us / 1e6));
  const auto seconds = length.count() / 1'000'000;
  return Texts::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
}

QString length(std::chrono::microseconds length) {
  const auto minutes = static_cast<int>(length.count() / 60'000'000);
  if (minutes < 60) return Texts::tr("%1 min").arg(minutes);
  if (minutes % 60 == 0) return Texts::tr("%1 h").arg(minutes / 60);
  return Texts::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

QString age(std::chrono::microseconds age) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(age);
  return seconds < std::chrono::minutes{1} ? Texts::tr("%1 s").arg(seconds.count()) : length(age);
}

QString day(Timestamp moment, const std::string& zone) {
  //: A day, in Qt's letters for dates: Sat 21 Nov
  return QLocale().toString(at(moment, zone), Texts::tr("ddd d MMM"));
}

QString time(Timestamp moment, const std::string& zone) { return at(moment, zone).toString("HH:mm"); }

QString exactTime(Timestamp moment, const std::string& zone) { return at(moment, zone).toString("HH:mm:ss.zzz"); }

QString dayAndTime(Timestamp moment, const std::string& zone) { return day(moment, zone) + ' ' + time(moment, zone); }

QString span(const Slot& slot, const std::string& zone) {
  const bool oneDay = at(slot.starts_at, zone).date() == at(slot.ends_at, zone).date();
  return QString::fromUtf8("%1 – %2").arg(dayAndTime(slot.starts_at, zone),
                                          oneDay ? time(slot.ends_at, zone) : dayAndTime(slot.ends_at, zone));
}

std::string localZone() { return QTimeZone::systemTimeZoneId().toStdString(); }

}  // namespace sharecar::desktop::texts
