/// What a service keeps of the messages that it could not handle, beside the dead letter topics: for operators.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "chassis/kafka/message.hpp"
#include "chassis/sql/session.hpp"

namespace sharecar::kafka {

/// A message that went to the topic `error.<topic>.<consumer>`, by its place in the original topic.
struct DeadLetter {
  std::string consumer;  ///< the group
  std::string topic;     ///< without a prefix
  int kafka_partition = 0;
  std::int64_t kafka_offset = 0;
  std::string type;   ///< the event's short name; "" when it was no event
  std::string cause;  ///< why
  Timestamp buried_at{};
};
BOOST_DESCRIBE_STRUCT(DeadLetter, (), (consumer, topic, kafka_partition, kafka_offset, type, cause, buried_at))

/// May be repeated for the same message. Texts are kept as far as they are printable ASCII: they come from strangers.
void note_dead_letter(Context& context, sql::Session& session, std::string_view consumer, const Message& message,
                      std::string_view cause);

/// Those of one order, oldest first.
std::vector<DeadLetter> dead_letters_of(Context& context, sql::Session& session, OrderId order);

}  // namespace sharecar::kafka
