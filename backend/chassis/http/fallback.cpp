#include "chassis/http/fallback.hpp"

#include "chassis/json/encode.hpp"

namespace sharecar::http {
namespace {

using contracts::Instead;

std::string warning(const contracts::Fallback& fallback) {
  switch (fallback.instead) {
    case Instead::pay_later:
      return R"(199 - "Paid Later")";
    case Instead::stale_copy:
    case Instead::last_known:
      return R"(110 - "Response is Stale")";
    case Instead::empty:
      break;
  }
  return R"(199 - "Nothing is Known")";
}

}  // namespace

void mark(Reply& reply, const contracts::Fallback& fallback) {
  reply.headers.set("Warning", warning(fallback));
  auto& body = reply.body;
  if (!body.starts_with('{') || !body.ends_with('}')) return;
  body.pop_back();
  body += (body.size() > 1 ? R"(,"fallback":)" : R"("fallback":)") + json::encode(fallback) + '}';
}

}  // namespace sharecar::http
