#include "tracemodel/printable.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace sharecar::tracemodel {
namespace {

constexpr char32_t not_utf8 = 0xFFFFFFFF;

struct Character {
  char32_t code = not_utf8;
  std::size_t size = 1;  // bytes
};

// The first character of a text that is not empty. Overlong forms, surrogates and codes beyond U+10FFFF are not UTF-8.
Character first_of(std::string_view text) {
  const auto byte = [&text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return {};
  char32_t code = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {};
    code = code << 6U | (byte(i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < smallest[size] || is_surrogate || code > 0x10FFFF) return {};
  return {code, size};
}

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t code) {
  return std::ranges::any_of(ranges, [code](const Range& range) { return code >= range.first && code <= range.last; });
}

bool must_be_escaped(char32_t code) {
  static constexpr std::array<Range, 8> unsafe{{{0x00, 0x1F},
                                                {0x7F, 0x9F},
                                                {0x61C, 0x61C},
                                                {0x200E, 0x200F},
                                                {0x2028, 0x202E},
                                                {0x2066, 0x2069},
                                                {0xFEFF, 0xFEFF},
                                                {0xE0000, 0xE007F}}};
  return is_in(unsafe, code);
}

std::size_t width_of(char32_t code) {
  static constexpr std::array<Range, 6> combining{
      {{0x300, 0x36F}, {0x1AB0, 0x1AFF}, {0x200B, 0x200D}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}}};
  static constexpr std::array<Range, 9> wide{{{0x1100, 0x115F},
                                              {0x2E80, 0x303E},
                                              {0x3041, 0xA4CF},
                                              {0xA960, 0xA97F},
                                              {0xAC00, 0xD7A3},
                                              {0xF900, 0xFAFF},
                                              {0xFF01, 0xFF60},
                                              {0x1F300, 0x1FAFF},
                                              {0x20000, 0x3FFFD}}};
  if (code < 0x300) return 1;
  if (is_in(combining, code)) return 0;
  return is_in(wide, code) ? 2 : 1;
}

std::string escaped(char32_t code) {
  if (code == '\n') return "\\n";
  if (code == '\r') return "\\r";
  if (code == '\t') return "\\t";
  static constexpr std::string_view digits = "0123456789abcdef";
  const int size = code > 0xFFFF ? 8 : 4;
  std::string text = size == 8 ? "\\U" : "\\u";
  for (int shift = (size - 1) * 4; shift >= 0; shift -= 4) text += digits[code >> static_cast<unsigned>(shift) & 0xFU];
  return text;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const Character character = first_of(text);
    if (character.code == not_utf8) {
      result += "\uFFFD";
    } else if (must_be_escaped(character.code)) {
      result += escaped(character.code);
    } else {
      result += text.substr(0, character.size);
    }
    text.remove_prefix(character.size);
  }
  return result;
}

std::size_t columns(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Character character = first_of(text);
    width += width_of(character.code);
    text.remove_prefix(character.size);
  }
  return width;
}

std::string cut(std::string_view text, std::size_t width, std::string_view mark) {
  if (columns(text) <= width) return std::string{text};
  const std::size_t room = width - std::min(width, columns(mark));
  std::size_t used = 0;
  std::size_t bytes = 0;
  while (bytes < text.size()) {
    const Character character = first_of(text.substr(bytes));
    if (used + width_of(character.code) > room) break;
    used += width_of(character.code);
    bytes += character.size;
  }
  return std::string{text.substr(0, bytes)} + std::string{mark};
}

}  // namespace sharecar::tracemodel
