#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "launcher/trace_source.hpp"

namespace sharecar::launcher {

/// A trace for a person: what it was, its tree, where the time went on both critical paths, and what stands out.
std::string trace_text(const TraceSource::Trace& spans, bool colour);

/// The same for programs: `spans` as Zipkin has them, in the order of the tree, and what was read of them beside it.
/// Times are microseconds; `start` counts from the start of the trace.
boost::json::object trace_json(const TraceSource::Trace& spans);

/// How long the client waited: the duration of the root; 0 without one.
std::int64_t answered_after(const TraceSource::Trace& spans);

}  // namespace sharecar::launcher
