#include "availability.hpp"

#include <algorithm>
#include <array>

namespace sharecar::customer {
namespace {

namespace event = contracts::event;

// An order holds its slot from the first event on, and no longer once it has come to one of these.
constexpr std::array<std::string_view, 5> freeing{event::order_declined, event::order_expired, event::order_cancelled,
                                                  event::order_rejected, event::refund_requested};

}  // namespace

bool concerns_availability(std::string_view type) {
  return type == event::order_placed || std::find(freeing.begin(), freeing.end(), type) != freeing.end();
}

contracts::AvailabilityChange availability_of(std::string_view type, const contracts::OrderEvent& event) {
  return {event.car_id, event.starts_at, event.ends_at, type == event::order_placed};
}

}  // namespace sharecar::customer
