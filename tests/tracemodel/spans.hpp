// Spans for tests: built in one line, read from JSON, written as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tracemodel/links.hpp"
#include "tracemodel/span.hpp"
#include "tracemodel/tree.hpp"

namespace sharecar::tracemodel {

// Ids as short as "b" are padded; an empty parent is none.
Span span(std::string_view id, std::string_view parent, Kind kind = Kind::none, std::string_view service = {},
          std::string_view name = {});
Span at(Span span, std::int64_t timestamp, std::int64_t duration = 0);
Span shared(Span span);
Span ip(Span span, std::string_view ipv4);
Span to(Span span, std::string_view remote_service);
Span failed(Span span, std::string_view error = {});

// A list of spans as POSTed to Zipkin, normalised as its decoder does as far as the recordings need it.
std::vector<Span> read_spans(const std::string& file);

// Byte for byte as Zipkin writes them.
std::string to_json(const std::vector<Span>& spans);
std::string to_json(const std::vector<DependencyLink>& links);

// "depth id KIND shared" per line, breadth-first: what a Zipkin shows of the tree, that is without what is below a
// Place::duplicate or Place::cycle. The spans below a synthetic root have the given depth.
std::string zipkin_walk(const Tree& tree, int headless_depth = 1);

std::string read_text(const std::string& file);

}  // namespace sharecar::tracemodel
