#include "card_network.hpp"

#include "chassis/json/decode.hpp"
#include "chassis/json/encode.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::payment {
namespace {

using Kind = ChargeWord::Kind;

const Log network_log{"cardnet"};

http::Call call_for(http::Method method, const char* collection, const std::string& key,
                    std::chrono::milliseconds limit) {
  http::Call call;
  call.method = method;
  call.target = std::string{"/"} + collection + '/' + http::percent_encode(key);
  call.route = std::string{"/"} + collection + "/{key}";
  call.limit = limit;
  return call;
}

std::string charge_body(Money amount, CardToCharge card) {
  contracts::ChargeCard body;
  body.amount = amount;
  body.token = std::move(card.token);
  if (!body.token) body.card_number = std::move(card.number);
  return json::encode(body);
}

Problem nonsense() { return {.code = Errc::upstream_failed, .detail = "The card network gave no usable answer."}; }

void say(const Context& context, const char* what, const http::Response& response) {
  network_log.warn(context, what, {{"status", response.status}});
}

}  // namespace

ChargeWord word_of(const http::Response& response, const std::string& key, std::optional<Money> amount) {
  ChargeWord out;
  if (response.status == 404) out.kind = Kind::unknown;
  if (response.status != 200 && response.status != 201) return out;
  auto charge = json::decode_text<contracts::Charge>(response.body);
  if (!charge || charge->key != key) return out;
  const bool voided = charge->state == contracts::ChargeState::VOIDED;  // a void that came first knows no amount
  if (!voided && amount && charge->amount != *amount) return out;
  out.kind = Kind::known;
  out.charge = std::move(*charge);
  return out;
}

net::awaitable<ChargeWord> CardNetwork::charge(Context& context, std::string key, Money amount, CardToCharge card,
                                               std::chrono::milliseconds limit) {
  auto call = call_for(http::Method::put, "charges", key, limit);
  call.body = charge_body(amount, std::move(card));
  auto sending = upstream_.send(context, std::move(call));
  const auto answer = co_await std::move(sending);
  ChargeWord word;
  if (!answer) co_return word;
  word = word_of(*answer, key, amount);
  if (word.kind == Kind::unknown) word.kind = Kind::silent;  // no charge is refused with 404
  if (word.kind == Kind::silent) say(context, "no usable answer to a charge", *answer);
  co_return word;
}

net::awaitable<ChargeWord> CardNetwork::void_charge(Context& context, std::string key,
                                                    std::chrono::milliseconds limit) {
  auto sending = upstream_.send(context, call_for(http::Method::delete_, "charges", key, limit));
  const auto answer = co_await std::move(sending);
  ChargeWord word;
  if (!answer) co_return word;
  word = word_of(*answer, key, std::nullopt);
  if (word.kind == Kind::unknown) word.kind = Kind::silent;  // a void of an unknown key leaves its mark there
  if (word.kind == Kind::silent) say(context, "no usable answer to a void", *answer);
  co_return word;
}

net::awaitable<ChargeWord> CardNetwork::look_up(Context& context, std::string key, Money amount,
                                                std::chrono::milliseconds limit) {
  auto sending = upstream_.send(context, call_for(http::Method::get, "charges", key, limit));
  const auto answer = co_await std::move(sending);
  ChargeWord word;
  if (!answer) co_return word;
  word = word_of(*answer, key, amount);
  if (word.kind == Kind::silent) say(context, "no usable answer about a charge", *answer);
  co_return word;
}

net::awaitable<bool> CardNetwork::refund(Context& context, contracts::RefundCharge refund,
                                         std::chrono::milliseconds limit) {
  auto call = call_for(http::Method::put, "refunds", refund.key, limit);
  call.body = json::encode(refund);
  auto sending = upstream_.send(context, std::move(call));
  const auto answer = co_await std::move(sending);
  if (!answer) co_return false;
  if (answer->status == 200 || answer->status == 201) {
    const auto made = json::decode_text<contracts::Refund>(answer->body);
    if (made && made->key == refund.key && made->amount == refund.amount) co_return true;
  }
  say(context, "a refund was not made; it is repeated", *answer);
  co_return false;
}

net::awaitable<Result<contracts::CardToken>> CardNetwork::tokenize(Context& context, std::string card_number) {
  contracts::TokenizeCard body;
  body.card_number = std::move(card_number);
  http::Call call;
  call.method = http::Method::post;
  call.target = "/tokens";
  call.route = "/tokens";
  call.body = json::encode(body);
  auto sending = upstream_.send(context, std::move(call));
  const auto answer = co_await std::move(sending);
  if (!answer) co_return http::to_problem("cardnet", answer.error());
  if (answer->status != 200 && answer->status != 201) co_return nonsense();
  auto token = json::decode_text<contracts::CardToken>(answer->body);
  if (!token || token->token.empty()) co_return nonsense();
  co_return std::move(*token);
}

}  // namespace sharecar::payment
