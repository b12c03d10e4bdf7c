#include "hystrix_cluster.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <string_view>

namespace sharecar::turbine {
namespace {

namespace bj = boost::json;
using Values = std::vector<const bj::value*>;

bool all_of(const Values& values, bool (*is)(const bj::value&)) {
  return std::all_of(values.begin(), values.end(), [is](const bj::value* value) { return is(*value); });
}

bool is_number(const bj::value& value) { return value.is_number(); }
bool is_integer(const bj::value& value) { return value.is_int64() || value.is_uint64(); }
bool is_object(const bj::value& value) { return value.is_object(); }

bj::value sum_of(const Values& values) {
  if (all_of(values, is_integer)) {
    std::int64_t sum = 0;
    for (const auto* value : values) sum += value->to_number<std::int64_t>();
    return sum;
  }
  double sum = 0;
  for (const auto* value : values) sum += value->to_number<double>();
  return sum;
}

// The member of that name of each that has it.
Values members(const Values& objects, bj::string_view name) {
  Values out;
  for (const auto* object : objects) {
    if (const auto* found = object->get_object().if_contains(name)) out.push_back(found);
  }
  return out;
}

std::vector<bj::string> names_of(const Values& objects) {
  std::vector<bj::string> out;
  for (const auto* object : objects) {
    for (const auto& [name, value] : object->get_object()) {
      if (std::find(out.begin(), out.end(), name) == out.end()) out.emplace_back(name);
    }
  }
  return out;
}

bj::value agreed_or_counted(const Values& values) {
  const auto* first = values.front();
  if (std::all_of(values.begin(), values.end(), [first](const bj::value* value) { return *value == *first; })) {
    return *first;
  }
  std::map<std::string, std::int64_t> counts;
  for (const auto* value : values) {
    ++counts[value->is_string() ? std::string{value->get_string()} : bj::serialize(*value)];
  }
  bj::object out;
  for (const auto& [value, count] : counts) out[value] = count;
  return out;
}

bj::value how_many_open(const Values& values) {
  std::int64_t open = 0;
  for (const auto* value : values) {
    if (value->is_bool()) open += value->get_bool() ? 1 : 0;
    if (is_integer(*value)) open += value->to_number<std::int64_t>();
  }
  return open;
}

bj::value combined(const Values& values) {
  if (all_of(values, is_number)) return sum_of(values);
  if (!all_of(values, is_object)) return agreed_or_counted(values);
  bj::object out;
  for (const auto& name : names_of(values)) out[name] = combined(members(values, name));
  return out;
}

// What the dashboard calls the circuit of a page's first stream. It deletes by this name alone, and leaves it to the
// sender to know it.
std::string escaped(const std::string& name) {
  constexpr std::string_view special = " !\"#$%&'()*+,./:;<=>?@[\\]^`{|}~";
  std::string out;
  for (const char c : name) {
    if (special.find(c) != special.npos) out += '\\';
    out += c;
  }
  return out + "_0";
}

std::string text(const bj::object& message, const char* name) {
  const auto* found = message.if_contains(name);
  const auto* string = found ? found->if_string() : nullptr;
  return string ? std::string{*string} : std::string{};
}

}  // namespace

bj::object aggregate(const std::map<std::string, bj::object>& by_host) {
  std::vector<bj::value> messages;
  for (const auto& [host, message] : by_host) {
    messages.emplace_back(message);
    messages.back().get_object().emplace("reportingHosts", 1);
  }
  Values all;
  for (const auto& message : messages) all.push_back(&message);
  bj::object out;
  for (const auto& name : names_of(all)) {
    const auto values = members(all, name);
    if (name == "currentTime") continue;
    if (name == "isCircuitBreakerOpen") {
      out[name] = how_many_open(values);
    } else if (name.starts_with("propertyValue_")) {
      out[name] = *values.front();
    } else {
      out[name] = combined(values);
    }
  }
  return out;
}

void HystrixCluster::take(const std::string& host, bj::object message) {
  const Key key{text(message, "type"), text(message, "name")};
  const bool is_told_of = (key.first == "HystrixCommand" || key.first == "HystrixThreadPool") && !key.second.empty();
  if (is_told_of) messages_[key][host] = std::move(message);
}

void HystrixCluster::forget(const std::string& host) {
  for (auto entry = messages_.begin(); entry != messages_.end();) {
    entry->second.erase(host);
    if (entry->second.empty()) {
      vanished_.push_back(entry->first);
      entry = messages_.erase(entry);
    } else {
      ++entry;
    }
  }
}

std::vector<std::string> HystrixCluster::tell() {
  std::vector<std::string> out;
  for (const auto& [type, name] : vanished_) {
    if (messages_.contains({type, name})) continue;  // it is back
    out.push_back(bj::serialize(bj::object{
        {"deleteData", "true"}, {"type", type}, {"name", name}, {"escapedName", escaped(name)}}));
  }
  vanished_.clear();
  for (const auto& [key, by_host] : messages_) out.push_back(bj::serialize(aggregate(by_host)));
  return out;
}

}  // namespace sharecar::turbine
