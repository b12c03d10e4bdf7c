/// Saved payment methods in PostgreSQL. Runs on database threads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chassis/sql/session.hpp"
#include "contracts/payment.hpp"

namespace sharecar::payment {

/// A card as a customer saved it; `card` is the keyed hash of its number.
struct Method {
  std::string token;
  std::string customer_id;
  std::string card;
  std::string label;
  std::string last_four;
  Timestamp created_at{};
};
BOOST_DESCRIBE_STRUCT(Method, (), (token, customer_id, card, label, last_four, created_at))

/// Demo tokens belong to everybody.
bool is_demo_token(std::string_view token);
bool owns_method(Context& context, sql::Session& session, const std::string& customer, const std::string& token);

std::vector<Method> methods_of(Context& context, sql::Session& session, const std::string& customer);
std::optional<Method> find_method(Context& context, sql::Session& session, const std::string& customer,
                                  const std::string& card);
/// Keeps the card once per customer; gives back the one that is kept.
Method save_method(Context& context, sql::Session& session, const Method& method);

}  // namespace sharecar::payment
