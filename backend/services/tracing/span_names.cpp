#include "services/tracing/span_names.hpp"

namespace sharecar::tracing {
namespace {

const std::set<std::string> none;

const std::set<std::string>& find(const std::map<std::string, std::set<std::string>>& names, const std::string& owner) {
  const auto found = names.find(owner);
  return found == names.end() ? none : found->second;
}

}  // namespace

std::set<std::string>& SpanNames::of(const Name& name) {
  switch (name.kind) {
    case NameKind::SPAN:
      return spans_[name.owner];
    case NameKind::REMOTE:
      return remotes_[name.owner];
    case NameKind::TAG:
      return tags_[name.owner];
    default:
      return services_;
  }
}

bool SpanNames::add(const Name& name) {
  if (size_ >= most_) return false;
  const bool fresh = of(name).insert(name.kind == NameKind::SERVICE ? name.owner : name.name).second;
  if (fresh) ++size_;
  return fresh;
}

void SpanNames::offer(const std::string& owner, NameKind kind, const std::string& text, std::vector<Name>& fresh) {
  Name name{owner, kind, text};
  if (add(name)) fresh.push_back(std::move(name));
}

void SpanNames::add(const tracemodel::Span& span, std::vector<Name>& fresh) {
  for (const auto& key : tag_keys_) {
    if (const auto tag = span.tags.find(key); tag != span.tags.end()) offer(key, NameKind::TAG, tag->second, fresh);
  }
  const std::string& service = span.local.service_name;
  if (service.empty()) return;
  if (!services_.contains(service)) offer(service, NameKind::SERVICE, "", fresh);
  if (!span.name.empty() && !spans(service).contains(span.name)) offer(service, NameKind::SPAN, span.name, fresh);
  const std::string& remote = span.remote.service_name;
  if (!remote.empty() && !remotes(service).contains(remote)) offer(service, NameKind::REMOTE, remote, fresh);
}

const std::set<std::string>& SpanNames::spans(const std::string& service) const { return find(spans_, service); }

const std::set<std::string>& SpanNames::remotes(const std::string& service) const { return find(remotes_, service); }

const std::set<std::string>& SpanNames::tag_values(const std::string& key) const { return find(tags_, key); }

}  // namespace sharecar::tracing
