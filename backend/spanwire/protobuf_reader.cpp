#include "spanwire/protobuf_reader.hpp"

#include <bit>
#include <string>

#include "spanwire/json_reader.hpp"

namespace sharecar::spanwire {

std::string_view ProtobufReader::take(std::size_t size) {
  const std::size_t available = bytes_.size() - at_;
  if (size > available) {
    throw Unreadable{"Truncated: length " + std::to_string(size) + " > bytes available " + std::to_string(available)};
  }
  const auto out = bytes_.substr(at_, size);
  at_ += size;
  return out;
}

std::uint8_t ProtobufReader::next_byte() { return static_cast<std::uint8_t>(take(1).front()); }

std::uint64_t ProtobufReader::next_varint() {
  std::uint64_t out = 0;
  for (unsigned i = 0; i < 10; ++i) {
    const auto byte = next_byte();
    if (i == 9 && (byte & 0xf0) != 0) {
      throw Unreadable{"Greater than 64-bit varint at position " + std::to_string(at_ - 1)};
    }
    out |= std::uint64_t{byte & 0x7fu} << (7 * i);
    if (byte < 0x80) break;
  }
  return out;
}

std::uint32_t ProtobufReader::next_varint32() {
  std::uint32_t out = 0;
  for (unsigned i = 0; i < 5; ++i) {
    const auto byte = next_byte();
    if (i == 4 && (byte & 0xf0) != 0) {
      throw Unreadable{"Greater than 32-bit varint at position " + std::to_string(at_ - 1)};
    }
    out |= (byte & 0x7fu) << (7 * i);
    if (byte < 0x80) break;
  }
  return out;
}

std::uint64_t ProtobufReader::next_fixed64() {
  std::uint64_t out = 0;
  unsigned shift = 0;
  for (const char byte : take(8)) {
    out |= std::uint64_t{static_cast<std::uint8_t>(byte)} << shift;
    shift += 8;
  }
  return out;
}

double ProtobufReader::next_double() { return std::bit_cast<double>(next_fixed64()); }

std::string_view ProtobufReader::next_bytes() { return take(next_varint32()); }

void ProtobufReader::skip(std::uint32_t key) {
  if (key >> 3 == 0) throw Unreadable{"Malformed"};
  switch (static_cast<Wire>(key & 7)) {
    case Wire::varint:
      next_varint();
      return;
    case Wire::fixed64:
      take(8);
      return;
    case Wire::bytes:
      next_bytes();
      return;
    case Wire::fixed32:
      take(4);
      return;
  }
  throw Unreadable{"Malformed"};
}

}  // namespace sharecar::spanwire
