#include "api/timelineentries.h"

#include "api/wire.h"

namespace sharecar::desktop {

std::vector<contracts::TimelineEntry> timelineOf(const std::vector<std::string>& entries) {
  std::vector<contracts::TimelineEntry> out;
  for (const auto& text : entries) {
    if (auto entry = json::decode_text<contracts::TimelineEntry>(text)) out.push_back(std::move(*entry));
  }
  return out;
}

}  // namespace sharecar::desktop
