#include "models/tracefindingsmodel.h"

#include <QCoreApplication>

namespace sharecar::desktop {
namespace {

class FindingColumns {
  Q_DECLARE_TR_FUNCTIONS(TraceFindingsModel)
};

}  // namespace

TraceFindingsModel::TraceFindingsModel(QObject* parent)
    : TableModel(
          {
              {[] { return FindingColumns::tr("Finding"); }, [](const auto& row) { return texts::findingTitle(row); }},
              Column<ShownFinding>{[] { return FindingColumns::tr("What"); },
                                   [this](const auto& row) { return texts::findingText(row, *m_data); }}
                  .withToolTip([this](const auto& row) { return texts::findingText(row, *m_data); }),
          },
          parent) {}

// The texts are those of the data: another trace is another list.
void TraceFindingsModel::show(TraceDataPtr data, std::vector<ShownFinding> findings) {
  if (m_data != data) apply({});
  m_data = std::move(data);
  apply(std::move(findings));
}

}  // namespace sharecar::desktop
