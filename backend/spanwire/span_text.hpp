/// Texts as Zipkin treats them. It is written in Java, whose strings are UTF-16. Pure.
#pragma once

#include <string>
#include <string_view>

namespace sharecar::spanwire {

/// Every letter in lower case, without regard to a language; as Java's String.toLowerCase(Locale.ROOT).
std::string lower(std::string_view utf8);

/// Without white space and control characters at both ends; as Java's String.trim().
std::string_view trimmed(std::string_view text);

bool well_formed(std::string_view utf8);
/// What is no UTF-8 becomes U+FFFD, as Java's decoder does it.
std::string mended(std::string_view bytes);

/// The order of UTF-16 code units, which differs from that of UTF-8 bytes beyond U+D7FF.
bool utf16_less(std::string_view a, std::string_view b);

void append_utf8(std::string& out, char32_t code_point);

}  // namespace sharecar::spanwire
