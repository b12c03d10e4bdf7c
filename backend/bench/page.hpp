/// A benchmark's result for people: a section of Markdown and a plot.
#pragma once

#include <string>

#include "bench/result.hpp"

namespace sharecar::bench {

/// Without its heading's file: the plot is expected beside the page as bench/booking.svg.
std::string markdown(const BookingResult& result);

/// CPU by process, and latency at half load, as SVG.
std::string svg(const BookingResult& result);

/// Goals with what was reached of them.
std::string goals_table(const std::vector<Goal>& goals);

/// `page` with the text between the markers of `name` replaced; with both added at its end when it has none.
std::string with_section(const std::string& page, const std::string& name, const std::string& text);

}  // namespace sharecar::bench
