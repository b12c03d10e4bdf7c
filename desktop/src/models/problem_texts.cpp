// The texts of problems: one for each code that an answer can carry, and for what happens on the way.
#include <QCoreApplication>

#include "models/texts.h"

namespace sharecar::desktop::texts {
namespace {

class Problems {
  Q_DECLARE_TR_FUNCTIONS(Problems)
};

}  // namespace

static Explained ours(const char* what) {
  return {Problems::tr(what), Problems::tr("This is a fault of the program: copy the details and report it.")};
}

QString declineReason(const std::string& code) {
  if (code == "card_declined" || code == "declined") return Problems::tr("the bank refused it");
  if (code == "insufficient_funds") return Problems::tr("there is not enough money on it");
  if (code == "expired_card") return Problems::tr("it has expired");
  return QString::fromStdString(code);
}

Explained problem(const Problem& problem) {
  switch (problem.code) {
    case Errc::invalid_request:
      return {Problems::tr("The platform does not accept these values."),
              Problems::tr("Check the time and try again.")};
    case Errc::malformed_json:
      return ours(QT_TRANSLATE_NOOP("Problems", "The platform could not read the request."));
    case Errc::bad_request:
      return ours(QT_TRANSLATE_NOOP("Problems", "The request was not valid HTTP."));
    case Errc::unauthorized:
      return {Problems::tr("You are not signed in."), Problems::tr("Sign in and try again.")};
    case Errc::forbidden:
      return {Problems::tr("You may not do this."),
              Problems::tr("Operate works only on the computer that runs the platform.")};
    case Errc::not_found:
      return {Problems::tr("There is no such thing."), Problems::tr("It may have been removed.")};
    case Errc::car_unknown:
      return {Problems::tr("There is no such car."), Problems::tr("Choose another one.")};
    case Errc::order_unknown:
      return {Problems::tr("This booking is not known here yet."), Problems::tr("Try again in a moment.")};
    case Errc::method_not_allowed:
      return ours(QT_TRANSLATE_NOOP("Problems", "The platform does not do this."));
    case Errc::not_acceptable:
      return ours(QT_TRANSLATE_NOOP("Problems", "The platform cannot answer in this form."));
    case Errc::request_timeout:
      return {Problems::tr("The request took too long to arrive."), Problems::tr("Try again.")};
    case Errc::slot_taken:
      return {Problems::tr("Somebody has just taken this time."), Problems::tr("Choose one of the free times nearby.")};
    case Errc::car_out_of_service:
      return {Problems::tr("This car is out of service."), Problems::tr("Choose another one.")};
    case Errc::price_changed:
      return {Problems::tr("The price has changed; nothing was booked or charged."),
              Problems::tr("Check the new price and confirm.")};
    case Errc::refund_changed:
      return {Problems::tr("The refund has changed; nothing was cancelled."),
              Problems::tr("Look at the new amount and decide again.")};
    case Errc::request_running:
      return {Problems::tr("This booking is still being made."), Problems::tr("Checking again shortly.")};
    case Errc::order_cancelled:
      return {Problems::tr("This booking was cancelled meanwhile."), {}};
    case Errc::order_closed:
      return {Problems::tr("This booking takes no payment any more."), Problems::tr("Book again.")};
    case Errc::order_not_paid:
      return {Problems::tr("This booking is not paid."), Problems::tr("No car is reserved without payment.")};
    case Errc::trip_finished:
      return {Problems::tr("The trip is over and cannot be cancelled."), {}};
    case Errc::payload_too_large:
      return ours(QT_TRANSLATE_NOOP("Problems", "The request was too large."));
    case Errc::uri_too_long:
      return ours(QT_TRANSLATE_NOOP("Problems", "The address was too long."));
    case Errc::unsupported_media:
      return ours(QT_TRANSLATE_NOOP("Problems", "The platform does not take this kind of data."));
    case Errc::expectation_failed:
      return ours(QT_TRANSLATE_NOOP("Problems", "The platform cannot meet what was expected of it."));
    case Errc::key_reused:
      return ours(QT_TRANSLATE_NOOP("Problems", "The key of this booking belongs to another one."));
    case Errc::cancel_the_order:
      return ours(QT_TRANSLATE_NOOP("Problems", "A booking is not cancelled like this."));
    case Errc::price_mismatch:
      return {Problems::tr("This is not the price of the booking."), Problems::tr("Check it and try again.")};
    case Errc::method_not_owned:
      return {Problems::tr("This payment method belongs to somebody else."), Problems::tr("Choose one of yours.")};
    case Errc::refund_exceeds_charge:
      return ours(QT_TRANSLATE_NOOP("Problems", "The refund would be more than was charged."));
    case Errc::too_many_requests:
      return {Problems::tr("Too many requests at once."), Problems::tr("Wait a moment and try again.")};
    case Errc::headers_too_large:
      return ours(QT_TRANSLATE_NOOP("Problems", "The request's head was too large."));
    case Errc::card_declined:
      return {problem.reason ? Problems::tr("The card was declined: %1.").arg(declineReason(*problem.reason))
                             : Problems::tr("The card was declined."),
              Problems::tr("The time is free again: choose another card and confirm anew.")};
    case Errc::payment_expired:
      return {Problems::tr("The payment was not made in time; nothing was charged."), Problems::tr("Book again.")};
    case Errc::payment_running:
      return {Problems::tr("A payment is already under way."), Problems::tr("Its result will appear in My bookings.")};
    case Errc::internal_error:
      return {Problems::tr("Something went wrong in the platform."), Problems::tr("Try again.")};
    case Errc::upstream_failed:
      return {Problems::tr("A part of the platform gave no usable answer."), Problems::tr("Try again in a moment.")};
    case Errc::call_not_permitted:
      return {Problems::tr("A part of the platform failed too often lately and is given a moment."),
              Problems::tr("Try again in a moment.")};
    case Errc::unavailable:
      return {Problems::tr("A part of the platform that is needed is away."), Problems::tr("Try again in a moment.")};
    case Errc::upstream_timeout:
      return {Problems::tr("A part of the platform did not answer in time."), Problems::tr("Try again in a moment.")};
  }
  return {};
}

Explained failure(const Failure& failure) {
  switch (failure.kind) {
    case Failure::Kind::Refused:
      return problem(failure.problem);
    case Failure::Kind::Unreachable:
      if (!failure.elsewhere.isEmpty()) {
        return {Problems::tr("%1 cannot be reached.").arg(failure.elsewhere), Problems::tr("Check the address.")};
      }
      return {Problems::tr("The platform cannot be reached."),
              Problems::tr("Start it with ./sharecar up, or check the address.")};
    case Failure::Kind::TimedOut:
      if (!failure.elsewhere.isEmpty()) {
        return {Problems::tr("%1 did not answer in time.").arg(failure.elsewhere), Problems::tr("Try again.")};
      }
      return {Problems::tr("The platform did not answer in time."), Problems::tr("Try again.")};
    case Failure::Kind::Cut:
      return {Problems::tr("The connection broke before the answer was complete."), Problems::tr("Try again.")};
    case Failure::Kind::TooLarge:
      return {Problems::tr("The answer was far larger than it should be."), Problems::tr("Try again.")};
    case Failure::Kind::Nonsense:
      return {Problems::tr("The answer made no sense."), Problems::tr("Is this address the ShareCar gateway?")};
  }
  return {};
}

}  // namespace sharecar::desktop::texts
