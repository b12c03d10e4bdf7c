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

/// Microseconds as milliseconds.
double ms(std::int64_t us);

/// A table of what was measured before and after a benchmark: its head with what each one has, and a row more.
std::string calibration_head(const load::Percentiles& hiccups_before, const load::Percentiles& hiccups_after,
                             double fdatasync_before, double fdatasync_after);
std::string calibration_row(const char* what, double before, double after, int digits);

/// `page` with the text between the markers of `name` replaced; with both added at its end when it has none.
std::string with_section(const std::string& page, const std::string& name, const std::string& text);

}  // namespace sharecar::bench
