#include "services/tracing/packed_lines.hpp"

#include <lz4.h>

#include <cstdint>
#include <stdexcept>

namespace sharecar::tracing {
namespace {

constexpr std::size_t head = 4;

[[noreturn]] void damaged() { throw std::runtime_error{"stored spans are damaged"}; }

}  // namespace

std::string pack(std::string_view lines) {
  if (lines.size() > LZ4_MAX_INPUT_SIZE) throw std::length_error{"too many spans in one piece"};
  const int size = static_cast<int>(lines.size());
  const int most = LZ4_compressBound(size);
  std::string out(head + static_cast<std::size_t>(most), '\0');
  for (std::size_t i = 0; i < head; ++i) out[i] = static_cast<char>(lines.size() >> (8 * i));
  const int packed = LZ4_compress_default(lines.data(), out.data() + head, size, most);
  out.resize(head + static_cast<std::size_t>(packed));
  return out;
}

void unpack(std::string_view packed, std::string& out) {
  if (packed.size() < head) damaged();
  std::uint32_t size = 0;
  for (std::size_t i = 0; i < head; ++i) size |= std::uint32_t{static_cast<unsigned char>(packed[i])} << (8 * i);
  if (size > LZ4_MAX_INPUT_SIZE) damaged();
  packed.remove_prefix(head);
  if (size / 255 > packed.size()) damaged();  // LZ4 cannot pack that well
  const std::size_t before = out.size();
  out.resize(before + size);
  const int got = LZ4_decompress_safe(packed.data(), out.data() + before, static_cast<int>(packed.size()),
                                      static_cast<int>(size));
  if (got != static_cast<int>(size)) {
    out.resize(before);
    damaged();
  }
}

}  // namespace sharecar::tracing
