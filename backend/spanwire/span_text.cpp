#include "spanwire/span_text.hpp"

#include <algorithm>
#include <clocale>
#include <cstdint>
#include <cwctype>

namespace sharecar::spanwire {
namespace {

constexpr char32_t capital_sigma = 0x3a3;
constexpr char32_t capital_i_with_dot = 0x130;

std::uint8_t byte_at(std::string_view text, std::size_t at) { return static_cast<std::uint8_t>(text[at]); }

bool continues(std::string_view text, std::size_t at) { return at < text.size() && (byte_at(text, at) & 0xc0) == 0x80; }

/// How many bytes from `at` belong together, and whether they are one code point. Java replaces exactly these bytes by
/// one U+FFFD when they are not.
struct Taken {
  std::size_t size;
  bool good;
};

Taken take_three(std::string_view text, std::size_t at) {
  if (!continues(text, at + 1)) return {1, false};
  const auto first = byte_at(text, at);
  const auto second = byte_at(text, at + 1);
  if (first == 0xe0 && second < 0xa0) return {1, false};
  if (!continues(text, at + 2)) return {2, false};
  return {3, first != 0xed || second < 0xa0};  // else half of a surrogate pair
}

Taken take_four(std::string_view text, std::size_t at) {
  const auto first = byte_at(text, at);
  if (first > 0xf4 || !continues(text, at + 1)) return {1, false};
  const auto second = byte_at(text, at + 1);
  if ((first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f)) return {1, false};
  if (!continues(text, at + 2)) return {2, false};
  return {continues(text, at + 3) ? 4u : 3u, continues(text, at + 3)};
}

Taken take(std::string_view text, std::size_t at) {
  const auto first = byte_at(text, at);
  if (first < 0x80) return {1, true};
  if (first < 0xc2) return {1, false};
  if (first < 0xe0) return {continues(text, at + 1) ? 2u : 1u, continues(text, at + 1)};
  return first < 0xf0 ? take_three(text, at) : take_four(text, at);
}

// The code point of `size` bytes that are good.
char32_t code_point(std::string_view text, std::size_t at, std::size_t size) {
  const auto first = byte_at(text, at);
  char32_t out = size == 1 ? first : first & (0x7fu >> size);
  for (std::size_t i = 1; i < size; ++i) out = out << 6 | (byte_at(text, at + i) & 0x3fu);
  return out;
}

std::u32string decoded(std::string_view utf8) {
  std::u32string out;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto taken = take(utf8, at);
    out += taken.good ? code_point(utf8, at, taken.size) : U'\ufffd';
    at += taken.size;
  }
  return out;
}

locale_t unicode() {
  static const locale_t made = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return made;
}

bool is_letter(char32_t c) { return iswalpha_l(static_cast<wint_t>(c), unicode()) != 0; }

// A sigma at the end of a word looks different.
bool ends_word(const std::u32string& text, std::size_t at) {
  return at > 0 && is_letter(text[at - 1]) && (at + 1 == text.size() || !is_letter(text[at + 1]));
}

std::string lower_unicode(std::string_view utf8) {
  const auto text = decoded(utf8);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    if (c == capital_sigma && ends_word(text, i)) {
      append_utf8(out, 0x3c2);
    } else if (c == capital_i_with_dot) {
      out += "i\u0307";
    } else {
      append_utf8(out, static_cast<char32_t>(towlower_l(static_cast<wint_t>(c), unicode())));
    }
  }
  return out;
}

}  // namespace

std::string lower(std::string_view utf8) {
  std::string out{utf8};
  for (char& c : out) {
    if (static_cast<unsigned char>(c) >= 0x80) return lower_unicode(utf8);
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && byte_at(text, 0) <= ' ') text.remove_prefix(1);
  while (!text.empty() && byte_at(text, text.size() - 1) <= ' ') text.remove_suffix(1);
  return text;
}

bool well_formed(std::string_view utf8) {
  for (std::size_t at = 0; at < utf8.size();) {
    if (byte_at(utf8, at) < 0x80) {
      ++at;
      continue;
    }
    const auto taken = take(utf8, at);
    if (!taken.good) return false;
    at += taken.size;
  }
  return true;
}

std::string mended(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const auto taken = take(bytes, at);
    out += taken.good ? bytes.substr(at, taken.size) : std::string_view{"\ufffd"};
    at += taken.size;
  }
  return out;
}

bool utf16_less(std::string_view a, std::string_view b) {
  const auto [left, right] = std::ranges::mismatch(a, b);
  if (right == b.end()) return false;
  if (left == a.end()) return true;
  // Code points of four bytes are two surrogates, U+D800 to U+DFFF, and these come before U+E000 to U+FFFF.
  const auto rank = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xf0 ? 0xee0 + (byte & 0xf) : byte * 0x10 + (byte >= 0xee ? 0x10 : 0);
  };
  return rank(*left) < rank(*right);
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xc0 | c >> 6);
    put(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    put(0xe0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  } else {
    put(0xf0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3f));
    put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  }
}

}  // namespace sharecar::spanwire
