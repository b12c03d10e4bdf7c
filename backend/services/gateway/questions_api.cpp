#include "questions_api.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>

#include "chassis/runtime/spawn.hpp"

namespace sharecar::gateway {
namespace {

namespace net = boost::asio;

// Shared by the questions under way and by who waits for them.
struct Round {
  Round(const net::any_io_executor& executor, std::size_t questions)
      : answers(questions), open(questions), all_done(executor, net::steady_timer::time_point::max()) {}

  std::vector<Answer> answers;
  std::size_t open;
  net::steady_timer all_done;
};

class Closing {
 public:
  explicit Closing(Round& round) : round_(round) {}
  ~Closing() {
    if (--round_.open == 0) round_.all_done.cancel();
  }
  Closing(const Closing&) = delete;
  Closing& operator=(const Closing&) = delete;

 private:
  Round& round_;
};

net::awaitable<void> ask(std::shared_ptr<Round> round, std::size_t index, Context& context, Question question) {
  const Closing closing{*round};
  http::Call call;
  call.target = std::move(question.target);
  call.route = std::move(question.route);
  call.address = std::move(question.address);
  call.headers.set("Accept", http::json_type);
  call.unguarded = true;  // how a service is, is asked above all when it is not well
  auto pending = question.backend->send(context, std::move(call));
  auto response = co_await std::move(pending);
  Answer& answer = round->answers[index];
  if (!response) {
    answer.failure = http::to_problem(question.backend->name(), response.error());
    co_return;
  }
  answer.status = response->status;
  answer.body = std::move(response->body);
}

}  // namespace

net::awaitable<std::vector<Answer>> ask_all(Context& context, std::vector<Question> questions) {
  const auto executor = co_await net::this_coro::executor;
  auto round = std::make_shared<Round>(executor, questions.size());
  for (std::size_t i = 0; i < questions.size(); ++i) {
    auto asking = ask(round, i, context, std::move(questions[i]));
    spawn(executor, "ask a service", std::move(asking));
  }
  while (round->open > 0) {
    boost::system::error_code ignored;
    co_await round->all_done.async_wait(net::redirect_error(net::use_awaitable, ignored));
  }
  co_return std::move(round->answers);
}

}  // namespace sharecar::gateway
