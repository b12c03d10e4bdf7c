/// Where one is: booking › trace › span. Every part but the last leads back to it.
#pragma once

#include <QWidget>

#include "models/address.h"

class QHBoxLayout;

namespace sharecar::desktop {

class Breadcrumb : public QWidget {
  Q_OBJECT
 public:
  explicit Breadcrumb(QWidget* parent = nullptr);

  /// `crumbs` belong to the parts of the address' path, one each.
  void setPlace(const QString& title, const QStringList& crumbs, const Address& address);

 Q_SIGNALS:
  void navigate(const sharecar::desktop::Address& address);

 private:
  void add(const QString& text, const Address& address, bool isLast);

  QHBoxLayout* m_layout;
};

}  // namespace sharecar::desktop
