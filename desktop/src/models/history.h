/// Back and forward between addresses, as in a browser.
#pragma once

#include <optional>
#include <vector>

#include "models/address.h"

namespace sharecar::desktop {

/// A value. Visiting a place forgets what was ahead; at most 100 places are kept.
class History {
 public:
  void visit(const Address& address) {
    if (!m_places.empty() && m_places[m_at] == address) return;
    if (!m_places.empty()) m_places.resize(m_at + 1);
    m_places.push_back(address);
    if (m_places.size() > longest) m_places.erase(m_places.begin());
    m_at = m_places.size() - 1;
  }
  /// The present place has another address now (what it shows has changed by itself).
  void replace(const Address& address) {
    if (!m_places.empty()) m_places[m_at] = address;
  }
  bool canGoBack() const { return m_at > 0; }
  bool canGoForward() const { return m_at + 1 < m_places.size(); }
  std::optional<Address> back() { return canGoBack() ? std::optional{m_places[--m_at]} : std::nullopt; }
  std::optional<Address> forward() { return canGoForward() ? std::optional{m_places[++m_at]} : std::nullopt; }

 private:
  static constexpr std::size_t longest = 100;

  std::vector<Address> m_places;
  std::size_t m_at = 0;
};

}  // namespace sharecar::desktop
