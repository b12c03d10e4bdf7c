#include "services/tracing/packed_lines.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace sharecar::tracing {
namespace {

std::string unpacked(std::string_view packed) {
  std::string out;
  unpack(packed, out);
  return out;
}

std::string many_lines() {
  std::string out;
  for (int i = 0; i < 10'000; ++i) {
    out += std::to_string(i) + "\t{\"traceId\":\"000000000000000a\",\"name\":\"pg place_order\"}\n";
  }
  return out;
}

TEST(PackedLines, AreTheSameAfterwards) {
  for (const std::string& lines : {std::string{}, std::string{"1\t{}\n"}, std::string(3, '\0'), many_lines()}) {
    EXPECT_EQ(unpacked(pack(lines)), lines);
  }
  EXPECT_LT(pack(many_lines()).size() * 4, many_lines().size());
}

TEST(PackedLines, AreAppended) {
  std::string out = "before ";
  unpack(pack("after"), out);
  EXPECT_EQ(out, "before after");
}

TEST(PackedLines, ThatAreDamagedAreNotTaken) {
  const auto whole = pack(many_lines());
  EXPECT_THROW(unpacked(""), std::runtime_error);
  EXPECT_THROW(unpacked("\x01\x02\x03"), std::runtime_error);
  EXPECT_THROW(unpacked("\xff\xff\xff\xff abc"), std::runtime_error);
  EXPECT_THROW(unpacked("\xff\xff\xff\x7c abc"), std::runtime_error) << "no gigabytes for three letters";
  EXPECT_THROW(unpacked(whole.substr(0, whole.size() / 2)), std::runtime_error);
  std::string kept = "kept";
  EXPECT_THROW(unpack(whole.substr(0, 100), kept), std::runtime_error);
  EXPECT_EQ(kept, "kept");
}

}  // namespace
}  // namespace sharecar::tracing
