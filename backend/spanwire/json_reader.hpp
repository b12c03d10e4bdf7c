/// Reads JSON value by value, without a tree, and complains in the words of Gson, which Zipkin's clients and operators
/// know from its answers. It is lenient where Gson is: numbers in quotes, literals in any case, line feeds in strings.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sharecar::spanwire {

/// Why a body cannot be read: the text for whoever sent it.
struct Unreadable {
  std::string text;
};

/// `text` is well-formed UTF-8 and outlives the reader. Every member function throws Unreadable when the next thing in
/// the text is something else. What is given back as a view is good until the next call. Nesting is limited to 255.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text);

  void begin_array() { open(Token::begin_array, Scope::empty_array, "BEGIN_ARRAY"); }
  void end_array() { close(Token::end_array, "END_ARRAY"); }
  void begin_object() { open(Token::begin_object, Scope::empty_object, "BEGIN_OBJECT"); }
  void end_object() { close(Token::end_object, "END_OBJECT"); }
  bool has_next();
  bool next_is_null() { return peek() == Token::null; }
  bool next_is_object() { return peek() == Token::begin_object; }
  bool next_is_array() { return peek() == Token::begin_array; }
  bool next_is_boolean() { return peek() == Token::boolean; }
  std::string_view next_name();
  std::string_view next_string();  ///< numbers are strings as well
  std::int64_t next_long() { return next_integer("a long", INT64_MIN, INT64_MAX); }
  std::int32_t next_int() { return static_cast<std::int32_t>(next_integer("an int", INT32_MIN, INT32_MAX)); }
  double next_double();
  bool next_boolean();
  void skip_value();
  std::string_view next_object_text();  ///< skips it as well; from brace to brace, as it stands in the text

  std::string path() const;  ///< "$[0].tags.error": where the reader is

 private:
  enum class Token { none, begin_array, end_array, begin_object, end_object, name, string, number, boolean, null, end };
  enum class Scope { document, read_document, empty_array, array, empty_object, object, member };
  struct Level {
    Scope scope = Scope::document;
    std::string name = {};
    std::int64_t index = 0;
  };

  Token peek() { return peeked_ == Token::none ? look() : peeked_; }
  Token look();
  Token look_in_object(Scope scope);
  Token look_at_value(Scope scope);
  bool look_at_literal();
  bool look_at_number();
  char next_significant();
  void open(Token token, Scope scope, const char* expected);
  void close(Token token, const char* expected);
  void push(Scope scope);
  std::string_view read_quoted();
  void read_escape(std::string& out);
  char32_t read_hex();
  std::string_view read_scalar();
  std::int64_t next_integer(const char* expected, std::int64_t least, std::int64_t most);
  double as_double(std::string_view text) const;
  void done();
  std::string where() const;
  [[noreturn]] void unexpected(const char* expected);
  [[noreturn]] static void malformed();

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  std::size_t line_ = 1;
  Token peeked_ = Token::none;
  std::string_view number_;  // when a number is next; it counts as read when it fits into 64 bits
  bool boolean_ = false;     // when a boolean is next
  std::vector<Level> levels_;
  std::size_t depth_ = 1;  // levels in use; the others keep their memory
  std::string unescaped_;
};

}  // namespace sharecar::spanwire
