#include "models/overviewmodels.h"

#include <QCoreApplication>

#include "models/texts.h"

namespace sharecar::desktop {
namespace {

class Instances {
  Q_DECLARE_TR_FUNCTIONS(Instances)
};

QString text(const std::optional<std::string>& value) {
  return value ? QString::fromStdString(*value) : QString::fromUtf8("–");
}

QString age(const std::optional<std::int64_t>& ms) {
  return ms ? texts::duration(std::chrono::milliseconds{*ms}) : QString::fromUtf8("–");
}

QString upFor(const ShownInstance& row) {
  if (!row.instance.started_at) return QString::fromUtf8("–");
  const auto up = row.now - *row.instance.started_at;
  return up < std::chrono::minutes{1} ? texts::duration(std::chrono::floor<std::chrono::seconds>(up))
                                      : texts::length(up);
}

QString faults(const ShownInstance& row) {
  QStringList out;
  for (const auto& one : row.instance.faults.value_or(std::vector<Fault>{})) out += QString::fromStdString(one.name);
  return out.join(", ");
}

// A word and a sign: red alone would say nothing to many.
QString healthCell(const ShownInstance& row) {
  return QString::fromUtf8(row.instance.health == "UP" ? "●  " : "✕  ") + texts::health(row.instance.health);
}

std::vector<Column<Symptom>> symptomColumns() {
  using C = Column<Symptom>;
  return {C([] { return Instances::tr("Finding"); }, [](const Symptom& row) { return texts::symptom(row); }),
          C([] { return Instances::tr("Rule"); },
            [](const Symptom& row) {
              return texts::symptomRule(row.kind);
            }).withToolTip([](const Symptom& row) { return texts::symptomRule(row.kind); })};
}

std::vector<Column<ShownInstance>> instanceColumns() {
  using Row = const ShownInstance&;
  using C = Column<ShownInstance>;
  const auto number = [](const std::optional<std::int64_t>& value) { return QVariant(qlonglong{value.value_or(-1)}); };
  return {
      C([] { return Instances::tr("Service"); }, [](Row row) { return QString::fromStdString(row.instance.service); })
          .withToolTip([](Row row) { return text(row.instance.id); }),
      C([] { return Instances::tr("Address"); }, [](Row row) { return endpointOf(row.instance); }),
      C([] { return Instances::tr("Health"); }, healthCell)
          .sortedBy([](Row row) { return QVariant(QString::fromStdString(row.instance.health)); })
          .withToolTip([](Row row) {
            return row.instance.error ? QString::fromStdString(*row.instance.error) : QString();
          }),
      C([] { return Instances::tr("Faults"); }, faults),
      C([] { return Instances::tr("Version"); }, [](Row row) { return text(row.instance.version); }),
      C([] { return Instances::tr("Up for"); }, upFor)
          .sortedBy([](Row row) {
            return QVariant(qlonglong{row.instance.started_at.value_or(row.now).time_since_epoch().count()});
          })
          .withToolTip([](Row row) {
            return row.instance.started_at ? texts::dayAndTime(*row.instance.started_at, texts::localZone()) : QString();
          })
          .onTheRight(),
      C([] { return Instances::tr("Outbox"); }, [](Row row) { return age(row.instance.outbox_oldest_ms); })
          .sortedBy([number](Row row) { return number(row.instance.outbox_oldest_ms); })
          .withToolTip([](Row) { return Instances::tr("Age of the oldest event that is not published yet"); })
          .onTheRight(),
      C([] { return Instances::tr("Lag"); }, [](Row row) { return age(row.instance.lag_ms); })
          .sortedBy([number](Row row) { return number(row.instance.lag_ms); })
          .withToolTip([](Row) { return Instances::tr("How old the last event was when it was handled"); })
          .onTheRight(),
  };
}

}  // namespace

SymptomsModel::SymptomsModel(QObject* parent) : TableModel(symptomColumns(), parent) {}

InstancesModel::InstancesModel(QObject* parent) : TableModel(instanceColumns(), parent) {}

}  // namespace sharecar::desktop
