#include "models/palette.h"

#include <algorithm>

namespace sharecar::desktop {
namespace {

constexpr int wordStart = 8;
constexpr int inARow = 5;
constexpr int anywhere = 1;

bool beginsWord(const QString& text, qsizetype at) {
  return at == 0 || (!text[at - 1].isLetterOrNumber() && text[at].isLetterOrNumber());
}

}  // namespace

std::optional<int> paletteScore(const QString& text, const QString& query) {
  const auto wanted = query.toCaseFolded().remove(' ');
  const auto folded = text.toCaseFolded();
  const auto length = static_cast<std::size_t>(folded.size());
  constexpr int none = -1;
  // For each place of the text: the best score of the letters so far, the last of them being there.
  std::vector<int> before(length, none);
  for (qsizetype i = 0; i < wanted.size(); ++i) {
    std::vector<int> now(length, none);
    int best = none;  // of the letters so far, anywhere before
    for (std::size_t at = 0; at < length; ++at) {
      if (folded[static_cast<qsizetype>(at)] == wanted[i]) {
        const int own = beginsWord(folded, static_cast<qsizetype>(at)) ? wordStart : anywhere;
        if (i == 0) {
          now[at] = own;
        } else {
          if (best != none) now[at] = best + own;
          if (at > 0 && before[at - 1] != none) now[at] = std::max(now[at], before[at - 1] + std::max(own, inARow));
        }
      }
      best = std::max(best, before[at]);
    }
    before = std::move(now);
  }
  if (wanted.isEmpty()) return 0;
  const auto best = length == 0 ? none : *std::max_element(before.begin(), before.end());
  if (best == none) return {};
  return best * 100 - static_cast<int>(length);
}

std::vector<std::size_t> paletteMatches(const std::vector<PaletteItem>& items, const QString& query) {
  std::vector<std::pair<int, std::size_t>> found;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (const auto score = paletteScore(items[i].text, query)) found.emplace_back(*score, i);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::size_t> out;
  for (const auto& [score, index] : found) out.push_back(index);
  return out;
}

}  // namespace sharecar::desktop
