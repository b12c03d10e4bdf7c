#include "launcher/wiring.hpp"

#include <gmock/gmock.h>

#include "launcher/problem.hpp"

namespace sharecar::launcher {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Instance instance_of(const std::string& service, int index = 1) {
  for (const auto& row : services()) {
    if (row.name == service) return {&row, index};
  }
  throw Problem{"no such service"};
}

PortPlan usual_ports() {
  PortPlan ports;
  for (const auto& want : wanted_ports(std::nullopt, {})) ports[want.name] = want.port;
  return ports;
}

Surroundings surroundings() {
  return {.ports = usual_ports(),
          .bootstrap = "127.0.0.1:9092",
          .tracing_url = "http://127.0.0.1:9411",
          .postgres_uri = [](const std::string& database) { return "postgresql:///" + database; },
          .secret = [](const std::string& service) { return "secret of " + service; },
          .data_folder = "/run/data",
          .private_key = "/run/private.pem",
          .public_key = "/run/public.pem",
          .instances_file = "/run/instances.json"};
}

std::string text(const std::map<std::string, std::string>& environment) {
  std::string lines;
  for (const auto& [key, value] : environment) lines += key + "=" + value + "\n";
  return lines;
}

TEST(Wiring, TellsOrderItsStoresItsUpstreamsAndOnlyThePublicKey) {
  EXPECT_EQ(text(environment_of(instance_of("order"), surroundings())),
            "SHARECAR_ORDER__CUSTOMER__URL=http://127.0.0.1:8084\n"
            "SHARECAR_ORDER__INSTANCE_ID=order-1\n"
            "SHARECAR_ORDER__KAFKA__BOOTSTRAP=127.0.0.1:9092\n"
            "SHARECAR_ORDER__PAYMENT_PUBLIC_KEY=/run/public.pem\n"
            "SHARECAR_ORDER__PAYMENT__URL=http://127.0.0.1:8083\n"
            "SHARECAR_ORDER__PORT=8081\n"
            "SHARECAR_ORDER__POSTGRES__URI=postgresql:///orders\n"
            "SHARECAR_ORDER__SECRET=secret of order\n"
            "SHARECAR_ORDER__TRACING__URL=http://127.0.0.1:9411\n");
}

TEST(Wiring, TellsTheGatewayItsUpstreamsAndNoStore) {
  EXPECT_EQ(text(environment_of(instance_of("gateway"), surroundings())),
            "SHARECAR_GATEWAY__CUSTOMER__URL=http://127.0.0.1:8084\n"
            "SHARECAR_GATEWAY__INSTANCE_ID=gateway-1\n"
            "SHARECAR_GATEWAY__ORDER__URL=http://127.0.0.1:8081\n"
            "SHARECAR_GATEWAY__PAYMENT__URL=http://127.0.0.1:8083\n"
            "SHARECAR_GATEWAY__PORT=8088\n"
            "SHARECAR_GATEWAY__RESERVATION__URL=http://127.0.0.1:8082\n"
            "SHARECAR_GATEWAY__TRACING__URL=http://127.0.0.1:9411\n"
            "SHARECAR_GATEWAY__TURBINE__URL=http://127.0.0.1:8989\n");
}

TEST(Wiring, TellsTurbineWhereTheListOfInstancesIs) {
  EXPECT_EQ(text(environment_of(instance_of("turbine"), surroundings())),
            "SHARECAR_TURBINE__DATA_DIR=/run/data/turbine\n"
            "SHARECAR_TURBINE__INSTANCES_FILE=/run/instances.json\n"
            "SHARECAR_TURBINE__INSTANCE_ID=turbine-1\n"
            "SHARECAR_TURBINE__PORT=8989\n"
            "SHARECAR_TURBINE__TRACING__URL=http://127.0.0.1:9411\n");
}

TEST(Wiring, ListsEveryInstanceButTheOneThatReadsTheList) {
  const std::vector<Instance> all{instance_of("order"), instance_of("order", 2), instance_of("turbine"),
                                  instance_of("payment")};
  EXPECT_EQ(instance_list(all, {{"order", 8081}, {"order-2", 8181}, {"turbine", 8989}}),
            R"([{"service":"order","instance":"order-1","url":"http://127.0.0.1:8081"},)"
            R"({"service":"order","instance":"order-2","url":"http://127.0.0.1:8181"}])"
            "\n");
}

TEST(Wiring, GivesOnlyPaymentThePrivateKey) {
  for (const auto& service : services()) {
    const auto told = environment_of(instance_of(service.name), surroundings());
    const bool knows = text(told).find("private.pem") != std::string::npos;
    EXPECT_EQ(knows, service.name == "payment") << service.name;
  }
}

TEST(Wiring, GivesEachInstanceItsOwnNamePortAndFolder) {
  auto around = surroundings();
  const Replicas replicas{{"customer", 2}};
  for (const auto& want : wanted_ports(std::nullopt, replicas)) around.ports[want.name] = want.port;
  const auto told = environment_of(instance_of("customer", 2), around);
  EXPECT_EQ(told.at("SHARECAR_CUSTOMER__INSTANCE_ID"), "customer-2");
  EXPECT_EQ(told.at("SHARECAR_CUSTOMER__PORT"), "8184");
  EXPECT_EQ(told.at("SHARECAR_CUSTOMER__DATA_DIR"), "/run/data/customer-2");
}

TEST(Wiring, TellsWhoCallsAServiceAllItsInstances) {
  auto around = surroundings();
  for (const auto& want : wanted_ports(std::nullopt, {{"order", 3}, {"payment", 2}})) {
    around.ports[want.name] = want.port;
  }
  const auto gateway = environment_of(instance_of("gateway"), around);
  EXPECT_EQ(gateway.at("SHARECAR_GATEWAY__ORDER__URLS"),
            "http://127.0.0.1:8081,http://127.0.0.1:8181,http://127.0.0.1:8281");
  EXPECT_FALSE(gateway.contains("SHARECAR_GATEWAY__ORDER__URL"));
  EXPECT_EQ(gateway.at("SHARECAR_GATEWAY__CUSTOMER__URL"), "http://127.0.0.1:8084");
  const auto order = environment_of(instance_of("order", 2), around);
  EXPECT_EQ(order.at("SHARECAR_ORDER__PAYMENT__URLS"), "http://127.0.0.1:8083,http://127.0.0.1:8183");
}

TEST(Replicas, AreReadFromWords) {
  EXPECT_EQ(parse_replicas({"order=2", "payment=1"}), (Replicas{{"order", 2}, {"payment", 1}}));
  EXPECT_EQ(parse_replicas({}), Replicas{});
}

TEST(Replicas, AreRefusedWithTheReason) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"orders=2", "--replicas orders=2: there is no service named \"orders\""},
      {"kafka=2", "--replicas kafka=2: there is no service named \"kafka\""},
      {"", "--replicas : there is no service named \"\""},
      {"order", "--replicas order: \"\" is not a number from 1 to 4"},
      {"order=0", "--replicas order=0: \"0\" is not a number from 1 to 4"},
      {"order=2x", "--replicas order=2x: \"2x\" is not a number from 1 to 4"},
      {"order=5", "--replicas order=5: \"5\" is not a number from 1 to 4"},
      {"tracing=2", "--replicas tracing=2: there can be only one tracing: its spans are in one file"},
      {"cardnet=2", "--replicas cardnet=2: there can be only one cardnet: its ledger is one file"},
      {"turbine=2", "--replicas turbine=2: there can be only one turbine: its journal is one file"},
  };
  for (const auto& [word, why] : wrong) {
    try {
      parse_replicas({word});
      ADD_FAILURE() << word << " was taken";
    } catch (const Problem& problem) {
      EXPECT_EQ(problem.what(), why);
      EXPECT_EQ(problem.mend(), "./sharecar up --replicas order=2   # a service and 1 to 4");
    }
  }
}

