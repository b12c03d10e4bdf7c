#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace sharecar::launcher {

/// One booking on one page for a person, from what GET /admin/orders/{id} answers: the request, the saga's state, each
/// event with its place in Kafka and who has processed it, attempts to pay, dead letters, MyPage, traces, and what is
/// still to come. A part that a service did not tell is told as missing. Throws Problem for anything else than such an
/// answer.
std::string booking_page(const boost::json::value& known);

}  // namespace sharecar::launcher
