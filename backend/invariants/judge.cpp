#include <array>

#include "invariants/rules.hpp"

namespace sharecar::invariants {
namespace {

struct Group {
  const char* name;
  Findings (*judge)(const Index&);
};

constexpr std::array groups{
    Group{"charges", judge_charges},       Group{"refunds", judge_refunds}, Group{"slots", judge_slots},
    Group{"sagas", judge_sagas},           Group{"events", judge_events},   Group{"effects", judge_effects},
    Group{"read model", judge_read_model}, Group{"client", judge_client},   Group{"traces", judge_traces},
    Group{"secrets", judge_secrets},
};

}  // namespace

Report judge(const Snapshot& snapshot) {
  const Index index{snapshot};
  Report out;
  out.skipped = snapshot.skipped;
  for (const auto& group : groups) {
    auto found = group.judge(index);
    out.groups.push_back({group.name, found.what, found.checked, static_cast<std::int64_t>(found.violations.size())});
    std::move(found.violations.begin(), found.violations.end(), std::back_inserter(out.violations));
  }
  return out;
}

}  // namespace sharecar::invariants
