#include "tracemodel/tree.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "tracemodel/merge.hpp"

namespace sharecar::tracemodel {
namespace {

using Index = Tree::Index;
constexpr Index none = Tree::none;

// What a node is addressed by: its id, and for a shared span also its endpoint, as several servers may answer to one
// client. A view into the merged spans.
struct Key {
  std::string_view id;
  const Endpoint* shared_at = nullptr;

  bool operator==(const Key& other) const {
    if (id != other.id || (shared_at == nullptr) != (other.shared_at == nullptr)) return false;
    return shared_at == nullptr || *shared_at == *other.shared_at;
  }
};

struct KeyHash {
  std::size_t operator()(const Key& key) const {
    std::size_t seed = std::hash<std::string_view>{}(key.id);
    const auto mix = [&seed](std::size_t value) { seed = seed * 1000003U ^ value; };
    if (key.shared_at != nullptr) {
      mix(std::hash<std::string>{}(key.shared_at->service_name));
      mix(std::hash<std::string>{}(key.shared_at->ipv4));
      mix(std::hash<std::string>{}(key.shared_at->ipv6));
      mix(key.shared_at->port);
    }
    return seed;
  }
};

Key key_of(const Span& span) { return {span.id, span.shared ? &span.local : nullptr}; }

// Where every span goes, by index into the merged spans.
struct Placement {
  Index root = none;           // none: synthetic
  std::vector<Index> order;    // all but the root, in the order in which siblings of equal timestamp stand
  std::vector<Index> parents;  // none: below the root
  std::vector<Place> places;
};

class Placer {
 public:
  explicit Placer(const std::vector<Span>& spans) : spans_(spans), attached_(spans.size(), false) {
    result_.order.reserve(spans.size());
    result_.parents.assign(spans.size(), none);
    result_.places.assign(spans.size(), Place::child);
    links_.reserve(spans.size());
  }

  Placement run() {
    link();
    find_holders();
    attach();
    keep_duplicates();
    cut_cycles();
    return std::move(result_);
  }

 private:
  // Who names whom as parent. Keys, not spans: the spans of one key share one link, and that is how Zipkin loses some.
  struct Link {
    Key child;
    std::optional<Key> parent;
    bool removed = false;
  };

  void link() {
    for (const Span& span : spans_) put(key_of(span), named_parent(span));
  }

  // Who holds each key: the last span that has it. The root holds none; what names it as parent comes to it anyway.
  void find_holders() {
    for (Index i = 0; i < spans_.size(); ++i) {
      const Span& span = spans_[i];
      if (const std::optional<Key> server = server_above(span)) {
        put(key_of(span), server);
      } else if (span.parent_id.empty() && !span.shared && result_.root == none) {
        result_.root = i;
        result_.places[i] = Place::root;
        attached_[i] = true;
        remove(key_of(span));
        continue;
      }
      holders_.insert_or_assign(key_of(span), i);
    }
  }

  void attach() {
    for (const Link& link : links_) {
      if (link.removed) continue;
      const Index child = *holder(link.child);
      attached_[child] = true;
      place(child, link.parent);
    }
  }

  // The spans that lost their key to another one. Zipkin's tree is without them.
  void keep_duplicates() {
    for (Index i = 0; i < spans_.size(); ++i) {
      if (attached_[i]) continue;
      const std::optional<Key> server = server_above(spans_[i]);
      place(i, server ? server : named_parent(spans_[i]));
      result_.places[i] = Place::duplicate;
    }
  }

  void place(Index child, const std::optional<Key>& parent) {
    result_.order.push_back(child);
    if (!parent) {
      result_.places[child] = Place::extra_root;
    } else if (const std::optional<Index> found = holder(*parent); found) {
      result_.parents[child] = *found;
    } else if (result_.root == none || parent->shared_at != nullptr || parent->id != spans_[result_.root].id) {
      result_.places[child] = Place::orphan;
    }
  }

  // Nothing for a span without a parent. A shared span belongs below the client of its own id.
  static std::optional<Key> named_parent(const Span& span) {
    if (span.shared) return Key{span.id};
    return span.parent_id.empty() ? std::nullopt : std::optional{Key{span.parent_id}};
  }

