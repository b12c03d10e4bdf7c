#include "models/stepsmodel.h"

#include <QCoreApplication>

#include "models/texts.h"

namespace sharecar::desktop {
namespace {

class Steps {
  Q_DECLARE_TR_FUNCTIONS(Steps)
};

std::vector<Column<ShownStep>> columns() {
  using Row = const ShownStep&;
  using C = Column<ShownStep>;
  return {
      C([] { return Steps::tr("Time"); },
        [](Row row) {
          return texts::exactTime(row.step.at, row.zone);
        }).withToolTip([](Row row) { return texts::day(row.step.at, row.zone); }),
      C([] { return Steps::tr("After"); },
        [](Row row) {
          return row.since.count() == 0 ? QString() : texts::duration(row.since);
        }).onTheRight(),
      C([] { return Steps::tr("What"); }, [](Row row) { return texts::step(row.step.code); }).withToolTip([](Row row) {
        return QString::fromStdString(row.step.code);
      }),
      C([] { return Steps::tr("By"); }, [](Row row) { return texts::service(row.step.service); }),
      C([] { return Steps::tr("Reason"); },
        [](Row row) { return row.step.reason ? texts::declineReason(*row.step.reason) : QString(); }),
  };
}

}  // namespace

StepsModel::StepsModel(QObject* parent) : TableModel(columns(), parent) {}

void StepsModel::show(const contracts::MyPage& page, const std::string& zone) {
  std::vector<ShownStep> rows;
  for (const auto& step : page.steps) rows.push_back({step, step.at - page.steps.front().at, zone});
  apply(std::move(rows));
}

}  // namespace sharecar::desktop
