#include "chassis/runtime/yaml.hpp"

#include <yaml-cpp/yaml.h>

namespace sharecar {
namespace {

namespace bj = boost::json;

bj::value converted(const YAML::Node& node) {
  if (node.IsMap()) {
    bj::object out;
    for (const auto& entry : node) out[entry.first.as<std::string>()] = converted(entry.second);
    return out;
  }
  if (node.IsSequence()) {
    bj::array out;
    for (const auto& item : node) out.push_back(converted(item));
    return out;
  }
  return yaml_scalar(node.as<std::string>(""));
}

}  // namespace

bj::value yaml_scalar(const std::string& text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return bj::value(text);
}

bj::value parse_yaml(const std::string& text) {
  const auto document = YAML::Load(text);
  return document.IsNull() ? bj::value{bj::object{}} : converted(document);
}

}  // namespace sharecar
