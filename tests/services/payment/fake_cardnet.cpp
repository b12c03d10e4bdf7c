#include "services/payment/fake_cardnet.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "chassis/json/encode.hpp"
#include "support/service_fixture.hpp"

namespace sharecar::payment::testing {
namespace {

using namespace std::chrono_literals;
using contracts::ChargeState;

ServiceConfig config() {
  ServiceConfig out;
  test::report_no_spans(out);
  out.server.drain_delay_ms = 0;
  out.server.drain_ms = 500;
  out.log.level = "OFF";
  return out;
}

http::Reply reply(int status, std::string body) { return {status, http::json_type, std::move(body)}; }

http::Reply no_such() { return Problem{.code = Errc::not_found, .detail = "No charge has that key."}; }

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

}  // namespace

FakeCardnet::FakeCardnet() : service_(std::make_unique<Service>("cardnet", config(), std::vector<Property>{})) {
  using contracts::Charge;
  using http::Method;
  using http::route;
  service_->serve({
      route<contracts::ChargeCard, Charge>(Method::put, "/charges/{key}", "", *this, &FakeCardnet::charge),
      route<contracts::OneCharge, Charge>(Method::get, "/charges/{key}", "", *this, &FakeCardnet::look_up),
      route<contracts::OneCharge, Charge>(Method::delete_, "/charges/{key}", "", *this, &FakeCardnet::void_charge),
      route<contracts::RefundCharge, contracts::Refund>(Method::put, "/refunds/{key}", "", *this, &FakeCardnet::refund),
      route<contracts::TokenizeCard, contracts::CardToken>(Method::post, "/tokens", "", *this, &FakeCardnet::tokenize),
  });
  thread_ = std::thread{[this] { service_->run(); }};
  test::eventually([this] { return service_->ready(); });
}

FakeCardnet::~FakeCardnet() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  service_->stop();
  thread_.join();
}

std::string FakeCardnet::url() const { return "http://127.0.0.1:" + std::to_string(port()); }

void FakeCardnet::plan(std::function<Act(const std::string&, const std::string&)> plan) {
  const std::lock_guard lock{mutex_};
  plan_ = std::move(plan);
}

void FakeCardnet::always(Act act) {
  plan([act](const std::string&, const std::string&) { return act; });
}

void FakeCardnet::decline(const std::string& card) {
  const std::lock_guard lock{mutex_};
  declined_ = card;
}

std::string FakeCardnet::heard(bool lookups) const {
  const std::lock_guard lock{mutex_};
  auto out = heard_;
  if (!lookups) std::erase_if(out, [](const std::string& line) { return line.starts_with("GET"); });
  return joined(out);
}

std::string FakeCardnet::ledger() const {
  const std::lock_guard lock{mutex_};
  std::vector<std::string> out;
  for (const auto& [key, charge] : charges_) {
    out.push_back(key + ' ' + boost::describe::enum_to_string(charge.state, "?"));
  }
  for (const auto& [key, refund] : refunds_) {
    out.push_back(key + ' ' + std::to_string(refund.amount.won) + " of " + refund.charge_key);
  }
  return joined(out);
}

std::vector<std::string> FakeCardnet::cards() const {
  const std::lock_guard lock{mutex_};
  return cards_;
}

Act FakeCardnet::next(const std::string& method, const std::string& key) {
  heard_.push_back(method + ' ' + key);
  return plan_ ? plan_(method, key) : Act::answer;
}

FakeCardnet::Answer FakeCardnet::finish(Act act, http::Reply done) {
  net::steady_timer timer{co_await net::this_coro::executor};
  if (act == Act::fail) co_return reply(500, "{}");
  if (act == Act::babble)
    co_return reply(200, R"({"key":"another","state":"APPROVED","amount":1,"lastFour":"",)"
                         R"("createdAt":"2026-11-21T12:00:00Z"})");
  const auto silent = act == Act::do_silently || act == Act::be_silent;
  const auto until = std::chrono::steady_clock::now() + (silent ? 60s : act == Act::answer_late ? 1500ms : 0ms);
  while (std::chrono::steady_clock::now() < until) {
    {
      const std::lock_guard lock{mutex_};
      if (stopping_) break;
    }
    timer.expires_after(5ms);
    co_await timer.async_wait(net::use_awaitable);
  }
  co_return done;
}

