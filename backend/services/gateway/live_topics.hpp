/// What the live stream tells of, and whom. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sharecar::gateway {

enum class Topic { mypage, availability, breakers, health };

/// The topics of a list such as "mypage,breakers", each once; nothing when one of them is none.
std::optional<std::vector<Topic>> parse_topics(const std::vector<std::string>& names);

/// Whether only callers on this machine may hear it: how the platform is, and the orders of everybody.
bool is_for_operators(const std::vector<Topic>& topics, bool names_customer);

}  // namespace sharecar::gateway
