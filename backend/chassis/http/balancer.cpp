#include "chassis/http/balancer.hpp"

#include <algorithm>
#include <cstdint>

namespace sharecar::http {
namespace {

// FNV-1a with a finaliser (MurmurHash3's): the last bytes, in which addresses differ, must reach every bit.
std::uint64_t weight(std::string_view pin, std::string_view address) {
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto add = [&](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  };
  add(pin);
  add("\n");
  add(address);
  hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
  hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
  return hash ^ (hash >> 33);
}

}  // namespace

std::optional<std::size_t> choose(const std::vector<Candidate>& candidates, std::string_view pin, std::size_t turn,
                                  std::optional<std::size_t> tried) {
  std::vector<std::size_t> able;
  for (const bool only_ready : {true, false}) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (i != tried && (candidates[i].ready || !only_ready)) able.push_back(i);
    }
    if (!able.empty()) break;
  }
  if (able.empty()) return {};
  if (!pin.empty()) {
    return *std::max_element(able.begin(), able.end(), [&](std::size_t a, std::size_t b) {
      return weight(pin, candidates[a].address) < weight(pin, candidates[b].address);
    });
  }
  std::rotate(able.begin(), able.begin() + static_cast<std::ptrdiff_t>(turn % able.size()), able.end());
  return *std::min_element(able.begin(), able.end(), [&](std::size_t a, std::size_t b) {
    return candidates[a].in_flight < candidates[b].in_flight;
  });
}

}  // namespace sharecar::http