FakeCardnet::Answer FakeCardnet::charge(Context&, http::Request, contracts::ChargeCard input) {
  Act act{};
  http::Reply done;
  {
    const std::lock_guard lock{mutex_};
    act = next("PUT", input.key);
    const std::string card = input.token.value_or(input.card_number.value_or(""));
    cards_.push_back(card);
    if (act != Act::be_silent && act != Act::fail && act != Act::babble) {
      contracts::Charge made;
      made.key = input.key;
      made.amount = input.amount;
      made.state = card == declined_ ? ChargeState::DECLINED : ChargeState::APPROVED;
      if (card == declined_) made.reason = "insufficient_funds";
      made.last_four = "1111";
      const auto [at, fresh] = charges_.try_emplace(input.key, made);
      done = reply(fresh ? 201 : 200, json::encode(at->second));
    }
  }
  auto finishing = finish(act, std::move(done));
  co_return co_await std::move(finishing);
}

FakeCardnet::Answer FakeCardnet::look_up(Context&, http::Request, contracts::OneCharge input) {
  Act act{};
  http::Reply done;
  {
    const std::lock_guard lock{mutex_};
    act = next("GET", input.key);
    const auto found = charges_.find(input.key);
    done = found == charges_.end() ? no_such() : reply(200, json::encode(found->second));
  }
  auto finishing = finish(act, std::move(done));
  co_return co_await std::move(finishing);
}

FakeCardnet::Answer FakeCardnet::void_charge(Context&, http::Request, contracts::OneCharge input) {
  Act act{};
  http::Reply done;
  {
    const std::lock_guard lock{mutex_};
    act = next("DELETE", input.key);
    if (act != Act::be_silent && act != Act::fail && act != Act::babble) {
      contracts::Charge never_made;
      never_made.key = input.key;
      never_made.state = ChargeState::VOIDED;
      auto& kept = charges_.try_emplace(input.key, never_made).first->second;
      if (kept.state == ChargeState::APPROVED && act != Act::keep) kept.state = ChargeState::VOIDED;
      done = reply(200, json::encode(kept));
    }
  }
  auto finishing = finish(act, std::move(done));
  co_return co_await std::move(finishing);
}

FakeCardnet::Answer FakeCardnet::refund(Context&, http::Request, contracts::RefundCharge input) {
  Act act{};
  http::Reply done;
  {
    const std::lock_guard lock{mutex_};
    act = next("PUT", input.key);
    if (act != Act::be_silent && act != Act::fail && act != Act::babble) {
      contracts::Refund made;
      made.key = input.key;
      made.charge_key = input.charge_key;
      made.amount = input.amount;
      const auto [at, fresh] = refunds_.try_emplace(input.key, made);
      done = reply(fresh ? 201 : 200, json::encode(at->second));
    }
  }
  auto finishing = finish(act, std::move(done));
  co_return co_await std::move(finishing);
}

FakeCardnet::Answer FakeCardnet::tokenize(Context&, http::Request, contracts::TokenizeCard input) {
  Act act{};
  contracts::CardToken made;
  {
    const std::lock_guard lock{mutex_};
    act = next("POST", "tokens");
    made.token = "tok_" + std::to_string(heard_.size());
    made.last_four = input.card_number.substr(input.card_number.size() - 4);
  }
  auto finishing = finish(act, reply(201, json::encode(made)));
  co_return co_await std::move(finishing);
}

}  // namespace sharecar::payment::testing
