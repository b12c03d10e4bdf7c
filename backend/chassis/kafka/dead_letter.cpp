#include "chassis/kafka/dead_letter.hpp"

#include <algorithm>

namespace sharecar::kafka {
namespace {

constexpr std::size_t longest_text = 500;

constexpr sql::Statement insert_dead_letter{
    "insert_dead_letter",
    "INSERT INTO dead_letter (consumer, topic, kafka_partition, kafka_offset, order_id, type, cause, buried_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    " ON CONFLICT (consumer, topic, kafka_partition, kafka_offset) DO UPDATE"
    " SET order_id = excluded.order_id, type = excluded.type, cause = excluded.cause, buried_at = excluded.buried_at"};
constexpr sql::Statement dead_letters_of_order{
    "dead_letters_of_order",
    "SELECT consumer, topic, kafka_partition, kafka_offset, type, cause, buried_at FROM dead_letter"
    " WHERE order_id = $1 ORDER BY buried_at, topic, kafka_partition, kafka_offset"};

std::string plain(std::string_view text) {
  std::string out{text.substr(0, longest_text)};
  std::ranges::replace_if(
      out, [](char c) { return c < ' ' || c > '~'; }, '?');
  return out;
}

}  // namespace

void note_dead_letter(Context& context, sql::Session& session, std::string_view consumer, const Message& message,
                      std::string_view cause) {
  const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  session.execute(context, insert_dead_letter,
                  {consumer, message.topic, message.partition, message.offset, message.order, plain(message.type),
                   plain(cause), to_rfc3339(now)});
}

std::vector<DeadLetter> dead_letters_of(Context& context, sql::Session& session, OrderId order) {
  return session.select<DeadLetter>(context, dead_letters_of_order, {order});
}

}  // namespace sharecar::kafka
