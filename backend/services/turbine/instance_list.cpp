#include "instance_list.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "chassis/json/decode.hpp"

namespace sharecar::turbine {
namespace {

std::vector<Listed> read(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) throw std::runtime_error("cannot read " + path);
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  auto all = json::decode_text<std::vector<Listed>>(text);
  if (!all) throw std::runtime_error(path + ": " + all.error().detail);
  return std::move(*all);
}

}  // namespace

InstanceList instances_of_file(std::string path) {
  return [path = std::move(path)] { return read(path); };
}

}  // namespace sharecar::turbine
