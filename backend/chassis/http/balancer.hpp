/// Which of several instances gets a request. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace sharecar::http {

struct Candidate {
  std::string_view address;
  bool ready = true;
  int in_flight = 0;
};

/// The index of one of the ready candidates, of any when none is ready; never `tried`, and nothing when there is no
/// other. With a `pin` the same one each time while it is ready, and when it is not each pin falls to another one
/// (rendezvous hashing). Without: the least busy, and of several the next one after `turn` mod their number.
std::optional<std::size_t> choose(const std::vector<Candidate>& candidates, std::string_view pin, std::size_t turn,
                                  std::optional<std::size_t> tried = {});

}  // namespace sharecar::http
