#include "chassis/sql/value.hpp"

#include <gtest/gtest.h>

#include <map>

#include "chassis/sql/migrator.hpp"
#include "chassis/sql/outbox.hpp"

namespace sharecar::sql {
namespace {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Everything {
  OrderId id;
  std::string name;
  bool holds = false;
  double share = 0;
  Colour colour = Colour::red;
  Money price;
  Version version;
  Timestamp at{};
  std::optional<CarId> car;
};
BOOST_DESCRIBE_STRUCT(Everything, (), (id, name, holds, share, colour, price, version, at, car))

class MapRow final : public Row {
 public:
  explicit MapRow(std::map<std::string, std::optional<std::string>, std::less<>> columns)
      : columns_(std::move(columns)) {}
  std::optional<std::string_view> text(std::string_view column) const override {
    const auto found = columns_.find(column);
    if (found == columns_.end()) throw ColumnError("no column " + std::string{column});
    if (!found->second) return std::nullopt;
    return std::string_view{*found->second};
  }

 private:
  std::map<std::string, std::optional<std::string>, std::less<>> columns_;
};

std::string texts(const Params& params) {
  std::string out;
  for (const auto& param : params) out += (out.empty() ? "" : "|") + param.text().value_or("NULL");
  return out;
}

TEST(SqlParam, WritesEachTypeAsTheDatabaseReadsIt) {
  const Timestamp at{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + std::chrono::milliseconds{1500}};
  const Params params{1,
                      true,
                      "text",
                      std::string{"string"},
                      0.1,
                      Money{12'000},
                      Version{3},
                      OrderId{42},
                      Colour::green,
                      at,
                      std::nullopt,
                      std::optional<CarId>{},
                      std::optional<CarId>{CarId{7}}};
  EXPECT_EQ(texts(params), "1|true|text|string|0.1|12000|3|42|green|2026-11-21T00:00:01.500Z|NULL|NULL|7");
}

TEST(SqlRow, ReadsADescribedStructFromTheColumnsOfItsMembers) {
  const MapRow row{{{"id", "42"},
                    {"name", "Kim"},
                    {"holds", "t"},
                    {"share", "0.25"},
                    {"colour", "green"},
                    {"price", "12000"},
                    {"version", "3"},
                    {"at", "2026-11-21 09:30:00.5+00"},
                    {"car", std::nullopt}}};
  const auto all = row.as<Everything>();
  EXPECT_EQ(all.id, OrderId{42});
  EXPECT_EQ(all.name, "Kim");
  EXPECT_TRUE(all.holds);
  EXPECT_EQ(all.share, 0.25);
  EXPECT_EQ(all.colour, Colour::green);
  EXPECT_EQ(all.price, Money{12'000});
  EXPECT_EQ(all.version, Version{3});
  EXPECT_EQ(to_rfc3339(all.at), "2026-11-21T09:30:00.500Z");
  EXPECT_FALSE(all.car);
}

TEST(SqlRow, SaysWhichColumnDoesNotFit) {
  const MapRow row{{{"id", std::nullopt}, {"n", "12x"}, {"colour", "blue"}}};
  EXPECT_THROW(row.get<OrderId>("id"), ColumnError);
  EXPECT_THROW(row.get<int>("n"), ColumnError);
  EXPECT_THROW(row.get<Colour>("colour"), ColumnError);
  EXPECT_THROW(row.get<int>("missing"), ColumnError);
}

TEST(SqlOutbox, AppendsItsFieldsInTheOrderOfTheColumns) {
  telemetry::TraceContext trace;
  trace.trace_low = 0x48485a3953bb6124;
  trace.span = 0xa2fb4a1d1a96d312;
  const Context context{telemetry::Span{nullptr, trace, "", telemetry::SpanKind::local}, {}};
  Params params{1};
  append(params, context, {"order.events", "42", "OrderPaid", Version{3}, OrderId{42}, "{}"});
  append(params, context, {"car.events", "1002", "CarChanged", Version{1}, std::nullopt, "{}"});
  EXPECT_STREQ(SHARECAR_OUTBOX_COLUMNS, "topic, aggregate_id, type, version, trace, order_id, payload");
  EXPECT_EQ(texts(params),
            "1|order.events|42|OrderPaid|3|48485a3953bb6124-a2fb4a1d1a96d312-1|42|{}"
            "|car.events|1002|CarChanged|1|48485a3953bb6124-a2fb4a1d1a96d312-1|NULL|{}");
}

TEST(SqlMigrator, ChecksumIsSha256) {
  EXPECT_EQ(checksum("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace sharecar::sql
