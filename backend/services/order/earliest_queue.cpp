#include "earliest_queue.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace sharecar::order {
namespace {

constexpr std::size_t most_at_once = 32;  // the row is locked for so many at most, some 10 ms

}  // namespace

/// Shared with the thread that places it: a handler that is given up at the end of a drain leaves it behind.
struct EarliestQueue::Waiting {
  Waiting(const net::any_io_executor& reactor, Context& context, Placing placing)
      : request(context, std::move(placing)), told(reactor, net::steady_timer::time_point::max()) {}

  std::optional<Context> in_turn;  ///< when others were there before it
  Earliest request;
  std::exception_ptr failure;
  net::steady_timer told;  ///< cancelled when it is placed, has failed, or is to place what waits
};

net::awaitable<Result<Placed>> EarliestQueue::place(Context& context, Placing placing) {
  const CarId car = placing.order.car_id;
  auto mine = std::make_shared<Waiting>(co_await net::this_coro::executor, context, std::move(placing));
  const auto [queue, first] = queues_.try_emplace(car);
  queue->second.push_back(mine);
  if (!first) {
    mine->in_turn = context.child("place in turn");
    mine->request.context = &*mine->in_turn;
    boost::system::error_code told;
    co_await mine->told.async_wait(net::redirect_error(net::use_awaitable, told));
  }
  if (!mine->request.outcome && !mine->failure) co_await place_next(car);
  mine->in_turn.reset();
  if (mine->failure) std::rethrow_exception(mine->failure);
  co_return std::move(*mine->request.outcome);
}

net::awaitable<void> EarliestQueue::place_next(CarId car) {
  Queue& queue = queues_.at(car);
  const auto end = queue.begin() + static_cast<std::ptrdiff_t>(std::min(queue.size(), most_at_once));
  std::vector<std::shared_ptr<Waiting>> together{queue.begin(), end};
  queue.erase(queue.begin(), end);
  auto work = [this, together](Context&, sql::Session& session) {
    std::vector<Earliest*> requests;
    for (const auto& waiting : together) requests.push_back(&waiting->request);
    store_.place_earliest(session, requests);
  };
  std::exception_ptr failure;
  try {
    co_await db_.run(*together.front()->request.context, std::move(work));
  } catch (...) {
    failure = std::current_exception();
  }
  for (const auto& waiting : together) {
    waiting->failure = failure;
    waiting->told.cancel();
  }
  if (queue.empty()) {
    queues_.erase(car);
  } else {
    queue.front()->told.cancel();
  }
}

}  // namespace sharecar::order
