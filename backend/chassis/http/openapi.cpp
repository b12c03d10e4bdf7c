#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "chassis/http/router.hpp"
#include "chassis/json/schema.hpp"

namespace sharecar::http {
namespace {

namespace bj = boost::json;

bj::object problem_response(std::string_view description) {
  return {{"description", description},
          {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
}

bool is_path_variable(const std::string& path, std::string_view name) {
  return path.find("{" + std::string{name} + "}") != path.npos;
}

bj::object operation(const Route& route) {
  bj::object out{{"summary", route.summary}, {"operationId", route.name()}};
  const bool has_body =
      route.method == Method::post || route.method == Method::put || route.method == Method::patch;
  if (route.input.is_object()) {
    const bj::object& input = route.input.get_object();
    const bj::array no_fields;
    const bj::array& required = input.contains("required") ? input.at("required").get_array() : no_fields;
    bj::array parameters;
    bj::object body_properties;
    bj::array body_required;
    for (const auto& [name, schema] : input.at("properties").get_object()) {
      const bool must = std::find(required.begin(), required.end(), bj::value(name)) != required.end();
      if (is_path_variable(route.path, name)) {
        parameters.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", schema}});
      } else if (has_body) {
        body_properties[name] = schema;
        if (must) body_required.emplace_back(name);
      } else {
        parameters.push_back({{"name", name}, {"in", "query"}, {"required", must}, {"schema", schema}});
      }
    }
    if (!parameters.empty()) out["parameters"] = std::move(parameters);
    if (!body_properties.empty()) {
      bj::object schema{{"type", "object"}, {"properties", std::move(body_properties)}};
      if (!body_required.empty()) schema["required"] = std::move(body_required);
      out["requestBody"] = {{"content", {{"application/json", {{"schema", std::move(schema)}}}}}};
    }
  }
  bj::object responses;
  bj::object success{{"description", "Done"}};
  if (route.output.is_object()) success["content"] = {{"application/hal+json", {{"schema", route.output}}}};
  responses["2XX"] = std::move(success);
  if (route.input.is_object()) responses["400"] = problem_response("One or more fields are wrong");
  for (const Errc code : route.refusals) {
    responses[std::to_string(http_status(code))] = problem_response(boost::describe::enum_to_string(code, ""));
  }
  out["responses"] = std::move(responses);
  return out;
}

}  // namespace

bj::value openapi(const std::string& title, const std::string& version, const Routes& routes) {
  bj::object paths;
  for (const Route& route : routes) {
    if (route.path.ends_with("**")) continue;  // what is proxied is described by its own service
    std::string verb{to_string(route.method)};
    for (auto& c : verb) c = static_cast<char>(c - 'A' + 'a');
    auto& item = paths[route.path];
    if (!item.is_object()) item = bj::object{};
    item.get_object()[verb] = operation(route);
  }
  return bj::object{
      {"openapi", "3.1.0"},
      {"info", {{"title", title}, {"version", version}, {"license", {{"name", "MIT"}, {"identifier", "MIT"}}}}},
      {"paths", std::move(paths)},
      {"components",
       {{"schemas",
         {{"Problem",
           {{"type", "object"},
            {"properties",
             {{"code", json::schema<Errc>()},
              {"status", {{"type", "integer"}}},
              {"title", {{"type", "string"}}},
              {"detail", {{"type", "string"}}},
              {"violations", {{"type", "array"}, {"items", json::schema<Violation>()}}}}},
            {"required", {"code", "status", "title"}}}}}}}}};
}

}  // namespace sharecar::http
