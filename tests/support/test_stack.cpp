#include "support/test_stack.hpp"

#include <unistd.h>

#include <atomic>
#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sharecar::test {

const TestStack& TestStack::get() {
  static const TestStack stack = [] {
    const char* path = std::getenv("SHARECAR_TEST_STACK");
    if (!path) {
      throw std::runtime_error(
          "SHARECAR_TEST_STACK is not set: component tests need PostgreSQL and Kafka. Run them with `./sharecar test`, "
          "or start both with `sharecar-launcher test-stack start --dir D` and set it to D/stack.json.");
    }
    std::ifstream file{path};
    if (!file) throw std::runtime_error(std::string{"SHARECAR_TEST_STACK: cannot read "} + path);
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto json = boost::json::parse(text).as_object();
    return TestStack{std::string{json.at("postgres").as_string()}, std::string{json.at("kafka").as_string()}};
  }();
  return stack;
}

std::string unique_name() {
  static std::atomic<int> count{0};
  return "t" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

}  // namespace sharecar::test