  // The shared span of the parent's id on the span's own endpoint: tells the servers apart that answered one client.
  std::optional<Key> server_above(const Span& span) const {
    const Key server{span.parent_id, &span.local};
    const bool is_there = !span.shared && !span.parent_id.empty() && link_of_.contains(server);
    return is_there ? std::optional{server} : std::nullopt;
  }

  std::optional<Index> holder(const Key& key) const {
    const auto found = holders_.find(key);
    return found == holders_.end() ? std::nullopt : std::optional{found->second};
  }

  void put(const Key& child, const std::optional<Key>& parent) {
    const auto [found, is_new] = link_of_.try_emplace(child, links_.size());
    if (is_new) {
      links_.push_back({child, parent});
    } else {
      links_[found->second].parent = parent;
    }
  }

  void remove(const Key& child) {
    const auto found = link_of_.find(child);
    links_[found->second].removed = true;
    link_of_.erase(found);
  }

  // Follows the parents from every span. A walk that meets itself has found a cycle, which is cut above its earliest
  // span: the one most likely to be its beginning.
  void cut_cycles() {
    enum class Seen : std::uint8_t { no, on_this_walk, yes };
    std::vector<Seen> seen(spans_.size(), Seen::no);
    std::vector<Index> walk;
    for (Index start = 0; start < spans_.size(); ++start) {
      walk.clear();
      Index at = start;
      while (at != none && seen[at] == Seen::no) {
        seen[at] = Seen::on_this_walk;
        walk.push_back(at);
        at = result_.parents[at];
      }
      if (at != none && seen[at] == Seen::on_this_walk) {
        const auto cycle = std::find(walk.begin(), walk.end(), at);
        const Index first = *std::min_element(cycle, walk.end(), [this](Index left, Index right) {
          return std::pair{time_of(left), left} < std::pair{time_of(right), right};
        });
        result_.parents[first] = none;
        result_.places[first] = Place::cycle;
      }
      for (const Index visited : walk) seen[visited] = Seen::yes;
    }
  }

  std::int64_t time_of(Index i) const { return spans_[i].timestamp > 0 ? spans_[i].timestamp : INT64_MAX; }

  const std::vector<Span>& spans_;
  std::vector<bool> attached_;
  std::vector<Link> links_;
  std::unordered_map<Key, std::size_t, KeyHash> link_of_;
  std::unordered_map<Key, Index, KeyHash> holders_;
  Placement result_;
};

}  // namespace

Tree::Tree(std::vector<Span> spans) : spans_(merge(std::move(spans))) {
  if (spans_.empty()) return;
  if (spans_.size() >= none) throw std::length_error("a trace of more spans than can be numbered");
  const Placement placement = Placer{spans_}.run();

  // The children of every span side by side; the last list is that of the synthetic root.
  std::vector<std::vector<Index>> children(spans_.size() + 1);
  const auto list_of = [&](Index span) -> std::vector<Index>& { return children[span == none ? spans_.size() : span]; };
  for (const Index span : placement.order) {
    const Index parent = placement.parents[span];
    list_of(parent == none ? placement.root : parent).push_back(span);
  }

  nodes_.reserve(spans_.size() + 1);
  nodes_.push_back({.span = placement.root, .place = Place::root});
  for (Index at = 0; at < nodes_.size(); ++at) {
    std::vector<Index> below = std::move(list_of(nodes_[at].span));
    std::ranges::stable_sort(below, {}, [this](Index span) { return spans_[span].timestamp; });
    nodes_[at].first_child = static_cast<Index>(nodes_.size());
    nodes_[at].child_count = static_cast<Index>(below.size());
    for (const Index span : below) {
      nodes_.push_back({.span = span, .parent = at, .depth = nodes_[at].depth + 1, .place = placement.places[span]});
    }
  }
}

std::vector<Tree::Index> Tree::preorder() const {
  std::vector<Index> order;
  if (nodes_.empty()) return order;
  order.reserve(nodes_.size());
  std::vector<Index> open{0};
  while (!open.empty()) {
    const Index at = open.back();
    open.pop_back();
    order.push_back(at);
    const Node& node = nodes_[at];
    for (Index i = node.child_count; i > 0; --i) open.push_back(node.first_child + i - 1);
  }
  return order;
}

}  // namespace sharecar::tracemodel
