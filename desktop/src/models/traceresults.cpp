#include "models/traceresults.h"

#include <QCoreApplication>
#include <QLocale>

#include "models/texts.h"

namespace sharecar::desktop {
namespace {

class Traces {
  Q_DECLARE_TR_FUNCTIONS(Traces)
};

using Row = const FoundTrace&;

Timestamp startOf(Row row) { return Timestamp{std::chrono::microseconds{row.summary.start}}; }

QString duration(std::int64_t us) { return texts::duration(std::chrono::microseconds{us}); }

QString servicesOf(Row row) {
  QStringList out;
  for (const auto& [service, count] : row.summary.services) {
    out += QString::fromUtf8("%1 ×%2").arg(QString::fromStdString(service)).arg(count);
  }
  return out.join(", ");
}

QString errorsOf(Row row) {
  return row.summary.errors == 0 ? QString() : QString::fromUtf8("✕ %1").arg(row.summary.errors);
}

QString slowerOf(Row row) {
  return row.isSlow() ? Traces::tr("%1x slower").arg(QLocale().toString(*row.slower, 'f', *row.slower < 10 ? 1 : 0))
                      : QString();
}

std::vector<Column<FoundTrace>> columns() {
  using C = Column<FoundTrace>;
  return {
      C([] { return Traces::tr("Trace"); }, [](Row row) { return traceTitle(row.summary); }).withToolTip([](Row row) {
        return QString::fromStdString(row.summary.trace_id);
      }),
      C([] { return Traces::tr("Start"); }, [](Row row) { return texts::exactTime(startOf(row), texts::localZone()); })
          .sortedBy([](Row row) { return QVariant(qlonglong{row.summary.start}); })
          .withToolTip([](Row row) { return texts::dayAndTime(startOf(row), texts::localZone()); }),
      C([] { return Traces::tr("To the answer"); }, [](Row row) { return duration(row.summary.to_answer); })
          .sortedBy([](Row row) { return QVariant(qlonglong{row.summary.to_answer}); })
          .onTheRight(),
      C([] { return Traces::tr("To the last effect"); }, [](Row row) { return duration(row.summary.to_last_effect); })
          .sortedBy([](Row row) { return QVariant(qlonglong{row.summary.to_last_effect}); })
          .onTheRight(),
      C([] { return Traces::tr("Than usual"); }, slowerOf)
          .sortedBy([](Row row) { return QVariant(row.isSlow() ? *row.slower : 0.0); })
          .onTheRight(),
      C([] { return Traces::tr("Spans"); }, [](Row row) { return QString::number(row.summary.spans); })
          .sortedBy([](Row row) { return QVariant(qulonglong{row.summary.spans}); })
          .onTheRight(),
      C([] { return Traces::tr("Errors"); }, errorsOf)
          .sortedBy([](Row row) { return QVariant(qulonglong{row.summary.errors}); })
          .onTheRight(),
      C([] { return Traces::tr("Services"); }, servicesOf).withToolTip(servicesOf),
      C([] { return Traces::tr("Order"); }, [](Row row) { return QString::fromStdString(row.summary.order_id); })
          .sortedBy([](Row row) { return QVariant(QString::fromStdString(row.summary.order_id).toLongLong()); })
          .onTheRight(),
  };
}

}  // namespace

TraceResultsModel::TraceResultsModel(QObject* parent) : TableModel(columns(), parent) {}

QVariant TraceResultsModel::data(const QModelIndex& index, int role) const {
  if (role == rowRole && index.isValid()) return QVariant::fromValue(rowAt(index));
  return TableModel::data(index, role);
}

QString traceTitle(const tracemodel::Summary& summary) {
  if (summary.service.empty() && summary.name.empty()) return QString::fromStdString(summary.trace_id);
  return QString("%1: %2").arg(QString::fromStdString(summary.service), QString::fromStdString(summary.name));
}

}  // namespace sharecar::desktop
