/// The SQL of one booking as a pgbench script, made from the statements that the services were seen to execute.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace sharecar::bench {

/// A statement as pg_stat_statements shows it.
struct SeenStatement {
  std::string database;
  std::string text;
  double calls_per_booking = 0;
};

struct BookingSql {
  std::string script;
  std::map<std::string, double> calls_per_booking;  ///< what was seen of each statement in it, for the record
};

/// The statements of a booking in their order, each with arguments of a booking of its own, as `<database>.<table>`.
/// Left out are the relays' (they share a batch, and how large it is depends on the load) and what only reads ids in
/// blocks. Throws launcher::Problem that names the statement when one that each booking executes is unknown here, has
/// another number of parameters, is missing, or is called more or less often than the script does: then the table in
/// the .cpp has to follow the services.
BookingSql make_booking_sql(const std::vector<SeenStatement>& seen);

/// The variables that the script expects, as arguments of pgbench. `round` keeps the bookings of two runs on one
/// database apart.
std::vector<std::string> booking_variables(int round);

}  // namespace sharecar::bench
