#include "services/tracing/span_names.hpp"

namespace sharecar::tracing {
namespace {

const std::set<std::string> none;

const std::set<std::string>& find(const std::map<std::string, std::set<std::string>>& names,
                                  const std::string& service) {
  const auto found = names.find(service);
  return found == names.end() ? none : found->second;
}

}  // namespace

bool SpanNames::add(const Name& name) {
  auto* names = &services_;
  if (name.kind != NameKind::SERVICE) {
    names = &(name.kind == NameKind::SPAN ? spans_ : remotes_)[name.service];
  }
  const std::string& text = name.kind == NameKind::SERVICE ? name.service : name.name;
  if (names->contains(text) || size_ >= most_) return false;
  names->insert(text);
  ++size_;
  return true;
}

std::vector<Name> SpanNames::add(const tracemodel::Span& span) {
  std::vector<Name> fresh;
  const std::string& service = span.local.service_name;
  if (service.empty()) return fresh;
  const auto offer = [&](NameKind kind, const std::string& text) {
    Name name{service, kind, text};
    if (add(name)) fresh.push_back(std::move(name));
  };
  offer(NameKind::SERVICE, "");
  if (!span.name.empty()) offer(NameKind::SPAN, span.name);
  if (!span.remote.service_name.empty()) offer(NameKind::REMOTE, span.remote.service_name);
  return fresh;
}

const std::set<std::string>& SpanNames::spans(const std::string& service) const { return find(spans_, service); }

const std::set<std::string>& SpanNames::remotes(const std::string& service) const { return find(remotes_, service); }

}  // namespace sharecar::tracing
