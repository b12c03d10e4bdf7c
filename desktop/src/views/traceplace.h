/// One tab of Traces.
#pragma once

#include <QWidget>

#include "views/page.h"

namespace sharecar::desktop {

/// Owned by the Traces page.
class TracePlace : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;

  virtual Address address() const = 0;
  virtual QString title() const = 0;
  /// Below the tab's own title, one for each part of the address' path.
  virtual QStringList crumbs() const { return {}; }
  virtual std::vector<Crumb> origin() const { return {}; }
  /// The tab for that address is this one: open() shows it here.
  virtual bool isFor(const Address& address) const = 0;
  virtual void open(const Address& address) = 0;

 Q_SIGNALS:
  /// Something else is shown in this tab.
  void moved();
  /// A part of it is chosen, or it has a title now.
  void refined();
  void navigate(const sharecar::desktop::Address& address);
  void announce(const QString& text);
  /// What is shown was read just now.
  void dataCame();
};

}  // namespace sharecar::desktop
