#include "chassis/json/parse.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>

namespace sharecar::json {
namespace {

namespace bj = boost::json;

// Boost.JSON lets the last of two equal keys win; a body that says two things is refused instead.
struct KeyCheck {
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  std::vector<std::vector<std::string>> open;
  std::string key;
  bool duplicate = false;

  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code&) {
    open.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, bj::error_code&) {
    auto& keys = open.back();
    std::sort(keys.begin(), keys.end());
    if (std::adjacent_find(keys.begin(), keys.end()) != keys.end()) duplicate = true;
    open.pop_back();
    return true;
  }
  bool on_array_begin(bj::error_code&) { return true; }
  bool on_array_end(std::size_t, bj::error_code&) { return true; }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) {
    key.append(part);
    return true;
  }
  bool on_key(bj::string_view part, std::size_t, bj::error_code&) {
    key.append(part);
    open.back().push_back(std::move(key));
    key.clear();
    return true;
  }
  bool on_string_part(bj::string_view, std::size_t, bj::error_code&) { return true; }
  bool on_string(bj::string_view, std::size_t, bj::error_code&) { return true; }
  bool on_number_part(bj::string_view, bj::error_code&) { return true; }
  bool on_int64(std::int64_t, bj::string_view, bj::error_code&) { return true; }
  bool on_uint64(std::uint64_t, bj::string_view, bj::error_code&) { return true; }
  bool on_double(double, bj::string_view, bj::error_code&) { return true; }
  bool on_bool(bool, bj::error_code&) { return true; }
  bool on_null(bj::error_code&) { return true; }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }
};

Problem malformed(std::string what) {
  return {.code = Errc::malformed_json, .detail = "The body is not one JSON document: " + std::move(what) + "."};
}

}  // namespace

Result<bj::value> parse(std::string_view text) {
  bj::parse_options options;
  options.max_depth = max_depth;

  bj::basic_parser<KeyCheck> check{options};
  bj::error_code error;
  const std::size_t read = check.write_some(false, text.data(), text.size(), error);
  if (error) return malformed(error.message() + " at byte " + std::to_string(read));
  if (!check.done()) return malformed("it ends too early");
  if (const auto rest = text.substr(read); rest.find_first_not_of(" \t\r\n") != rest.npos) {
    return malformed("something follows it at byte " + std::to_string(read));
  }
  if (check.handler().duplicate) return malformed("an object has the same key twice");

  auto document = bj::parse(text, error, {}, options);
  if (error) return malformed(error.message());
  return document;
}

}  // namespace sharecar::json
