/// The names that searches are made with: services, their spans, the services that they call, and values of tags. Pure.
#pragma once

#include <boost/describe.hpp>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "tracemodel/span.hpp"

namespace sharecar::tracing {

enum class NameKind { SERVICE, SPAN, REMOTE, TAG };
BOOST_DESCRIBE_ENUM(NameKind, SERVICE, SPAN, REMOTE, TAG)

struct Name {
  std::string owner;  ///< a service; for TAG the tag's key
  NameKind kind = NameKind::SERVICE;
  std::string name;  ///< empty for SERVICE

  friend bool operator==(const Name&, const Name&) = default;
};
BOOST_DESCRIBE_STRUCT(Name, (), (owner, kind, name))

/// Bounded: names beyond `most` are not remembered, as only a mistaken instrumentation makes that many.
class SpanNames {
 public:
  /// `tag_keys`: the tags whose values are kept.
  explicit SpanNames(std::vector<std::string> tag_keys = {}, std::size_t most = 50'000)
      : tag_keys_(std::move(tag_keys)), most_(most) {}

  /// True when it is new.
  bool add(const Name& name);
  /// Adds the names of a span; those that are new are appended to `fresh`.
  void add(const tracemodel::Span& span, std::vector<Name>& fresh);

  const std::set<std::string>& services() const { return services_; }
  /// Of a service, in lower case; an unknown one has none.
  const std::set<std::string>& spans(const std::string& service) const;
  const std::set<std::string>& remotes(const std::string& service) const;
  const std::set<std::string>& tag_values(const std::string& key) const;

 private:
  using ByOwner = std::map<std::string, std::set<std::string>>;

  std::set<std::string>& of(const Name& name);
  void offer(const std::string& owner, NameKind kind, const std::string& text, std::vector<Name>& fresh);

  std::vector<std::string> tag_keys_;
  std::size_t most_;
  std::size_t size_ = 0;
  std::set<std::string> services_;
  ByOwner spans_;
  ByOwner remotes_;
  ByOwner tags_;
};

}  // namespace sharecar::tracing
