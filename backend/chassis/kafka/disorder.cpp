#include "chassis/kafka/disorder.hpp"

#include <algorithm>
#include <deque>
#include <random>

namespace sharecar::kafka {
namespace {

constexpr std::size_t most_remembered = 256;

}  // namespace

Interceptor disorder(double probability, std::uint64_t seed) {
  return [strikes = std::bernoulli_distribution{probability}, random = std::mt19937_64{seed},
          latest = std::deque<Message>{}](std::vector<Message>& batch) mutable {
    std::vector<Message> again;
    for (const auto& message : batch) {
      latest.push_back(message);
      if (latest.size() > most_remembered) latest.pop_front();
      if (strikes(random)) again.push_back(message);
      if (strikes(random)) {
        again.push_back(latest[std::uniform_int_distribution<std::size_t>{0, latest.size() - 1}(random)]);
      }
    }
    batch.insert(batch.end(), again.begin(), again.end());
    if (strikes(random)) std::shuffle(batch.begin(), batch.end(), random);
  };
}

}  // namespace sharecar::kafka
