#include "forwarding_api.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "pin.hpp"

namespace sharecar::gateway {
namespace {

using boost::asio::ip::address;

constexpr std::array connection_fields{
    "Connection", "Keep-Alive",        "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization",  "TE",
    "Trailer",    "Transfer-Encoding", "Upgrade",          "HTTP2-Settings",     "X-Application-Context"};

constexpr std::array way_fields{"Forwarded",        "X-Forwarded-For",    "X-Forwarded-Proto", "X-Forwarded-Host",
                                "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Forwarded-Ssl",   "X-Real-IP"};

template <class Names>
bool is_one_of(const Names& names, std::string_view field) {
  return std::any_of(names.begin(), names.end(),
                     [&](const char* name) { return http::equal_without_case(name, field); });
}

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

// All fields of one name as one list.
std::string joined(const http::Headers& fields, std::string_view name) {
  std::string out;
  for (const auto& [key, value] : fields) {
    if (http::equal_without_case(key, name) && !value.empty()) out += (out.empty() ? "" : ", ") + value;
  }
  return out;
}

// The bytes of an address, v4 mapped into v6, so that both compare alike.
std::array<unsigned char, 16> bytes_of(const address& a) {
  if (a.is_v6()) return a.to_v6().to_bytes();
  return boost::asio::ip::make_address_v6(boost::asio::ip::v4_mapped, a.to_v4()).to_bytes();
}

bool same_prefix(const address& a, const address& b, unsigned bits) {
  const auto x = bytes_of(a);
  const auto y = bytes_of(b);
  for (unsigned i = 0; i < bits; ++i) {
    const auto mask = static_cast<unsigned char>(0x80u >> (i % 8));
    if ((x[i / 8] & mask) != (y[i / 8] & mask)) return false;
  }
  return true;
}

std::string_view port_of(std::string_view host) {
  const auto colon = host.rfind(':');
  if (colon == host.npos || host.find(']', colon) != host.npos) return {};
  return host.substr(colon + 1);
}

}  // namespace

http::Headers end_to_end(const http::Headers& fields) {
  const std::string named = joined(fields, "Connection");
  http::Headers out;
  for (const auto& [name, value] : fields) {
    if (!is_one_of(connection_fields, name) && !http::lists_token(named, name)) out.add(name, value);
  }
  return out;
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& entries) {
  for (const auto& entry : entries) {
    const auto slash = entry.find('/');
    boost::system::error_code ec;
    const auto parsed = boost::asio::ip::make_address(entry.substr(0, slash), ec);
    const unsigned longest = parsed.is_v4() ? 32 : 128;
    unsigned prefix = longest;
    bool sound = !ec;
    if (sound && slash != entry.npos) {
      const char* end = entry.data() + entry.size();
      const auto [stopped, error] = std::from_chars(entry.data() + slash + 1, end, prefix);
      sound = error == std::errc{} && stopped == end && prefix <= longest;
    }
    if (!sound) {
      throw std::invalid_argument("trustedProxies holds \"" + entry + "\", which is no address and no network");
    }
    networks_.push_back({parsed, parsed.is_v4() ? prefix + 96 : prefix});
  }
}

bool TrustedProxies::contains(std::string_view text) const {
  if (networks_.empty()) return false;
  boost::system::error_code ec;
  const auto parsed = boost::asio::ip::make_address(text, ec);
  if (ec) return false;
  return std::any_of(networks_.begin(), networks_.end(),
                     [&](const Network& network) { return same_prefix(network.address, parsed, network.prefix); });
}

std::string TrustedProxies::caller(const http::Request& request) const {
  std::string out = request.peer;
  std::string way = contains(out) ? joined(request.headers, "X-Forwarded-For") : std::string{};
  while (!way.empty() && contains(out)) {
    const auto comma = way.rfind(',');
    out = trim(comma == way.npos ? way : std::string_view{way}.substr(comma + 1));
    way.resize(comma == way.npos ? 0 : comma);
  }
  return out;
}

http::Headers forwarded_fields(const http::Request& request, const TrustedProxies& trusted) {
  const bool believed = trusted.contains(request.peer);
  const auto host = request.header("Host");
  http::Headers out;
  for (const auto& [name, value] : end_to_end(request.headers)) {
    const bool of_the_way = is_one_of(way_fields, name);
    if (!http::equal_without_case(name, "Host") && (!of_the_way || believed)) out.add(name, value);
  }
  const auto append = [&](const char* name, std::string_view value) {
    if (value.empty()) return;
    std::string list = joined(out, name);
    list += list.empty() ? "" : ", ";
    list += value;
    out.set(name, std::move(list));
  };
  append("X-Forwarded-For", request.peer);
  append("X-Forwarded-Proto", "http");
  append("X-Forwarded-Host", host);
  append("X-Forwarded-Port", host.empty() || !port_of(host).empty() ? port_of(host) : "80");
  return out;
}

std::string pin_of(const http::Request& request, const TrustedProxies& trusted) {
  Reader reader;
  reader.customer_id = request.query_parameter("customerId");
  reader.order_id = request.query_parameter("orderId");
  for (const auto& [name, value] : request.captures) {
    if (name == "orderId") reader.order_id = value;
  }
  reader.caller = trusted.caller(request);
  return pin_of(reader);
}

}  // namespace sharecar::gateway
