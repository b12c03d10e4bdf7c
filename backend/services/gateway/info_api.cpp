#include "info_api.hpp"

#include "chassis/json/encode.hpp"

namespace sharecar::gateway {

http::Routes InfoApi::routes() {
  http::Routes out;
  out.push_back(http::route<http::Nothing, contracts::Info>(http::Method::get, "/info", "What clients find here", *this,
                                                            &InfoApi::show));
  return out;
}

boost::asio::awaitable<http::Reply> InfoApi::show(Context&, http::Request, http::Nothing) {
  co_return http::Reply{200, http::json_type, json::encode(info_)};
}

}  // namespace sharecar::gateway
