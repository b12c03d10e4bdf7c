/// The names that searches are made with: services, their spans, and the services that they call. Pure.
#pragma once

#include <boost/describe.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tracemodel/span.hpp"

namespace sharecar::tracing {

enum class NameKind { SERVICE, SPAN, REMOTE };
BOOST_DESCRIBE_ENUM(NameKind, SERVICE, SPAN, REMOTE)

struct Name {
  std::string service;
  NameKind kind = NameKind::SERVICE;
  std::string name;  ///< empty for SERVICE

  friend bool operator==(const Name&, const Name&) = default;
};
BOOST_DESCRIBE_STRUCT(Name, (), (service, kind, name))

/// Bounded: names beyond `most` are not remembered, as only a mistaken instrumentation makes that many.
class SpanNames {
 public:
  explicit SpanNames(std::size_t most = 50'000) : most_(most) {}

  /// True when it is new.
  bool add(const Name& name);
  /// The names of a span that are new.
  std::vector<Name> add(const tracemodel::Span& span);

  const std::set<std::string>& services() const { return services_; }
  /// Of a service, in lower case; an unknown one has none.
  const std::set<std::string>& spans(const std::string& service) const;
  const std::set<std::string>& remotes(const std::string& service) const;

 private:
  using ByService = std::map<std::string, std::set<std::string>>;

  std::size_t most_;
  std::size_t size_ = 0;
  std::set<std::string> services_;
  ByService spans_;
  ByService remotes_;
};

}  // namespace sharecar::tracing
