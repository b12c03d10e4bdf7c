/// Reads the fields of a protobuf message one after another, without a schema. Pure.
/// https://protobuf.dev/programming-guides/encoding/
#pragma once

#include <cstdint>
#include <string_view>

namespace sharecar::spanwire {

/// `bytes` outlive the reader. Throws Unreadable (json_reader.hpp), in Zipkin's words where it has some.
class ProtobufReader {
 public:
  explicit ProtobufReader(std::string_view bytes) : bytes_(bytes) {}

  bool has_next() const { return at_ < bytes_.size(); }
  /// The key of the next field: its number and how it is written.
  std::uint32_t next_key() { return next_varint32(); }
  std::uint64_t next_varint();
  std::uint32_t next_varint32();
  std::uint64_t next_fixed64();
  double next_double();
  std::string_view next_bytes();
  /// Skips the value of a field of that key.
  void skip(std::uint32_t key);

 private:
  std::uint8_t next_byte();
  std::string_view take(std::size_t size);

  std::string_view bytes_;
  std::size_t at_ = 0;
};

/// How a value is written: the last three bits of a key.
enum class Wire : std::uint32_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

constexpr std::uint32_t key_of(std::uint32_t field, Wire wire) { return field << 3 | static_cast<std::uint32_t>(wire); }

}  // namespace sharecar::spanwire
