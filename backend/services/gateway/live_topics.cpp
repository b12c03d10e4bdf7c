#include "live_topics.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace sharecar::gateway {
namespace {

constexpr std::array<std::pair<std::string_view, Topic>, 4> known{{{"mypage", Topic::mypage},
                                                                   {"availability", Topic::availability},
                                                                   {"breakers", Topic::breakers},
                                                                   {"health", Topic::health}}};

}  // namespace

std::optional<std::vector<Topic>> parse_topics(const std::vector<std::string>& names) {
  std::vector<Topic> out;
  for (const auto& name : names) {
    const auto found = std::find_if(known.begin(), known.end(), [&](const auto& one) { return one.first == name; });
    if (found == known.end()) return {};
    if (std::find(out.begin(), out.end(), found->second) == out.end()) out.push_back(found->second);
  }
  return out;
}

bool is_for_operators(const std::vector<Topic>& topics, bool names_customer) {
  return std::any_of(topics.begin(), topics.end(), [&](Topic topic) {
    return topic == Topic::breakers || topic == Topic::health || (topic == Topic::mypage && !names_customer);
  });
}

}  // namespace sharecar::gateway
