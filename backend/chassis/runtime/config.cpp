#include "chassis/runtime/config.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "chassis/runtime/yaml.hpp"

namespace sharecar {
namespace {

namespace bj = boost::json;

void merge(bj::object& into, const std::string& dotted, bj::value value, const std::string& source,
           std::map<std::string, std::string>& source_of) {
  bj::object* at = &into;
  std::string_view rest = dotted;
  for (auto dot = rest.find('.'); dot != rest.npos; dot = rest.find('.')) {
    auto& next = (*at)[rest.substr(0, dot)];
    if (!next.is_object()) next = bj::object{};
    at = &next.get_object();
    rest.remove_prefix(dot + 1);
  }
  (*at)[rest] = std::move(value);
  source_of[dotted] = source;
}

void read_yaml(const YAML::Node& node, const std::string& prefix, const std::string& source, ConfigSources& out) {
  for (const auto& entry : node) {
    const std::string key = prefix + entry.first.as<std::string>();
    if (entry.second.IsMap()) {
      read_yaml(entry.second, key + '.', source, out);
    } else if (entry.second.IsSequence()) {
      bj::array items;
      for (const auto& item : entry.second) items.push_back(yaml_scalar(item.as<std::string>()));
      merge(out.merged, key, std::move(items), source, out.source_of);
    } else {
      merge(out.merged, key, yaml_scalar(entry.second.as<std::string>("")), source, out.source_of);
    }
  }
}

// "SERVER__DRAIN_MS" -> "server.drainMs"
std::string dotted_key(std::string_view name) {
  std::string lower{name};
  for (auto& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  std::string out;
  std::size_t at = 0;
  while (true) {
    const auto next = lower.find("__", at);
    out += json::camel(std::string_view{lower}.substr(at, next - at));
    if (next == lower.npos) return out;
    out += '.';
    at = next + 2;
  }
}

bool sounds_secret(std::string key) {
  for (auto& c : key) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto has = [&](std::string_view word) { return key.find(word) != key.npos; };
  return has("password") || has("secret") || has("token") || has("private") || has("uri") || has("credential");
}

void flatten(const bj::value& value, const std::string& prefix, const ConfigSources& sources,
             std::vector<Property>& out) {
  if (value.is_object()) {
    for (const auto& [key, entry] : value.get_object()) {
      flatten(entry, prefix.empty() ? std::string{key} : prefix + '.' + std::string{key}, sources, out);
    }
    return;
  }
  const auto source = sources.source_of.find(prefix);
  std::string text;
  if (value.is_string()) text = value.get_string();
  else if (value.is_double()) json::append_number(text, value.get_double());
  else text = bj::serialize(value);
  if (sounds_secret(prefix)) text = "******";
  out.push_back({prefix, std::move(text), source == sources.source_of.end() ? "default" : source->second});
}

}  // namespace

ConfigSources read_sources(const std::string& service, const std::string& file,
                           const std::vector<std::string>& environment) {
  ConfigSources out;
  if (!file.empty()) {
    try {
      read_yaml(YAML::LoadFile(file), "", "file:" + file, out);
    } catch (const YAML::Exception& error) {
      throw ConfigError("cannot read " + file + ": " + error.what());
    }
  }
  std::string prefix = "SHARECAR_" + service + "__";
  std::transform(prefix.begin(), prefix.end(), prefix.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  for (const std::string& entry : environment) {
    if (!entry.starts_with(prefix)) continue;
    const auto equals = entry.find('=');
    const auto key = dotted_key(std::string_view{entry}.substr(prefix.size(), equals - prefix.size()));
    merge(out.merged, key, yaml_scalar(entry.substr(equals + 1)), "environment", out.source_of);
  }
  return out;
}

std::vector<Property> properties_of(const bj::value& effective, const ConfigSources& sources) {
  std::vector<Property> out;
  flatten(effective, "", sources, out);
  std::sort(out.begin(), out.end(), [](const Property& a, const Property& b) { return a.key < b.key; });
  return out;
}

std::vector<contracts::Setting> settings_of(const std::string& name, const bj::value& part,
                                            const std::vector<Property>& all) {
  std::vector<contracts::Setting> out;
  for (auto& property : properties_of(part, {})) {
    const auto same = std::find_if(all.begin(), all.end(), [&](const Property& one) {
      return one.key == name + '.' + property.key && one.value == property.value;
    });
    out.push_back({std::move(property.key), std::move(property.value), same == all.end() ? "default" : same->source});
  }
  return out;
}

telemetry::Sampling sampling_of(const TracingConfig& config) {
  if (config.rate < 0 || config.rate > 1) throw ConfigError("'tracing.rate' must be from 0 to 1");
  telemetry::Sampling sampling{config.rate};
  for (const std::string& entry : config.rates) {
    const auto equals = std::min(entry.rfind('='), entry.size());
    const std::string digits = entry.substr(std::min(equals + 1, entry.size()));
    double rate = -1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), rate);
    const bool is_rate = error == std::errc{} && end == digits.data() + digits.size() && rate >= 0 && rate <= 1;
    if (!is_rate || entry.find(" /") > equals) {
      throw ConfigError("'tracing.rates' must be like 'GET /cars=0.1' with a rate from 0 to 1, not '" + entry + "'");
    }
    sampling.rates[entry.substr(0, equals)] = rate;
  }
  return sampling;
}

void throw_config_error(const std::string& service, const std::vector<Violation>& violations) {
  std::string text = "the configuration of " + service + " is wrong:";
  for (const auto& violation : violations) {
    std::string key = violation.pointer.empty() ? "" : violation.pointer.substr(1);
    std::replace(key.begin(), key.end(), '/', '.');
    text += violation.rule == "unknown" ? " there is no key '" + key + "';"
                                        : " '" + key + "' must be " + violation.rule + ";";
  }
  text.pop_back();
  throw ConfigError(text);
}

}  // namespace sharecar
