#include "spanwire/json_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "spanwire/span_text.hpp"

namespace sharecar::spanwire {
namespace {

constexpr std::size_t deepest = 255;
constexpr std::size_t longest_number = 1024;

// What may not follow a literal or a number directly is a letter of it.
bool is_literal(char c) { return std::string_view{"/\\;#={}[]:, \t\f\r\n"}.find(c) == std::string_view::npos; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

template <class Number>
bool parse_whole(std::string_view text, Number& out) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return false;
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return !text.empty() && error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

JsonReader::JsonReader(std::string_view text) : text_(text), levels_(1) {}

void JsonReader::malformed() { throw Unreadable{"Malformed"}; }

std::string JsonReader::path() const {
  std::string out = "$";
  for (std::size_t i = 0; i < depth_; ++i) {
    const auto& level = levels_[i];
    if (level.scope == Scope::empty_array || level.scope == Scope::array) {
      out += '[' + std::to_string(level.index) + ']';
    } else if (level.scope != Scope::document && level.scope != Scope::read_document) {
      out += '.' + level.name;
    }
  }
  return out;
}

// Columns are counted in UTF-16 units.
std::string JsonReader::where() const {
  std::size_t column = 1;
  for (const char c : text_.substr(line_start_, at_ - line_start_)) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80) column += byte >= 0xf0 ? 2 : 1;
  }
  return " at line " + std::to_string(line_) + " column " + std::to_string(column) + " path " + path();
}

void JsonReader::unexpected(const char* expected) {
  constexpr const char* names[] = {"",       "BEGIN_ARRAY", "END_ARRAY", "BEGIN_OBJECT", "END_OBJECT",  "NAME",
                                   "STRING", "NUMBER",      "BOOLEAN",   "NULL",         "END_DOCUMENT"};
  const Token token = peek();
  const char* what = names[static_cast<std::size_t>(token)];
  throw Unreadable{std::string{"Expected "} + expected + " but was " + what + where() +
                   "\nSee https://github.com/google/gson/blob/main/Troubleshooting.md#" +
                   (token == Token::null ? "adapter-not-null-safe" : "unexpected-json-structure")};
}

char JsonReader::next_significant() {
  for (; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == '\n') {
      ++line_;
      line_start_ = at_ + 1;
    } else if (c != ' ' && c != '\r' && c != '\t') {
      ++at_;
      return c;
    }
  }
  throw Unreadable{"End of input" + where()};
}

JsonReader::Token JsonReader::look() {
  auto& scope = levels_[depth_ - 1].scope;
  const Scope before = scope;
  switch (before) {
    case Scope::empty_array:
      scope = Scope::array;
      break;
    case Scope::array: {
      const char c = next_significant();
      if (c == ']') return peeked_ = Token::end_array;
      if (c != ',') malformed();
      break;
    }
    case Scope::empty_object:
    case Scope::object:
      return look_in_object(before);
    case Scope::member:
      scope = Scope::object;
      if (next_significant() != ':') malformed();
      break;
    case Scope::document:
      scope = Scope::read_document;
      break;
    case Scope::read_document:
      return peeked_ = Token::end;
  }
  return look_at_value(before);
}

JsonReader::Token JsonReader::look_in_object(Scope before) {
  levels_[depth_ - 1].scope = Scope::member;
  char c = next_significant();
  if (before == Scope::object) {
    if (c == '}') return peeked_ = Token::end_object;
    if (c != ',') malformed();
    c = next_significant();
  }
  if (c == '"') return peeked_ = Token::name;
  if (c != '}' || before == Scope::object) malformed();
  return peeked_ = Token::end_object;
}

JsonReader::Token JsonReader::look_at_value(Scope before) {
  switch (next_significant()) {
    case '"':
      return peeked_ = Token::string;
    case '[':
      return peeked_ = Token::begin_array;
    case '{':
      return peeked_ = Token::begin_object;
    case ']':
      if (before == Scope::empty_array) return peeked_ = Token::end_array;
      malformed();
    default:
      --at_;
  }
  if (!look_at_literal() && !look_at_number()) malformed();
  return peeked_;
}

