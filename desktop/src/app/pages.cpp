#include "app/pages.h"

#include "views/carspage.h"
#include "views/mybookingspage.h"

namespace sharecar::desktop {

void addPages(MainWindow& window, Session& session) {
  window.add({Area::Drive, "cars", "car", new CarsPage(session, &window)});
  window.add({Area::Drive, "bookings", "view-list-text", new MyBookingsPage(session, &window)});
}

}  // namespace sharecar::desktop
