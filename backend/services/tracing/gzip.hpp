/// gzip, as HTTP's Content-Encoding. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sharecar::tracing {

enum class GzipError { malformed, too_large };

struct Inflated {
  std::string text;
  std::optional<GzipError> error;
};

/// One or more members; `most` bounds the result in bytes and so the memory that a bomb can take.
Inflated gunzip(std::string_view bytes, std::size_t most);

std::string gzip(std::string_view text);

}  // namespace sharecar::tracing