bool JsonReader::look_at_literal() {
  const auto is_next = [this](std::string_view word) {
    const auto rest = text_.substr(at_);
    if (rest.size() < word.size()) return false;
    const bool same = std::equal(word.begin(), word.end(), rest.begin(),
                                 [](char a, char b) { return a == b || (b >= 'A' && b <= 'Z' && a == b - 'A' + 'a'); });
    return same && (rest.size() == word.size() || !is_literal(rest[word.size()]));
  };
  for (const std::string_view word : {"true", "false", "null"}) {
    if (!is_next(word)) continue;
    at_ += word.size();
    boolean_ = word == "true";
    peeked_ = word == "null" ? Token::null : Token::boolean;
    return true;
  }
  return false;
}

bool JsonReader::look_at_number() {
  const auto rest = text_.substr(at_, longest_number);
  std::size_t n = rest.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const auto first = n;
    while (n < rest.size() && is_digit(rest[n])) ++n;
    return n > first;
  };
  const auto whole = n;
  if (!digits() || (rest[whole] == '0' && n > whole + 1)) return false;
  const bool integral = n == rest.size() || !(rest[n] == '.' || rest[n] == 'e' || rest[n] == 'E');
  if (n < rest.size() && rest[n] == '.') {
    ++n;
    if (!digits()) return false;
  }
  if (n < rest.size() && (rest[n] == 'e' || rest[n] == 'E')) {
    ++n;
    if (n < rest.size() && (rest[n] == '+' || rest[n] == '-')) ++n;
    if (!digits()) return false;
  }
  if (n == longest_number || (n < rest.size() && is_literal(rest[n]))) return false;
  number_ = rest.substr(0, n);
  std::int64_t ignored = 0;
  if (integral && number_ != "-0" && parse_whole(number_, ignored)) at_ += n;
  peeked_ = Token::number;
  return true;
}

void JsonReader::open(Token token, Scope scope, const char* expected) {
  if (peek() != token) unexpected(expected);
  push(scope);
  peeked_ = Token::none;
}

void JsonReader::push(Scope scope) {
  if (depth_ - 1 >= deepest) {
    throw Unreadable{"Nesting limit " + std::to_string(deepest) + " reached" + where()};
  }
  if (depth_ == levels_.size()) levels_.emplace_back();
  auto& level = levels_[depth_++];
  level.scope = scope;
  level.name.clear();
  level.index = 0;
}

void JsonReader::close(Token token, const char* expected) {
  if (peek() != token) unexpected(expected);
  --depth_;
  done();
}

// A value was read.
void JsonReader::done() {
  peeked_ = Token::none;
  ++levels_[depth_ - 1].index;
}

bool JsonReader::has_next() {
  const Token token = peek();
  return token != Token::end_array && token != Token::end_object && token != Token::end;
}

std::string_view JsonReader::next_name() {
  if (peek() != Token::name) unexpected("a name");
  const auto name = read_quoted();
  levels_[depth_ - 1].name = name;
  peeked_ = Token::none;
  return name;
}

std::string_view JsonReader::next_string() {
  const Token token = peek();
  if (token != Token::string && token != Token::number) unexpected("a string");
  const auto text = read_scalar();
  done();
  return text;
}

// The text of a string or number that is next.
std::string_view JsonReader::read_scalar() {
  if (peeked_ == Token::string) return read_quoted();
  at_ = static_cast<std::size_t>(number_.data() - text_.data()) + number_.size();
  return number_;
}

// From behind the opening quote to behind the closing one.
std::string_view JsonReader::read_quoted() {
  unescaped_.clear();
  bool plain = true;
  std::size_t from = at_;
  for (; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == '"') {
      const auto rest = text_.substr(from, at_++ - from);
      if (plain) return rest;
      unescaped_ += rest;
      return unescaped_;
    }
    if (c == '\\') {
      plain = false;
      unescaped_ += text_.substr(from, at_ - from);
      ++at_;
      read_escape(unescaped_);
      from = at_ + 1;
    } else if (c == '\n') {
      ++line_;
      line_start_ = at_ + 1;
    }
  }
  malformed();
}

