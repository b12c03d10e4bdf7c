#include "launcher/ports.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace sharecar::launcher {
namespace {

using boost::asio::ip::tcp;

/// Holds a port of 127.0.0.1 as long as it lives.
struct Listener {
  boost::asio::io_context context;
  tcp::acceptor acceptor{context, {boost::asio::ip::address_v4::loopback(), 0}};

  int port() const { return acceptor.local_endpoint().port(); }
};

TEST(Port, IsNotFreeWhileSomebodyListens) {
  const Listener listener;
  EXPECT_FALSE(port_is_free(listener.port()));
  EXPECT_TRUE(port_answers(listener.port()));
}

TEST(Port, IsFreeAgainAfterwards) {
  const int port = Listener{}.port();
  EXPECT_TRUE(port_is_free(port));
  EXPECT_FALSE(port_answers(port));
}

TEST(Port, HasAHolderWithNameAndPid) {
  const Listener listener;
  EXPECT_THAT(listener_of(listener.port()).value_or(""), testing::EndsWith("(pid " + std::to_string(::getpid()) + ")"));
  EXPECT_FALSE(listener_of(free_port()));
}

TEST(FreePort, IsThePreferredOneWhenThatIsFree) {
  const int port = free_port();
  EXPECT_EQ(free_port(port), port);
  EXPECT_NE(free_port(port, {port}), port);
}

TEST(FreePort, IsAnotherOneWhenThePreferredIsTaken) {
  const Listener listener;
  const int port = free_port(listener.port());
  EXPECT_NE(port, listener.port());
  EXPECT_TRUE(port_is_free(port));
}

}  // namespace
}  // namespace sharecar::launcher
