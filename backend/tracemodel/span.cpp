#include "tracemodel/span.hpp"

namespace sharecar::tracemodel {

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::client:
      return "CLIENT";
    case Kind::server:
      return "SERVER";
    case Kind::producer:
      return "PRODUCER";
    case Kind::consumer:
      return "CONSUMER";
    case Kind::none:
      break;
  }
  return {};
}

std::optional<Kind> kind_from(std::string_view text) {
  for (const Kind kind : {Kind::client, Kind::server, Kind::producer, Kind::consumer}) {
    if (text == to_string(kind)) return kind;
  }
  return std::nullopt;
}

}  // namespace sharecar::tracemodel
