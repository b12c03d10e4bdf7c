// explain: one booking on one page.
#include <fmt/format.h>

#include <iostream>

#include "launcher/booking_page.hpp"
#include "launcher/commands.hpp"
#include "launcher/http_call.hpp"
#include "launcher/problem.hpp"

namespace sharecar::launcher {

int explain(const Workspace& here, std::int64_t order, bool json) {
  // Only looking: b3: 0 leaves no trace that would stand beside the booking's own.
  const auto answer = call({.url = fmt::format("{}/admin/orders/{}", here.supervisor().file().gateway, order),
                            .headers = {{"b3", "0"}},
                            .limit = milliseconds{20'000}});
  if (answer.status == 404) throw Problem{fmt::format("there is no order {}", order), "./sharecar mypage guest"};
  if (answer.status == 0) throw Problem{"the gateway does not answer: " + answer.failure, "./sharecar status"};
  if (!answer.ok()) throw Problem{fmt::format("the gateway answered {}", answer.status), "./sharecar logs gateway"};
  std::cout << (json ? answer.body + "\n" : booking_page(answer.json()));
  return 0;
}

}  // namespace sharecar::launcher
