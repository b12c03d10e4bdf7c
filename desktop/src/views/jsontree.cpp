#include "views/jsontree.h"

#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sharecar::desktop {
namespace {

constexpr int mostChildren = 2'000;  // of one node: a trace has thousands of spans, and the viewer shows those

QString text(const QJsonValue& value) {
  if (value.isString()) return value.toString();
  if (value.isArray()) return QString("[%1]").arg(value.toArray().size());
  if (value.isObject() || value.isNull()) return {};
  return value.toVariant().toString();
}

void add(QTreeWidgetItem* parent, const QString& name, const QJsonValue& value) {
  auto* item = new QTreeWidgetItem(parent, {name, text(value)});
  item->setToolTip(1, item->text(1));
  int left = mostChildren;
  if (value.isObject()) {
    const auto object = value.toObject();
    for (auto it = object.begin(); it != object.end() && left-- > 0; ++it) add(item, it.key(), it.value());
  } else if (value.isArray()) {
    const auto array = value.toArray();
    for (int i = 0; i < array.size() && left-- > 0; ++i) add(item, QString::number(i), array[i]);
  }
}

}  // namespace

JsonTree::JsonTree(QWidget* parent) : QTreeWidget(parent) {
  setColumnCount(2);
  setHeaderHidden(true);
  setUniformRowHeights(true);
  setAlternatingRowColors(true);
  setFrameShape(QFrame::NoFrame);
}

bool JsonTree::show(const QByteArray& json) {
  clear();
  const auto document = QJsonDocument::fromJson(json);
  if (!document.isObject()) return false;
  const auto root = document.object();
  for (auto it = root.begin(); it != root.end(); ++it) {
    if (it.key() != "traces") add(invisibleRootItem(), it.key(), it.value());
  }
  expandToDepth(0);
  resizeColumnToContents(0);
  return true;
}

QStringList tracesOfExplanation(const QByteArray& json) {
  QStringList out;
  const auto traces = QJsonDocument::fromJson(json).object().value("traces").toArray();
  for (const auto& spans : traces) {
    const auto id = spans.toArray().first().toObject().value("traceId").toString();
    if (!id.isEmpty() && !out.contains(id)) out += id;
  }
  return out;
}

}  // namespace sharecar::desktop
