/// Ids of traces and spans as Zipkin normalises them. Each function gives nothing for a bad id and then says in `wrong`
/// what is wrong with it, in Zipkin's words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sharecar::spanwire {

/// 1 to 32 lower-hex digits become 16 or 32; 32 digits that start with 16 zeros become the last 16.
std::optional<std::string> normal_trace_id(std::string_view id, std::string& wrong);
/// 1 to 16 lower-hex digits become 16. `what` is the field's name, for the text.
std::optional<std::string> normal_span_id(std::string_view id, std::string_view what, std::string& wrong);
/// The same; all zeros are an empty id, which is no parent.
std::optional<std::string> normal_parent_id(std::string_view id, std::string& wrong);

/// The same, but throw Unreadable (json_reader.hpp).
std::string trace_id_or_throw(std::string_view id);
std::string span_id_or_throw(std::string_view id);
std::string parent_id_or_throw(std::string_view id);

/// The last 16 digits of a normal trace id as a number, in the order of the digits: traces are stored by it.
std::int64_t low_bits(std::string_view normal_trace_id);

/// Zipkin's collector keeps a trace when the absolute value of its id's low 64 bits is at most `boundary`.
bool is_sampled(std::string_view normal_trace_id, std::int64_t boundary);

}  // namespace sharecar::spanwire
