/// Where one is: booking › trace › span. Every part but the last leads back to it.
#pragma once

#include <QWidget>

#include "views/page.h"

class QHBoxLayout;

namespace sharecar::desktop {

class Breadcrumb : public QWidget {
  Q_OBJECT
 public:
  explicit Breadcrumb(QWidget* parent = nullptr);

  void setPlace(const Page& page);

 Q_SIGNALS:
  void navigate(const sharecar::desktop::Address& address);

 private:
  void add(const Crumb& crumb, bool isLast);

  QHBoxLayout* m_layout;
};

}  // namespace sharecar::desktop
