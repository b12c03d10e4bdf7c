/// What people read. The platform sends codes and numbers; every word is made here, in the language of the moment.
#pragma once

#include <QByteArray>
#include <QString>
#include <string>

#include "api/eventstream.h"
#include "api/failure.h"
#include "contracts/states.hpp"

namespace sharecar::desktop::texts {

/// What happened and what to do, one sentence each.
struct Explained {
  QString what;
  QString todo;

  QString both() const { return todo.isEmpty() ? what : what + ' ' + todo; }
};

Explained problem(const Problem& problem);  ///< a text for each Errc
Explained failure(const Failure& failure);  ///< also for what happens on the way
QString declineReason(const std::string& code);

QString state(OrderState state);
QString refund(RefundState state);
QString connection(ConnectionState state);
/// "Paid" for OrderPaid; the code itself for one that is newer than this client.
QString step(const std::string& code);
QString service(const std::string& name);
QString refundRule(const std::string& rule);
QString priceLine(const PriceLine& line);
QString paymentMethod(const std::string& token, const std::string& label, const std::string& lastFour);

QString money(Money amount);                         ///< "₩100,000", "100,000원"
QString duration(std::chrono::microseconds length);  ///< three figures and the unit that fits: "41.2 ms", "1.20 s"
QString length(std::chrono::microseconds length);    ///< of a trip: "1 h 30 min"
QString age(std::chrono::microseconds age);          ///< "4 s", "12 min", "3 h 5 min"

/// Times of a car are shown where the car is. `zone` is an IANA name; an unknown one is UTC.
QString day(Timestamp at, const std::string& zone);
QString dayAndTime(Timestamp at, const std::string& zone);
QString time(Timestamp at, const std::string& zone);       ///< "14:30"
QString exactTime(Timestamp at, const std::string& zone);  ///< "14:30:07.123"
QString span(const Slot& slot, const std::string& zone);   ///< "Sat 21 Nov 14:30 – 15:30"
/// The zone of this computer.
std::string localZone();

}  // namespace sharecar::desktop::texts
