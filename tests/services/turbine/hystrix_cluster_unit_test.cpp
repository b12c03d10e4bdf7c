// Several hosts' Hystrix messages as one.
#include "services/turbine/hystrix_cluster.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace sharecar::turbine {
namespace {

boost::json::object object(const std::string& text) { return boost::json::parse(text).get_object(); }

std::string together(const std::vector<std::string>& messages) {
  std::map<std::string, boost::json::object> by_host;
  for (const auto& message : messages) by_host["host-" + std::to_string(by_host.size() + 1)] = object(message);
  return boost::json::serialize(aggregate(by_host));
}

std::string told(HystrixCluster& cluster) {
  std::string out;
  for (const auto& message : cluster.tell()) out += message + '\n';
  return out;
}

const std::string pay = R"({"type":"HystrixCommand","name":"pay","requestCount":)";

TEST(HystrixAggregate, SumsNumbersElementByElement) {
  EXPECT_EQ(together({R"({"errorPercentage":50,"latencyTotal_mean":3,"rollingCount":{"Success":1,"Timeout":2}})",
                      R"({"errorPercentage":10,"latencyTotal_mean":4,"rollingCount":{"Success":3,"Timeout":0}})",
                      R"({"errorPercentage":0,"latencyTotal_mean":0.5,"rollingCount":{"Failure":7}})"}),
            R"({"errorPercentage":60,"latencyTotal_mean":7.5E0,"rollingCount":{"Success":4,"Timeout":2,"Failure":7},)"
            R"("reportingHosts":3})");
}

TEST(HystrixAggregate, CountsOpenBreakersAndReportingHosts) {
  EXPECT_EQ(together({R"({"isCircuitBreakerOpen":true})"}), R"({"isCircuitBreakerOpen":1,"reportingHosts":1})");
  EXPECT_EQ(together({R"({"isCircuitBreakerOpen":true,"reportingHosts":1})",
                      R"({"isCircuitBreakerOpen":false,"reportingHosts":1})",
                      R"({"isCircuitBreakerOpen":true,"reportingHosts":1})"}),
            R"({"isCircuitBreakerOpen":2,"reportingHosts":3})");
  EXPECT_EQ(together({R"({"isCircuitBreakerOpen":2,"reportingHosts":4})", R"({"isCircuitBreakerOpen":false})"}),
            R"({"isCircuitBreakerOpen":2,"reportingHosts":5})")
      << "a host may itself be an aggregate";
}

TEST(HystrixAggregate, KeepsSettingsSingle) {
  EXPECT_EQ(together({R"({"propertyValue_window":10000,"propertyValue_force":false,"propertyValue_pool":"SEMAPHORE"})",
                      R"({"propertyValue_window":10000,"propertyValue_force":true,"propertyValue_pool":"THREAD"})"}),
            R"({"propertyValue_window":10000,"propertyValue_force":false,"propertyValue_pool":"SEMAPHORE",)"
            R"("reportingHosts":2})");
}

TEST(HystrixAggregate, PassesOnWhatAllAgreeOnAndCountsTheRest) {
  EXPECT_EQ(together({R"({"type":"HystrixCommand","name":"pay","group":"order","currentTime":1})",
                      R"({"type":"HystrixCommand","name":"pay","group":"gateway","currentTime":2})",
                      R"({"type":"HystrixCommand","name":"pay","group":"order","currentTime":3})"}),
            R"({"type":"HystrixCommand","name":"pay","group":{"gateway":1,"order":2},"reportingHosts":3})");
}

TEST(HystrixCluster, TellsTheLastMessageOfEachHost) {
  HystrixCluster cluster;
  cluster.take("a", object(pay + "1}"));
  cluster.take("a", object(pay + "2}"));
  cluster.take("b", object(pay + "40}"));
  cluster.take("b", object(R"({"type":"HystrixThreadPool","name":"pay","currentPoolSize":5})"));
  EXPECT_EQ(told(cluster), pay + "42,\"reportingHosts\":2}\n" +
                               R"({"type":"HystrixThreadPool","name":"pay","currentPoolSize":5,"reportingHosts":1})" +
                               "\n");
}

TEST(HystrixCluster, DeletesWhatNobodyTellsOfAnyMoreOnce) {
  HystrixCluster cluster;
  cluster.take("a", object(pay + "1}"));
  cluster.take("b", object(pay + "2}"));
  cluster.forget("a");
  EXPECT_EQ(told(cluster), pay + "2,\"reportingHosts\":1}\n");
  cluster.forget("b");
  EXPECT_EQ(told(cluster), R"({"deleteData":"true","type":"HystrixCommand","name":"pay","escapedName":"pay_0"})"
                           "\n");
  EXPECT_EQ(told(cluster), "");
  cluster.take("b", object(pay + "3}"));
  cluster.forget("b");
  cluster.take("b", object(pay + "4}"));
  EXPECT_EQ(told(cluster), pay + "4,\"reportingHosts\":1}\n") << "it was back before anybody knew that it had left";
}

TEST(HystrixCluster, LeavesOutWhatIsNoCommandOrPool) {
  HystrixCluster cluster;
  for (const char* other : {R"({})", R"({"type":"meta"})", R"({"type":"HystrixCommand"})", R"({"type":1,"name":"x"})",
                            R"({"type":"HystrixCommand","name":""})", R"({"type":"ping","name":"x"})"}) {
    cluster.take("a", object(other));
  }
  EXPECT_EQ(told(cluster), "");
}

}  // namespace
}  // namespace sharecar::turbine
