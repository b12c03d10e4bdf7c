/// Where one can be in the client: every place has an address, `sharecar://orders/42`, that can be kept and sent.
#pragma once

#include <QString>
#include <QStringList>
#include <QUrl>
#include <QUrlQuery>
#include <optional>

namespace sharecar::desktop {

/// `place` is the page ("cars", "bookings", "orders", "traces"), `path` what it shows, outermost first (a trace, then a
/// span), `query` how ("order=42"). Addresses navigate; opening one never does anything else.
struct Address {
  QString place;
  QStringList path = {};
  QUrlQuery query = {};

  QString id() const { return path.value(0); }
  QUrl toUrl() const;
  QString toString() const { return toUrl().toString(QUrl::FullyEncoded); }
  /// Nothing unless it is a well-formed sharecar:// address.
  static std::optional<Address> parse(const QString& text);

  friend bool operator==(const Address&, const Address&) = default;
};

/// Where a trace file is looked at; `name` is an absolute path.
Address addressOfFile(const QString& name);

/// What a person may have on the clipboard: an address, an order id, a trace id, traceparent, b3, a line of our log, a
/// Zipkin URL. Nothing for anything else. `isOperator` decides between one's own booking and any order.
std::optional<Address> addressOfPasted(const QString& text, bool isOperator);

}  // namespace sharecar::desktop
