#include "tracemodel/links.hpp"

#include <gtest/gtest.h>

#include "tracemodel/spans.hpp"

namespace sharecar::tracemodel {
namespace {

using Spans = std::vector<Span>;

// "parent>child calls[/errors]" for each link, in order.
std::string links(const std::vector<Spans>& traces) {
  DependencyLinker linker;
  for (const Spans& spans : traces) linker.add(Tree{spans});
  std::string text;
  for (const DependencyLink& link : linker.links()) {
    text += (text.empty() ? "" : ", ") + link.parent + '>' + link.child + ' ' + std::to_string(link.call_count);
    if (link.error_count != 0) text += '/' + std::to_string(link.error_count);
  }
  return text;
}

std::string links(const Spans& spans) { return links(std::vector<Spans>{spans}); }

TEST(DependencyLinks, OfNothingAreNone) { EXPECT_EQ(links(Spans{}), ""); }

TEST(DependencyLinks, RunFromServerToServerAndToWhatIsNotInstrumented) {
  const Spans trace{failed(to(span("c", "b", Kind::client, "app"), "db")),
                    to(shared(span("b", "a", Kind::server, "app")), "web"),
                    to(span("b", "a", Kind::client, "web"), "app"), span("a", "", Kind::server, "web")};
  EXPECT_EQ(links(trace), "web>app 1, app>db 1/1");
  EXPECT_EQ(links(std::vector<Spans>{trace, trace}), "web>app 2, app>db 2/2");
}

TEST(DependencyLinks, OfARootNeedItsRemoteSide) {
  EXPECT_EQ(links({to(span("a", "", Kind::server, "server"), "client")}), "client>server 1");
  EXPECT_EQ(links({to(span("a", "", Kind::client, "client"), "server")}), "client>server 1");
  EXPECT_EQ(links({span("a", "", Kind::server, "server")}), "");
  EXPECT_EQ(links({span("a", "", Kind::client, "client")}), "");
  EXPECT_EQ(links({to(span("a", "", Kind::client), "server")}), "");
}

TEST(DependencyLinks, OfMessagesRunThroughTheirBroker) {
  const Span producer = span("a", "", Kind::producer, "order");
  const Span consumer = span("b", "a", Kind::consumer, "customer");
  EXPECT_EQ(links({producer, consumer}), "");
  EXPECT_EQ(links({to(producer, "kafka"), consumer}), "order>kafka 1");
  EXPECT_EQ(links({to(producer, "kafka"), to(consumer, "kafka")}), "order>kafka 1, kafka>customer 1");
}

TEST(DependencyLinks, TreatASpanWithoutKindThatKnowsBothSidesAsAClient) {
  EXPECT_EQ(links({to(span("a", "", Kind::none, "x"), "web"), failed(to(span("b", "a", Kind::none, "web"), "app")),
                   to(span("c", "b", Kind::none, "app"), "db")}),
            "x>web 1, web>app 1/1, app>db 1");
}

TEST(DependencyLinks, SkipLocalSpansBetweenACallerAndItsCall) {
  EXPECT_EQ(links({span("a", "", Kind::server, "client"), span("b", "a"), span("c", "b", Kind::client, "server"),
                   failed(span("d", "b", Kind::client, "server"))}),
            "client>server 2");
}

TEST(DependencyLinks, CountTheErrorOfEitherSideOnce) {
  const Span client = span("a", "", Kind::client, "web");
  const Span server = span("b", "a", Kind::server, "app");
  EXPECT_EQ(links({failed(client), server}), "web>app 1/1");
  EXPECT_EQ(links({client, failed(server)}), "web>app 1/1");
  EXPECT_EQ(links({failed(client), failed(server)}), "web>app 1/1");
  Span annotated = server;
  annotated.annotations = {{1, "error"}};
  EXPECT_EQ(links({client, annotated}), "web>app 1");
}

TEST(DependencyLinks, DoNotJoinWhatOnlyTheSyntheticRootJoins) {
  EXPECT_EQ(links({span("b", "a", Kind::server, "one"), span("c", "a", Kind::server, "two")}), "");
  EXPECT_EQ(links({span("b", "a", Kind::server, "one"), span("c", "b", Kind::server, "two")}), "one>two 1");
}

TEST(DependencyLinks, DoNotCountWhatNobodyCanPlace) {
  EXPECT_EQ(links({to(span("b", "c", Kind::client, "x"), "y"), to(span("c", "b", Kind::client, "y"), "z")}), "");
}

}  // namespace
}  // namespace sharecar::tracemodel
