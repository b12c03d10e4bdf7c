#include "explain_api.hpp"

#include <algorithm>
#include <array>
#include <boost/describe/enum_to_string.hpp>

#include "chassis/json/decode.hpp"
#include "chassis/json/encode.hpp"
#include "chassis/json/parse.hpp"
#include "explanation.hpp"
#include "questions_api.hpp"

namespace sharecar::gateway {
namespace {

constexpr std::array services{"order", "payment", "reservation", "customer"};

std::string missing(std::string_view error, std::string_view detail) {
  std::string out = R"({"error":)";
  json::append_quoted(out, error);
  out += R"(,"detail":)";
  json::append_quoted(out, detail);
  return out + '}';
}

std::string refused(const Answer& answer, const std::string& service) {
  std::string_view code = "upstream_failed";
  std::string detail = service + " answered " + std::to_string(answer.status);
  const auto body = json::parse(answer.body);
  const auto* object = body ? body->if_object() : nullptr;
  const auto text = [&](const char* name) -> const boost::json::string* {
    const auto* member = object ? object->if_contains(name) : nullptr;
    return member ? member->if_string() : nullptr;
  };
  if (const auto* its_code = text("code")) code = *its_code;
  if (const auto* its_detail = text("detail")) detail += ": " + std::string{*its_detail};
  return missing(code, detail);
}

// The answer's JSON as it is, or what to show in its place.
std::string part_of(const Answer& answer, const std::string& service) {
  if (answer.status == 0) {
    return missing(boost::describe::enum_to_string(answer.failure.code, "unavailable"), answer.failure.detail);
  }
  if (!answer.ok()) return refused(answer, service);
  if (!json::parse(answer.body)) return missing("upstream_failed", service + " gave no usable answer");
  return answer.body;
}

// What a service answered, as far as it is of the expected form.
NamedPart named_part(const Answer& answer, const std::string& service) {
  NamedPart named{service, {}, answer.status == 0};
  const auto body = answer.ok() ? json::parse(answer.body) : json::parse("{}");
  if (!body) return named;
  auto part = json::decode<SagaPart>(*body, {json::Unknown::ignore, json::Missing::keep_default});
  if (part) named.part = std::move(*part);
  return named;
}

http::Reply unknown_order() {
  return Problem{.code = Errc::order_unknown, .detail = "No service knows an order with this id."};
}

}  // namespace

http::Routes ExplainApi::routes() {
  auto route = http::route<contracts::OneOrder, http::Nothing>(http::Method::get, "/admin/orders/{id}",
                                                               "What every service knows of an order", *this,
                                                               &ExplainApi::explain, {Errc::order_unknown});
  route.loopback_only = true;
  route.quiet = true;  // its spans would carry the order's id and show among the order's traces
  http::Routes out;
  out.push_back(std::move(route));
  return out;
}

boost::asio::awaitable<http::Reply> ExplainApi::explain(Context& context, http::Request, contracts::OneOrder order) {
  const std::string id = to_string(order.id);
  std::vector<Question> questions;
  for (const char* service : services) {
    Question& question = questions.emplace_back();
    question.backend = backends_.find(service);
    question.target = "/actuator/saga/" + id;
    question.route = "/actuator/saga/{id}";
  }
  Question& traces = questions.emplace_back();
  traces.backend = backends_.find("order");
  traces.target = "/orders/" + id + "/trace";
  traces.route = "/orders/{id}/trace";

  auto pending = ask_all(context, std::move(questions));
  const std::vector<Answer> answers = co_await std::move(pending);
  const auto unknown = [](const Answer& answer) { return answer.status == 404; };
  if (std::all_of(answers.begin(), answers.end() - 1, unknown)) co_return unknown_order();
  std::string body = R"({"orderId":)" + id;
  std::vector<NamedPart> parts;
  for (std::size_t i = 0; i < services.size(); ++i) {
    parts.push_back(named_part(answers[i], services[i]));
    body += std::string{",\""} + services[i] + "\":" + part_of(answers[i], services[i]);
  }
  body += R"(,"stillToCome":)" + json::encode(still_to_come(parts));
  body += R"(,"traces":)" + part_of(answers.back(), "order") + '}';
  co_return http::Reply{200, http::json_type, std::move(body)};
}

}  // namespace sharecar::gateway
