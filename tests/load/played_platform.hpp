/// A platform of three cars that answers as the test tells it to, and counts what it is asked.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "../chassis/http_support.hpp"
#include "chassis/http/server_sent_events.hpp"

namespace sharecar::load::testing {

/// How it behaves. Set before the load starts.
struct Behaviour {
  bool slot_is_taken_once = true;  ///< false: everybody gets it
  int shows = 3;                   ///< the statusCode in MyPage
  bool streams = false;            ///< tells MyPage's changes on /events, before it answers the booking
  int stream_breaks_at = 0;        ///< with this booking's change the stream ends for good; 0: never
  int silent_from = 0;             ///< this booking and those after it get no answer; 0: none
  int stops_at = 0;                ///< at this booking the whole server stands still for `stop`; 0: never
  std::chrono::milliseconds stop{0};
};

/// What it was asked. Read after the load has ended.
struct Seen {
  int bookings = 0;
  std::set<std::string> keys;
  std::map<std::string, int> slots;  ///< by the body of the request without its customer
  int pages_read = 0;
  int looks_traced = 0;  ///< reads of MyPage and availability that did not say b3: 0
};

/// Runs from construction to destruction, on a thread of its own.
class PlayedPlatform {
 public:
  explicit PlayedPlatform(Behaviour behaviour = {});

  std::string url() const { return "http://127.0.0.1:" + std::to_string(host_.port()); }
  Seen seen();

 private:
  using Reply = http::net::awaitable<http::Reply>;
  Reply cars(Context& context, http::Request request);
  Reply availability(Context& context, http::Request request);
  Reply book(Context& context, http::Request request);
  Reply events(Context& context, http::Request request);
  void tell(int order);
  Reply mypage(Context& context, http::Request request);
  http::Route route(http::Method method, std::string path, Reply (PlayedPlatform::*handler)(Context&, http::Request));

  Behaviour behaviour_;
  Seen seen_;
  std::shared_ptr<http::BodyStream> stream_;
  http::testing::Host host_{0.0};
};

}  // namespace sharecar::load::testing
