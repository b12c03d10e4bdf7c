#include "app/pages.h"

#include "views/breakerspage.h"
#include "views/carspage.h"
#include "views/graphpage.h"
#include "views/mybookingspage.h"
#include "views/orderspage.h"
#include "views/overviewpage.h"
#include "views/scenariospage.h"
#include "views/tracespage.h"

namespace sharecar::desktop {

void addPages(MainWindow& window, Session& session) {
  window.add({Area::Drive, "cars", "car", new CarsPage(session, &window)});
  window.add({Area::Drive, "bookings", "view-list-text", new MyBookingsPage(session, &window)});
  if (!session.isOperator) {
    return window.add({Area::Drive, "traces", {}, new TracesPage(session, &window)});
  }
  window.add({Area::Operate, "overview", "dashboard-show", new OverviewPage(session, &window)});
  window.add({Area::Operate, "orders", "view-list-details", new OrdersPage(session, &window)});
  window.add({Area::Operate, "traces", "office-chart-bar-stacked", new TracesPage(session, &window)});
  window.add({Area::Operate, "graph", "relationship", new GraphPage(session, &window)});
  window.add({Area::Operate, "breakers", "network-disconnect", new BreakersPage(session, &window)});
  window.add({Area::Operate, "scenarios", "media-playback-start", new ScenariosPage(session, &window)});
}

}  // namespace sharecar::desktop
