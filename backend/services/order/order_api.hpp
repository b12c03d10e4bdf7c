/// HTTP for orders: place, look, cancel.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "chassis/crypto/seal.hpp"
#include "chassis/http/hal.hpp"
#include "chassis/http/route.hpp"
#include "config.hpp"
#include "earliest_queue.hpp"
#include "order_query.hpp"
#include "order_store.hpp"
#include "payer.hpp"

namespace sharecar::order {

namespace net = boost::asio;

/// Lives on the reactor's thread.
class OrderApi {
 public:
  OrderApi(sql::Postgres& db, OrderStore& store, Payer& payer, http::Upstream& tracing, const OrderConfig& config,
           const Clock& clock);
  http::Routes routes();

 private:
  using Reply = net::awaitable<http::Reply>;
  Reply place(Context& context, http::Request request, contracts::PlaceOrder command);
  Reply show(Context& context, http::Request request, contracts::OneOrder input);
  Reply list(Context& context, http::Request request, contracts::Page input);
  Reply list_of_customer(Context& context, http::Request request, contracts::ByCustomer input);
  Reply cancellation(Context& context, http::Request request, contracts::OneOrder input);
  Reply cancel(Context& context, http::Request request, contracts::CancelOrder input);
  Reply trace(Context& context, http::Request request, contracts::OneOrder input);
  Reply search(Context& context, http::Request request, contracts::FindOrders input);
  Reply saga(Context& context, http::Request request, contracts::OneOrder input);

  net::awaitable<std::optional<Order>> find(Context& context, OrderId id);
  Reply answer_list(Context& context, http::Request request, OrderFilter filter, http::hal::PageRequest page);
  http::Reply answer_placed(const http::Request& request, const Order& order, bool existing) const;
  http::Reply show_order(int status, const http::Request& request, const Order& order) const;
  net::awaitable<Result<Placed>> store(Context& context, Placing placing);
  Result<Placing> prepare(const http::Request& request, contracts::PlaceOrder command) const;

  sql::Postgres& db_;
  OrderStore& store_;
  EarliestQueue earliest_;
  Payer& payer_;
  http::Upstream& tracing_;
  const Clock& clock_;
  std::optional<crypto::Sealer> sealer_;
  std::string secret_;
  std::chrono::milliseconds answer_within_;
  std::chrono::seconds pay_window_;
  std::chrono::milliseconds longest_request_;
};

}  // namespace sharecar::order
