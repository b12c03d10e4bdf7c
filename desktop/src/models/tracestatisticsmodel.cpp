#include "models/tracestatisticsmodel.h"

#include <QCoreApplication>
#include <map>

#include "models/tracetexts.h"
#include "tracemodel/printable.hpp"

namespace sharecar::desktop {
namespace {

class StatisticsColumns {
  Q_DECLARE_TR_FUNCTIONS(TraceStatisticsModel)
};

QString who(const ShownShare& row) {
  const auto part = [](const std::string& text) {
    return text.empty() ? QString("?") : QString::fromStdString(tracemodel::printable(text));
  };
  return row.share.name.empty() ? part(row.share.service) : part(row.share.service) + ": " + part(row.share.name);
}

// How much more the other trace takes: the sign that the waterfall shows.
qlonglong difference(const ShownShare& row) { return row.other ? row.other->self - row.share.self : 0; }

QString signedDuration(qlonglong microseconds) {
  const auto text = texts::traceDuration(std::abs(microseconds));
  return (microseconds < 0 ? QString::fromUtf8("−") : microseconds > 0 ? QString("+") : QString()) + text;
}

Column<ShownShare> number(std::function<QString()> title, std::size_t tracemodel::Share::*field) {
  return Column<ShownShare>{std::move(title), [field](const auto& row) { return QString::number(row.share.*field); }}
      .sortedBy([field](const auto& row) { return static_cast<qulonglong>(row.share.*field); })
      .onTheRight();
}

Column<ShownShare> time(std::function<QString()> title, std::int64_t tracemodel::Share::*field) {
  return Column<ShownShare>{std::move(title), [field](const auto& row) { return texts::traceDuration(row.share.*field); }}
      .sortedBy([field](const auto& row) { return static_cast<qlonglong>(row.share.*field); })
      .onTheRight();
}

}  // namespace

std::vector<ShownShare> sharesOf(const TraceData& data, tracemodel::GroupBy by) {
  std::vector<ShownShare> out;
  std::int64_t whole = 0;
  for (const auto& share : data.trace().shares(by)) {
    whole += share.self;
    out.push_back({share});
  }
  if (data.other() != nullptr) {
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < out.size(); ++i) places[out[i].key()] = i;
    for (const auto& other : data.other()->shares(by)) {
      ShownShare only{{.service = other.service, .name = other.name}};
      const auto found = places.find(only.key());
      (found == places.end() ? out.emplace_back(std::move(only)) : out[found->second]).other = other;
    }
    for (auto& row : out) {
      if (!row.other) row.other = tracemodel::Share{.service = row.share.service, .name = row.share.name};
    }
  }
  for (auto& row : out) row.whole = whole;
  return out;
}

TraceStatisticsModel::TraceStatisticsModel(QObject* parent)
    : TableModel(
          {
              Column<ShownShare>{[] { return StatisticsColumns::tr("Who"); }, who}.withToolTip(who),
              time([] { return StatisticsColumns::tr("Self"); }, &tracemodel::Share::self),
              Column<ShownShare>{[] { return StatisticsColumns::tr("Part"); },
                                 [](const auto& row) {
                                   return texts::percent(static_cast<double>(row.share.self),
                                                         static_cast<double>(row.whole));
                                 }}
                  .sortedBy([](const auto& row) { return static_cast<qlonglong>(row.share.self); })
                  .onTheRight(),
              Column<ShownShare>{[] { return StatisticsColumns::tr("Change"); },
                                 [](const auto& row) { return signedDuration(difference(row)); }}
                  .sortedBy([](const auto& row) { return difference(row); })
                  .onTheRight(),
              time([] { return StatisticsColumns::tr("Total"); }, &tracemodel::Share::total),
              time([] { return StatisticsColumns::tr("Longest"); }, &tracemodel::Share::longest),
              number([] { return StatisticsColumns::tr("Spans"); }, &tracemodel::Share::spans),
              number([] { return StatisticsColumns::tr("Errors"); }, &tracemodel::Share::errors),
          },
          parent) {}

}  // namespace sharecar::desktop
