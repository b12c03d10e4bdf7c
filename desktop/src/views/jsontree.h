/// A JSON document as a tree of names and values.
#pragma once

#include <QByteArray>
#include <QStringList>
#include <QTreeWidget>

namespace sharecar::desktop {

/// Read only. The first two levels are open.
class JsonTree : public QTreeWidget {
  Q_OBJECT
 public:
  explicit JsonTree(QWidget* parent = nullptr);

  /// False when it is no JSON object; the tree is empty then.
  bool show(const QByteArray& json);
};

/// The trace ids of what GET /admin/orders/{id} answers, newest first.
QStringList tracesOfExplanation(const QByteArray& json);

}  // namespace sharecar::desktop
