#include "method_store.hpp"

#include <algorithm>

#include "contracts/cardnet.hpp"

namespace sharecar::payment {
namespace {

#define METHOD_COLUMNS "token, customer_id, card, label, last_four, created_at"

constexpr sql::Statement find_owned_method{"find_owned_method",
                                           "SELECT token FROM methods WHERE token = $1 AND customer_id = $2"};
constexpr sql::Statement list_methods{
    "list_methods", "SELECT " METHOD_COLUMNS " FROM methods WHERE customer_id = $1 ORDER BY created_at, token"};
constexpr sql::Statement find_method_of_card{
    "find_method_of_card", "SELECT " METHOD_COLUMNS " FROM methods WHERE customer_id = $1 AND card = $2"};
constexpr sql::Statement insert_method{
    "insert_method", "INSERT INTO methods (" METHOD_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING"};

}  // namespace

bool is_demo_token(std::string_view token) {
  return std::any_of(contracts::demo_cards.begin(), contracts::demo_cards.end(),
                     [&](const auto& card) { return card.token == token; });
}

bool owns_method(Context& context, sql::Session& session, const std::string& customer, const std::string& token) {
  return is_demo_token(token) || session.execute(context, find_owned_method, {token, customer}) == 1;
}

std::vector<Method> methods_of(Context& context, sql::Session& session, const std::string& customer) {
  return session.select<Method>(context, list_methods, {customer});
}

std::optional<Method> find_method(Context& context, sql::Session& session, const std::string& customer,
                                  const std::string& card) {
  return session.find<Method>(context, find_method_of_card, {customer, card});
}

Method save_method(Context& context, sql::Session& session, const Method& method) {
  sql::Params params;
  sql::append_members(params, method);
  session.execute(context, insert_method, params);
  return find_method(context, session, method.customer_id, method.card).value_or(method);
}

}  // namespace sharecar::payment
