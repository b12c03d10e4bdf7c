/// The list of pages: what the rail shows, in its order.
#pragma once

#include "app/mainwindow.h"

namespace sharecar::desktop {

/// Adds the pages of Drive and, for an operator, those of Operate. A new page is one more line in pages.cpp.
void addPages(MainWindow& window, Session& session);

}  // namespace sharecar::desktop
