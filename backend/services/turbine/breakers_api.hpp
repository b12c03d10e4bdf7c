/// HTTP for breakers: what they are, what they did, and changes by hand.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>

#include "board.hpp"
#include "chassis/http/event_hub.hpp"
#include "chassis/http/route.hpp"
#include "chassis/runtime/clock.hpp"
#include "chassis/sql/sqlite.hpp"
#include "control.hpp"

namespace sharecar::turbine {

/// Names in a path are decoded; empty or missing ones in a query fit everything.
struct FindBreakers {
  std::optional<std::string> service;
  std::optional<std::string> instance;
  std::optional<std::string> name;
  std::optional<std::string> state;
};
BOOST_DESCRIBE_STRUCT(FindBreakers, (), (service, instance, name, state))

struct OneBreaker {
  std::string service;
  std::string instance;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(OneBreaker, (), (service, instance, name))

struct FindEvents : OneBreaker {
  std::int64_t limit = 100;
};
BOOST_DESCRIBE_STRUCT(FindEvents, (OneBreaker), (limit))

struct MakeChange : contracts::ChangeBreaker {
  std::string service;
  std::string instance;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(MakeChange, (contracts::ChangeBreaker), (service, instance, name))

struct OneChange : OneBreaker {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(OneChange, (OneBreaker), (id))

struct FindChanges {
  std::int64_t limit = 100;
};
BOOST_DESCRIBE_STRUCT(FindChanges, (), (limit))

struct FindTimeline {
  std::optional<Timestamp> from;  ///< default: an hour before `to`
  std::optional<Timestamp> to;    ///< default: now
};
BOOST_DESCRIBE_STRUCT(FindTimeline, (), (from, to))

struct ListenToBreakers {
  std::string topics = "breakers,health";
};
BOOST_DESCRIBE_STRUCT(ListenToBreakers, (), (topics))

/// Lives on the reactor's thread.
class BreakersApi {
 public:
  BreakersApi(Board& board, Overrides& overrides, Control& control, sql::SqliteDatabase& db, const Clock& clock,
              http::EventHub& hub, Watcher::Feeds feeds)
      : board_(board), overrides_(overrides), control_(control), db_(db), clock_(clock), hub_(hub), feeds_(feeds) {}

  http::Routes routes();

 private:
  using Reply = boost::asio::awaitable<http::Reply>;
  Reply list(Context& context, http::Request request, FindBreakers input);
  Reply show(Context& context, http::Request request, OneBreaker input);
  Reply events(Context& context, http::Request request, FindEvents input);
  Reply instances(Context& context, http::Request request, http::Nothing);
  Reply timeline(Context& context, http::Request request, FindTimeline input);
  Reply listen(Context& context, http::Request request, ListenToBreakers input);
  Reply change(Context& context, http::Request request, MakeChange input);
  Reply undo(Context& context, http::Request request, OneChange input);
  Reply journal(Context& context, http::Request request, FindChanges input);

  Board& board_;
  Overrides& overrides_;
  Control& control_;
  sql::SqliteDatabase& db_;
  const Clock& clock_;
  http::EventHub& hub_;
  Watcher::Feeds feeds_;
};

}  // namespace sharecar::turbine

namespace sharecar {
template <>
inline constexpr std::array rules<turbine::FindEvents>{
    FieldRule{.field = "limit", .min = 1, .max = 200, .defaulted = true},
};
template <>
inline constexpr std::array rules<turbine::MakeChange>{rules<contracts::ChangeBreaker>[0],
                                                       rules<contracts::ChangeBreaker>[1]};
template <>
inline constexpr std::array rules<turbine::FindChanges>{
    FieldRule{.field = "limit", .min = 1, .max = 1000, .defaulted = true},
};
template <>
inline constexpr std::array rules<turbine::ListenToBreakers>{
    FieldRule{.field = "topics", .min_length = 1, .max_length = 100, .defaulted = true},
};
}  // namespace sharecar
