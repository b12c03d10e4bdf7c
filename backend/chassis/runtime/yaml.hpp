/// YAML files as JSON documents, so that one decoder reads both.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace sharecar {

/// Scalars other than true and false stay texts: the decoder takes them as numbers where numbers are wanted. An empty
/// document is an empty object. Throws YAML::Exception with line and column.
boost::json::value parse_yaml(const std::string& text);

/// One scalar of a YAML file or of the environment.
boost::json::value yaml_scalar(const std::string& text);

}  // namespace sharecar
