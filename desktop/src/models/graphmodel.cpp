#include "models/graphmodel.h"

#include <QCoreApplication>
#include <QLocale>

#include "models/breakertexts.h"
#include "models/texts.h"

namespace sharecar::desktop {
namespace {

class Edges {
  Q_DECLARE_TR_FUNCTIONS(Edges)
};

QString time(std::chrono::microseconds length) {
  return length.count() == 0 ? QString::fromUtf8("–") : texts::duration(length);
}

std::vector<Column<ShownEdge>> columns() {
  using Row = const ShownEdge&;
  using C = Column<ShownEdge>;
  const auto number = [](std::int64_t value) { return QVariant(qlonglong{value}); };
  return {
      C([] { return Edges::tr("From"); }, [](Row row) { return QString::fromStdString(row.edge.from); }),
      C([] { return Edges::tr("To"); }, [](Row row) { return QString::fromStdString(row.edge.to); }),
      C([] { return Edges::tr("Calls"); }, [](Row row) { return QLocale().toString(qlonglong{row.edge.calls}); })
          .sortedBy([number](Row row) { return number(row.edge.calls); })
          .onTheRight(),
      C([] { return Edges::tr("Rate"); }, [](Row row) { return texts::perSecond(row.edge.perSecond); })
          .sortedBy([](Row row) { return QVariant(row.edge.perSecond); })
          .onTheRight(),
      C([] { return Edges::tr("Failed"); },
        [](Row row) { return row.edge.errors == 0 ? QString() : texts::percent(row.edge.errorPercent()); })
          .sortedBy([](Row row) { return QVariant(row.edge.errorPercent()); })
          .onTheRight(),
      C([] { return Edges::tr("p50"); }, [](Row row) { return time(row.edge.p50); })
          .sortedBy([number](Row row) { return number(row.edge.p50.count()); })
          .onTheRight(),
      C([] { return Edges::tr("p99"); }, [](Row row) { return time(row.edge.p99); })
          .sortedBy([number](Row row) { return number(row.edge.p99.count()); })
          .onTheRight(),
      C([] { return Edges::tr("Breaker"); }, [](Row row) { return texts::edgeBreaker(row.breaker); }),
  };
}

}  // namespace

EdgesModel::EdgesModel(QObject* parent) : TableModel(columns(), parent) {}

namespace texts {

QString perSecond(double rate) {
  return Edges::tr("%1/s").arg(QLocale().toString(rate, 'f', rate >= 10 ? 0 : rate >= 1 ? 1 : 2));
}

QString sampleOf(const Graph& graph, const std::string& zone) {
  const auto count = Edges::tr("%n trace(s)", nullptr, static_cast<int>(graph.traces));
  if (!graph.time) return count;
  return QString::fromUtf8("%1, %2 – %3 (%4)")
      .arg(count, exactTime(graph.time->starts_at, zone).left(8), exactTime(graph.time->ends_at, zone).left(8),
           duration(graph.time->length()));
}

QString edgeBreaker(const std::optional<EdgeBreaker>& breaker) {
  if (!breaker) return {};
  const auto word = breakerState(breaker->state);
  if (breaker->instances == 1) return word;
  return Edges::tr("%1 in %2 of %3").arg(word).arg(breaker->inState).arg(breaker->instances);
}

QString edge(const ShownEdge& row) {
  QStringList out{QString::fromUtf8("%1 → %2: %3")
                      .arg(QString::fromStdString(row.edge.from), QString::fromStdString(row.edge.to),
                           perSecond(row.edge.perSecond))};
  if (row.edge.errors > 0) out += Edges::tr("%1 failed").arg(percent(row.edge.errorPercent()));
  if (row.edge.p50.count() > 0) out += Edges::tr("half within %1").arg(duration(row.edge.p50));
  if (const auto word = edgeBreaker(row.breaker); !word.isEmpty()) out += Edges::tr("breaker: %1").arg(word);
  return out.join(", ");
}

}  // namespace texts
}  // namespace sharecar::desktop
