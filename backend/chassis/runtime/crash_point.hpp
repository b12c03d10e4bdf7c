/// Named places at which a test can kill this process, as `kill -9` would.
#pragma once

#include <string_view>

namespace sharecar {

/// Does nothing in the programs that are shipped. Test programs link another definition (tests/fire), which an
/// environment variable arms: then the process ends here by SIGKILL. The name is `step` and `what` with a space
/// between:
///
///   before|after statement   every named statement of a store, and "commit"
///   before|after call        the route of an outgoing request: sent or not, answered or not
///   before answer            the route that is about to be answered
///   before|after produce     the topic, per batch; after: acknowledged and not yet marked
///   before|after position    the consumer group: effect committed, offset not yet stored; stored
void crash_point(const char* step, std::string_view what) noexcept;

}  // namespace sharecar