// Leaves `at_` at the last character of the escape.
void JsonReader::read_escape(std::string& out) {
  if (at_ >= text_.size()) malformed();
  const char c = text_[at_];
  constexpr std::string_view escapes = "tbnrf\n'\"\\/";
  constexpr std::string_view meanings = "\t\b\n\r\f\n'\"\\/";
  if (const auto which = escapes.find(c); which != escapes.npos) {
    out += meanings[which];
    if (c == '\n') {
      ++line_;
      line_start_ = at_ + 1;
    }
    return;
  }
  if (c != 'u') malformed();
  char32_t unit = read_hex();
  const bool high = unit >= 0xd800 && unit < 0xdc00;
  if (high && text_.substr(at_ + 1).starts_with("\\u")) {
    const auto before = at_;
    at_ += 2;
    const char32_t low = read_hex();
    if (low >= 0xdc00 && low < 0xe000) {
      append_utf8(out, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
      return;
    }
    at_ = before;
  }
  if (unit >= 0xd800 && unit < 0xe000) unit = '?';  // half a character: so does Java write it
  append_utf8(out, unit);
}

// The four digits behind `at_`; leaves it at the last one.
char32_t JsonReader::read_hex() {
  const auto digits = text_.substr(std::min(at_ + 1, text_.size()), 4);
  unsigned value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (digits.size() < 4 || error != std::errc{} || end != digits.data() + 4) malformed();
  at_ += 4;
  return value;
}

std::int64_t JsonReader::next_integer(const char* expected, std::int64_t least, std::int64_t most) {
  const Token token = peek();
  if (token != Token::string && token != Token::number) unexpected(expected);
  const std::string text{read_scalar()};
  std::int64_t value = 0;
  if (!parse_whole(text, value) || value < least || value > most) {
    const double number = as_double(text);
    const auto low = static_cast<double>(least);
    const auto high = static_cast<double>(most);  // of 64 bits: the next number, which counts as well
    if (std::isnan(number) || std::trunc(number) != number || number < low || number > high) {
      throw Unreadable{std::string{"Expected "} + expected + " but was " + text + where()};
    }
    value = number >= high ? most : static_cast<std::int64_t>(number);
  }
  done();
  return value;
}

double JsonReader::next_double() {
  const Token token = peek();
  if (token != Token::string && token != Token::number) unexpected("a double");
  const double number = as_double(std::string{read_scalar()});
  done();
  return number;
}

// As Java's Double.parseDouble.
double JsonReader::as_double(std::string_view text) const {
  auto digits = trimmed(text);
  if (digits.empty()) throw Unreadable{"empty String"};
  if (digits == "NaN") return NAN;
  if (digits.ends_with("Infinity")) return digits.starts_with('-') ? -INFINITY : INFINITY;
  if (std::string_view{"dDfF"}.find(digits.back()) != std::string_view::npos) digits.remove_suffix(1);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  double out = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  const auto first = digits.find_first_not_of('-');
  const bool numeric = first != digits.npos && (is_digit(digits[first]) || digits[first] == '.');
  if (!numeric || end != digits.data() + digits.size() || error == std::errc::invalid_argument) {
    throw Unreadable{"For input string: \"" + std::string{text} + '"'};
  }
  return error == std::errc::result_out_of_range ? INFINITY : out;
}

bool JsonReader::next_boolean() {
  if (peek() != Token::boolean) unexpected("a boolean");
  const bool value = boolean_;
  done();
  return value;
}

std::string_view JsonReader::next_object_text() {
  if (peek() != Token::begin_object) unexpected("BEGIN_OBJECT");
  const std::size_t start = at_ - 1;
  skip_value();
  return text_.substr(start, at_ - start);
}

void JsonReader::skip_value() {
  std::size_t open_values = 0;
  do {
    switch (peek()) {
      case Token::begin_array:
        push(Scope::empty_array);
        ++open_values;
        break;
      case Token::begin_object:
        push(Scope::empty_object);
        ++open_values;
        break;
      case Token::end_array:
      case Token::end_object:
        --depth_;
        --open_values;
        break;
      case Token::name:
        read_quoted();
        break;
      case Token::string:
      case Token::number:
        read_scalar();
        break;
      default:
        break;
    }
    peeked_ = Token::none;
  } while (open_values > 0);
  ++levels_[depth_ - 1].index;
}

}  // namespace sharecar::spanwire
