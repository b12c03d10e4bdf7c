#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <vector>

#include "tracemodel/span.hpp"

namespace sharecar::launcher {

/// Spans from an array in Zipkin's v2 form; tolerant: what is missing or of another type is left at its default.
std::vector<tracemodel::Span> spans_from_json(const boost::json::value& array);

/// The reverse for one span; what is absent is left out.
boost::json::object span_to_json(const tracemodel::Span& span);

}  // namespace sharecar::launcher