TEST(Wiring, NamesEveryUpstreamAndNeverTheServiceItself) {
  for (const auto& service : services()) {
    for (const auto& upstream : service.upstreams) {
      EXPECT_NO_THROW(instance_of(upstream)) << service.name << " -> " << upstream;
      EXPECT_NE(upstream, service.name);
    }
  }
}

TEST(Ports, AreTheUsualOnesWithoutABlock) {
  const auto ports = usual_ports();
  EXPECT_EQ(ports, (PortPlan{{"cardnet", 8087},
                             {"customer", 8084},
                             {"gateway", 8088},
                             {"kafka", 9092},
                             {"kafka-controller", 19092},
                             {"order", 8081},
                             {"payment", 8083},
                             {"postgres", 15432},
                             {"prometheus", 9090},
                             {"reservation", 8082},
                             {"tracing", 9411},
                             {"turbine", 8989}}));
}

TEST(Ports, AreDifferentAndInsideTheBlockOfASecondCheckout) {
  std::set<int> seen;
  for (const auto& want : wanted_ports(18'080, {})) {
    EXPECT_GE(want.port, 18'080) << want.name;
    EXPECT_LT(want.port, 18'080 + ports_per_block) << want.name;
    EXPECT_TRUE(seen.insert(want.port).second) << want.name;
  }
}

TEST(Ports, KeepTheLastDigitsOfTheServicesInABlock) {
  PortPlan ports;
  for (const auto& want : wanted_ports(18'080, {})) ports[want.name] = want.port;
  EXPECT_EQ(ports.at("order"), 18'081);
  EXPECT_EQ(ports.at("gateway"), 18'088);
}

TEST(Ports, GiveMoreInstancesPortsOfTheirOwn) {
  std::set<int> seen;
  for (const auto& from : {std::optional<int>{}, std::optional<int>{18'080}}) {
    seen.clear();
    for (const auto& want : wanted_ports(from, {{"customer", 3}, {"order", 2}})) {
      EXPECT_TRUE(seen.insert(want.port).second) << want.name << " " << want.port;
    }
  }
}

TEST(PlanPorts, RefusesWhenAnotherProgramHoldsAServicesPort) {
  const auto holder = [](int port) {
    return port == 8081 ? std::optional<std::string>{"python3 (pid 7)"} : std::nullopt;
  };
  try {
    plan_ports(wanted_ports(std::nullopt, {}), holder, [](const std::set<int>&) { return 1; });
    FAIL() << "no Problem";
  } catch (const Problem& problem) {
    EXPECT_STREQ(problem.what(), "port 8081 of order is taken by python3 (pid 7)");
    EXPECT_THAT(problem.mend(), HasSubstr("./sharecar up --ports-from "));
  }
}

TEST(PlanPorts, SuggestsABlockThatIsFree) {
  EXPECT_EQ(free_block([](int) { return std::optional<std::string>{}; }), 18'080);
  EXPECT_EQ(free_block([](int port) { return port == 18'099 ? std::optional<std::string>{"x"} : std::nullopt; }),
            19'080);
}

TEST(PlanPorts, TakesAnotherPortForAStoreAndSaysWhich) {
  const auto holder = [](int port) {
    return port == 9090 ? std::optional<std::string>{"prometheus (pid 812)"} : std::nullopt;
  };
  const auto plan = plan_ports(wanted_ports(std::nullopt, {}), holder, [](const std::set<int>&) { return 20'001; });
  EXPECT_EQ(plan.ports.at("prometheus"), 20'001);
  EXPECT_THAT(plan.notes, ElementsAre("port 9090 is taken by prometheus (pid 812): our prometheus listens on 20001"));
}

TEST(PlanPorts, NeverGivesTwoPartsTheSamePort) {
  const auto holder = [](int port) { return std::optional<std::string>{"pid " + std::to_string(port)}; };
  std::vector<WantedPort> wanted{{"kafka", 1, false}, {"postgres", 2, false}, {"prometheus", 3, false}};
  const auto plan = plan_ports(wanted, holder, [](const std::set<int>& used) { return *used.rbegin() + 1; });
  EXPECT_EQ(plan.ports, (PortPlan{{"kafka", 4}, {"postgres", 5}, {"prometheus", 6}}));
}

TEST(PrometheusTargets, ListEveryInstanceUnderItsApplication) {
  EXPECT_EQ(
      prometheus_targets({instance_of("order"), instance_of("customer", 2)}, {{"order", 8081}, {"customer-2", 8184}}),
      R"([{"targets":["127.0.0.1:8081"],"labels":{"application":"order"}},)"
      R"({"targets":["127.0.0.1:8184"],"labels":{"application":"customer"}}])"
      "\n");
}

}  // namespace
}  // namespace sharecar::launcher
