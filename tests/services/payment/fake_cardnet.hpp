/// A card network that does as the test says: late, silent, failing or lying, over a ledger that is honest.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "chassis/runtime/service.hpp"
#include "contracts/cardnet.hpp"

namespace sharecar::payment::testing {

/// What becomes of one request.
enum class Act {
  answer,       ///< does it and says so
  do_silently,  ///< does it and never answers
  be_silent,    ///< neither
  fail,         ///< 500, nothing done
  answer_late,  ///< does it, answers after 1.5 s
  babble,       ///< 200 with a body about something else
  keep,         ///< a void that comes too late: the approved charge stays
};

class FakeCardnet {
 public:
  FakeCardnet();
  ~FakeCardnet();

  std::string url() const;
  int port() const { return service_->port(); }

  /// `plan("PUT", "7:1")`; without one everything is answered.
  void plan(std::function<Act(const std::string& method, const std::string& key)> plan);
  void always(Act act);
  /// This card is declined; others are approved.
  void decline(const std::string& card);

  /// "PUT 7:1, GET 7:1": what came in so far, lookups left out unless asked for.
  std::string heard(bool lookups = false) const;
  /// "7:1 APPROVED, 7:2 VOIDED": the ledger, refunds as "7:refund 400 of 7:1".
  std::string ledger() const;
  /// Cards as they were sent: tokens and numbers.
  std::vector<std::string> cards() const;

 private:
  using Answer = net::awaitable<http::Reply>;
  Answer charge(Context& context, http::Request request, contracts::ChargeCard input);
  Answer look_up(Context& context, http::Request request, contracts::OneCharge input);
  Answer void_charge(Context& context, http::Request request, contracts::OneCharge input);
  Answer refund(Context& context, http::Request request, contracts::RefundCharge input);
  Answer tokenize(Context& context, http::Request request, contracts::TokenizeCard input);
  Act next(const std::string& method, const std::string& key);
  Answer finish(Act act, http::Reply reply);

  mutable std::mutex mutex_;
  std::function<Act(const std::string&, const std::string&)> plan_;
  std::string declined_;
  std::vector<std::string> heard_;
  std::vector<std::string> cards_;
  std::map<std::string, contracts::Charge> charges_;
  std::map<std::string, contracts::Refund> refunds_;
  bool stopping_ = false;
  std::unique_ptr<Service> service_;
  std::thread thread_;
};

}  // namespace sharecar::payment::testing
