#include "method_api.hpp"

#include "chassis/http/hal.hpp"
#include "chassis/json/encode.hpp"

namespace sharecar::payment {
namespace {

contracts::PaymentMethod shown(const Method& method) {
  return {
      .token = method.token, .customer_id = method.customer_id, .label = method.label, .last_four = method.last_four};
}

std::vector<std::string> demo_methods(const std::string& customer) {
  std::vector<std::string> out;
  for (const auto& demo : contracts::demo_cards) {
    const contracts::PaymentMethod method{.token = std::string{demo.token},
                                          .customer_id = customer,
                                          .label = std::string{demo.label},
                                          .last_four = last_four_of(demo.number)};
    out.push_back(json::encode(method));
  }
  return out;
}

}  // namespace

http::Routes MethodApi::routes() {
  using contracts::PaymentMethod;
  using http::Method;
  using http::route;
  return {
      route<contracts::FindMethods, PaymentMethod>(
          Method::get, "/payments/methods", "A customer's saved cards and the demo cards", *this, &MethodApi::list),
      route<contracts::SaveMethod, PaymentMethod>(Method::post, "/payments/methods",
                                                  "Save a card; its number is not kept", *this, &MethodApi::save,
                                                  {Errc::unavailable, Errc::upstream_failed, Errc::upstream_timeout}),
  };
}

MethodApi::Reply MethodApi::list(Context& context, http::Request request, contracts::FindMethods input) {
  auto work = [customer = input.customer_id](Context& inner, sql::Session& session) {
    return methods_of(inner, session, customer);
  };
  auto finding = db_.run(context, std::move(work));
  const auto saved = co_await std::move(finding);
  std::vector<std::string> items;
  for (const auto& method : saved) items.push_back(json::encode(shown(method)));
  for (auto& demo : demo_methods(input.customer_id)) items.push_back(std::move(demo));
  http::hal::PageRequest all;
  all.size = static_cast<std::int64_t>(items.size());
  co_return http::hal::collection(request, "methods", items, all, all.size);
}

// The same card saved again is the method that is kept already.
MethodApi::Reply MethodApi::save(Context& context, http::Request, contracts::SaveMethod input) {
  Method method;
  method.customer_id = std::move(input.customer_id);
  method.card = cards_.hash_of_number(input.card_number);
  auto look = [customer = method.customer_id, card = method.card](Context& inner, sql::Session& session) {
    return find_method(inner, session, customer, card);
  };
  auto finding = db_.run(context, std::move(look));
  const auto known = co_await std::move(finding);
  if (known) co_return http::Reply{200, http::json_type, json::encode(shown(*known))};

  auto asking = network_.tokenize(context, digits_of(input.card_number));
  auto token = co_await std::move(asking);
  if (!token) co_return std::move(token.error());
  method.token = std::move(token->token);
  method.last_four = std::move(token->last_four);
  method.label = input.label.value_or("Card ending in " + method.last_four);
  method.created_at = clock_.now();
  auto keep = [method = std::move(method)](Context& inner, sql::Session& session) {
    return save_method(inner, session, method);
  };
  auto saving = db_.run(context, std::move(keep));
  const Method saved = co_await std::move(saving);
  co_return http::Reply{201, http::json_type, json::encode(shown(saved))};
}

}  // namespace sharecar::payment
