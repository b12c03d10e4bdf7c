/// Finding a command or a place by a few of its letters. Pure.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "models/address.h"

namespace sharecar::desktop {

/// Something that the palette offers: a place, or an action of the window.
struct PaletteItem {
  QString text;                             ///< "Breakers: order → payment"
  QString hint = {};                        ///< on the right: keys, or an address
  std::optional<Address> address = {};      ///< a place
  QString action = {};                      ///< the object name of an action
};

/// How well a text fits: higher is better, nothing when its letters do not occur in this order. Letters that begin a
/// word, or follow one another, count more; so do short texts.
std::optional<int> paletteScore(const QString& text, const QString& query);

/// Indexes into `items` of those that fit, the best first; all of them in their order for an empty query.
std::vector<std::size_t> paletteMatches(const std::vector<PaletteItem>& items, const QString& query);

}  // namespace sharecar::desktop
