// The JSON codec: described structs in and out, every wrong field named, nothing that says two things accepted.

#include <gtest/gtest.h>

#include <cmath>

#include "chassis/json/encode.hpp"
#include "chassis/json/schema.hpp"

namespace sharecar::json {

enum class Colour { RED, GREEN };
BOOST_DESCRIBE_ENUM(Colour, RED, GREEN)

struct Wheel {
  std::int64_t size_in_mm = 0;
};
BOOST_DESCRIBE_STRUCT(Wheel, (), (size_in_mm))

struct Bike {
  CarId bike_id;
  std::string owner_name = "nobody";
  Colour colour = Colour::RED;
  std::optional<Money> price;
  std::vector<Wheel> wheels;
  std::map<std::string, bool> flags;
  Timestamp built_at{};
};
BOOST_DESCRIBE_STRUCT(Bike, (), (bike_id, owner_name, colour, price, wheels, flags, built_at))

}  // namespace sharecar::json

namespace sharecar {
template <>
inline constexpr std::array rules<json::Bike>{
    FieldRule{.field = "bikeId", .min = 1, .max = 99, .alias = "bicycle"},
    FieldRule{.field = "ownerName", .min_length = 2, .max_length = 5, .defaulted = true},
    FieldRule{.field = "wheels", .defaulted = true},
    FieldRule{.field = "flags", .defaulted = true},
};
}  // namespace sharecar

namespace sharecar::json {
namespace {

std::string said_of(std::string_view text, DecodeOptions options = {}) {
  const auto bike = decode_text<Bike>(text, options);
  if (bike) return encode(*bike);
  std::string out;
  for (const auto& violation : bike.error().violations) {
    out += violation.pointer + " " + violation.rule + " " + violation.kind + "; ";
  }
  return out.empty() ? bike.error().detail : out;
}

TEST(JsonCodec, ReadsAndWritesEveryKindOfMember) {
  const char* text =
      R"({"bikeId":7,"ownerName":"kim","colour":"GREEN","price":5,"wheels":[{"sizeInMm":622}],"flags":{"new":true},)"
      R"("builtAt":"2026-11-21T09:00:00.25+09:00"})";
  EXPECT_EQ(said_of(text),
            R"({"bikeId":7,"ownerName":"kim","colour":"GREEN","price":5,"wheels":[{"sizeInMm":622}],)"
            R"("flags":{"new":true},"builtAt":"2026-11-21T00:00:00.250Z"})");
}

TEST(JsonCodec, TakesAliasesDigitsInStringsAndDefaults) {
  EXPECT_EQ(said_of(R"({"bicycle":"42","colour":"RED","builtAt":"2026-11-21T00:00:00Z","ignored":1})"),
            R"({"bikeId":42,"ownerName":"nobody","colour":"RED","wheels":[],"flags":{},"builtAt":"2026-11-21T00:00:00Z"})");
}

TEST(JsonCodec, NamesEveryWrongFieldAtOnce) {
  EXPECT_EQ(said_of(R"({"bikeId":100,"ownerName":"x","colour":"BLUE","price":"a","wheels":[{},{"sizeInMm":true}],)"
                    R"("flags":{"a/b~c":1},"builtAt":"today"})"),
            "/bikeId max:99 integer; /ownerName minLength:2 string; /colour enum:RED,GREEN string; "
            "/price type:integer string; /wheels/0/sizeInMm required missing; /wheels/1/sizeInMm type:integer boolean; "
            "/flags/a~1b~0c type:boolean integer; /builtAt format:date-time string; ");
}

TEST(JsonCodec, RefusesUnknownKeysInConfigurationAndKeepsDefaults) {
  EXPECT_EQ(said_of(R"({"bikeId":3})", strict_config),
            R"({"bikeId":3,"ownerName":"nobody","colour":"RED","wheels":[],"flags":{},"builtAt":"1970-01-01T00:00:00Z"})");
  EXPECT_EQ(said_of(R"({"bikeId":3,"wheel":1})", strict_config), "/wheel unknown integer; ");
}

TEST(JsonCodec, TakesNumbersFromTheEnvironmentAsTheyStand) {
  EXPECT_EQ(as_number(boost::json::value("0")), 0.0);
  EXPECT_EQ(as_number(boost::json::value("0.25")), 0.25);
  EXPECT_EQ(as_number(boost::json::value(3)), 3.0);
  for (const char* text : {"", "x", "1x", "inf", "nan"}) EXPECT_FALSE(as_number(boost::json::value(text))) << text;
}

TEST(JsonParse, RefusesWhatIsNotOneUnambiguousDocument) {
  const std::string deep = std::string(33, '[') + std::string(33, ']');
  for (const std::string& text : {std::string{""}, std::string{"{"}, std::string{"{} {}"}, std::string{R"({"a":1,"a":1})"},
                                 std::string{R"({"a":{"b":1,"b":2}})"}, std::string{"\"\xff\""}, deep,
                                 std::string{"nul"}, std::string{"[1,]"}, std::string{"01"}}) {
    const auto parsed = parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, Errc::malformed_json);
  }
  EXPECT_TRUE(parse(R"([{"a":1},{"a":2}])"));
  EXPECT_TRUE(parse(std::string(32, '[') + std::string(32, ']')));
}

TEST(JsonEncode, EscapesControlCharactersAndQuotes) {
  EXPECT_EQ(encode(std::string{"a\"b\\c\n\x01é"}), R"("a\"b\\c\n\u0001é")");
}

TEST(JsonEncode, WritesNumbersAsShortAsTheyCanBeReadBack) {
  EXPECT_EQ(encode(std::vector<double>{50, -1, 0.1, 16.666666, 1e30}), "[50,-1,0.1,16.666666,1e+30]");
  EXPECT_EQ(encode(std::vector<double>{HUGE_VAL, std::nan("")}), "[null,null]");
}

TEST(JsonDuration, IsWrittenInTheLargestUnitThatLeavesAWholeNumber) {
  using namespace std::chrono_literals;
  EXPECT_EQ(encode(std::vector<std::chrono::nanoseconds>{0s, 500ns, 2500ns, 25us, 610ms, 1500ms, 3s, 1min}),
            R"(["0s","500ns","2500ns","25us","610ms","1500ms","3s","60s"])");
}

TEST(JsonDuration, IsReadAsSpringReadsIt) {
  using namespace std::chrono_literals;
  for (const auto& [text, expected] : std::vector<std::pair<const char*, std::chrono::nanoseconds>>{
           {"500ns", 500ns}, {"25us", 25us}, {"610ms", 610ms}, {"3s", 3s}, {"2m", 2min}, {"1h", 1h}, {"1d", 24h},
           {"610", 610ms}, {"0", 0ns}}) {
    EXPECT_EQ(parse_duration(text), expected) << text;
  }
  for (const char* text : {"", "s", "-1s", "1.5s", "1 s", "1S", "9223372036854775807s", "1w"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(JsonSchema, SaysWhatTheRulesSay) {
  const auto bike = schema<Bike>();
  EXPECT_EQ(bike.at("properties").at("bikeId").at("maximum"), 99);
  EXPECT_EQ(bike.at("properties").at("colour").at("enum").as_array().size(), 2u);
  EXPECT_EQ(boost::json::serialize(bike.at("required")), R"(["bikeId","colour","builtAt"])");
}

}  // namespace
}  // namespace sharecar::json
