#include "app/pages.h"

#include "views/carspage.h"
#include "views/mybookingspage.h"
#include "views/orderspage.h"

namespace sharecar::desktop {

void addPages(MainWindow& window, Session& session) {
  window.add({Area::Drive, "cars", "car", new CarsPage(session, &window)});
  window.add({Area::Drive, "bookings", "view-list-text", new MyBookingsPage(session, &window)});
  if (!session.isOperator) return;
  window.add({Area::Operate, "orders", "view-list-details", new OrdersPage(session, &window)});
}

}  // namespace sharecar::desktop
