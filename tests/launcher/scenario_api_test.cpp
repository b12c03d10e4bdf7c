// The supervisor's API for scenarios as a client meets it, with a world that is only played.
#include "launcher/scenario_api.hpp"

#include <gtest/gtest.h>

#include "launcher/http_call.hpp"
#include "scenario/played_world.hpp"
#include "support/service_fixture.hpp"

namespace sharecar::launcher {
namespace {

using namespace std::chrono_literals;
using scenario::testing::PlayedWorld;

constexpr const char* opens = R"(
explains: {en: "It opens.", ko: "열립니다."}
breaks: [{service: order, breaker: payment}]
steps:
  - says: {en: stop, ko: "멈춤"}
    stop: payment
  - says: {en: open, ko: "열림"}
    expect: {see: breaker, of: order/payment, is: OPEN, withinS: 3600}
)";

class ScenarioApi : public ::testing::Test {
 protected:
  HttpCall request(const std::string& method, const std::string& path) const {
    return {.method = method,
            .url = "http://127.0.0.1:" + std::to_string(server.port()) + path,
            .headers = {{"Authorization", "Bearer token"}}};
  }
  std::string ask(const std::string& method, const std::string& path) const {
    const auto answer = call(request(method, path));
    return std::to_string(answer.status) + " " + answer.body;
  }
  std::string start() const {
    const auto answer = call(request("POST", "/scenarios/opens/runs"));
    EXPECT_EQ(answer.status, 202);
    return std::string{answer.json().at("runId").as_string()};
  }
  /// Names of the events, and the verdict's data.
  std::string told(const std::string& run, const std::string& last_event_id = "") const {
    auto events = request("GET", "/runs/" + run + "/events");
    if (!last_event_id.empty()) events.headers["Last-Event-ID"] = last_event_id;
    std::string text;
    const auto answer = call_stream(events, [&](std::string_view part) { text += part; });
    EXPECT_EQ(answer.headers.at("content-type"), "text/event-stream");
    std::string out;
    for (auto at = text.find("event: "); at != text.npos; at = text.find("event: ", at + 1)) {
      out += text.substr(at + 7, text.find('\n', at) - at - 7) + " ";
    }
    return out + (text.find(R"("verdict":"passed")") != text.npos ? "passed" : "not passed");
  }

  test::TemporaryFolder folder;
  std::atomic<bool> is_open{false};
  scenario::Runs runs{{scenario::parse("opens", opens)},
                      folder.path() / "runs.jsonl",
                      [this](const std::string&, const std::stop_token&) {
                        auto world = std::make_unique<PlayedWorld>();
                        world->sights = {{"CLOSED"}};
                        world->asleep = [this, w = world.get()] {
                          if (is_open) w->sights = {{"OPEN"}};
                          std::this_thread::sleep_for(1ms);
                        };
                        return world;
                      }};
  ApiServer server{0, "token", [this](const ApiRequest& request) {
                     return answer_scenarios(runs, request).value_or(ApiReply{404, "{}"});
                   }};
};

TEST_F(ScenarioApi, ListsWhatCanBeRun) {
  EXPECT_EQ(ask("GET", "/scenarios"),
            R"(200 [{"name":"opens","explains":{"en":"It opens.","ko":"열립니다."},)"
            R"("breaks":[{"service":"order","breaker":"payment"}],)"
            R"("checks":[{"says":{"en":"open","ko":"열림"},"limit":"OPEN within 3600 s"}]}])");
}

TEST_F(ScenarioApi, StreamsTheEventsOfARunToItsVerdict) {
  const auto run = start();
  is_open = true;
  EXPECT_EQ(told(run), "step step check verdict passed");
  EXPECT_EQ(told(run, "3"), "verdict passed") << "goes on after the event that the client saw last";
}

TEST_F(ScenarioApi, RunsOneAtATimeAndHealsOnDelete) {
  const auto run = start();
  EXPECT_EQ(call(request("POST", "/scenarios/opens/runs")).status, 409);
  const auto healed = call(request("DELETE", "/runs/" + run));
  EXPECT_EQ(healed.status, 200);
  EXPECT_EQ(healed.json().at("end").at("verdict"), "healed");
  EXPECT_EQ(call(request("GET", "/runs")).json().as_array().size(), 1u);
}

TEST_F(ScenarioApi, KnowsNoOtherNamesAndNobodyWithoutTheToken) {
  EXPECT_EQ(call(request("POST", "/scenarios/nonsense/runs")).status, 404);
  EXPECT_EQ(call(request("GET", "/runs/nonsense/events")).status, 404);
  EXPECT_EQ(call(request("DELETE", "/runs/nonsense")).status, 404);
  auto stranger = request("GET", "/scenarios");
  stranger.headers.clear();
  EXPECT_EQ(call(stranger).status, 401);
}

}  // namespace
}  // namespace sharecar::launcher
