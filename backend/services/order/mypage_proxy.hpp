/// The seed calls MyPage on order's port; so it is answered here too, by customer.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "chassis/http/route.hpp"
#include "chassis/http/upstream.hpp"

namespace sharecar::order {

/// Adds `view=current` as the seed has it: a cancelled order's page is gone. A list is empty, and says why, when
/// customer does not answer.
class MyPageProxy {
 public:
  explicit MyPageProxy(http::Upstream& customer) : customer_(customer) {}
  http::Routes routes();

 private:
  boost::asio::awaitable<http::Reply> forward(Context& context, http::Request request);

  http::Upstream& customer_;
};

}  // namespace sharecar::order
