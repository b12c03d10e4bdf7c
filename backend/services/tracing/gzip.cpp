#include "services/tracing/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>

namespace sharecar::tracing {
namespace {

constexpr int gzip_window = MAX_WBITS + 16;
constexpr int quick = 1;  // of 9: the receiver is near
constexpr int memory = 8;
constexpr std::size_t step = 64 * 1024;

// zlib does not write to what it reads, but its type says so.
Bytef* input_of(std::string_view bytes) { return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data())); }

}  // namespace

Inflated gunzip(std::string_view bytes, std::size_t most) {
  z_stream stream{};
  if (inflateInit2(&stream, gzip_window) != Z_OK) throw std::bad_alloc{};
  stream.next_in = input_of(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  Inflated out;
  std::array<char, step> some;
  int state = Z_OK;
  while (state == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(some.data());
    stream.avail_out = step;
    state = inflate(&stream, Z_NO_FLUSH);
    out.text.append(some.data(), step - stream.avail_out);
    if (out.text.size() > most) break;
    if (state == Z_STREAM_END && stream.avail_in > 0) state = inflateReset(&stream);  // another member
  }
  inflateEnd(&stream);
  if (out.text.size() > most) {
    out.error = GzipError::too_large;
  } else if (state != Z_STREAM_END) {
    out.error = GzipError::malformed;
  }
  return out;
}

std::string gzip(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, quick, Z_DEFLATED, gzip_window, memory, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc{};
  }
  stream.next_in = input_of(text);
  stream.avail_in = static_cast<uInt>(text.size());
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace sharecar::tracing
