#include "models/ordersmodel.h"

#include <QCoreApplication>

#include "models/texts.h"

namespace sharecar::desktop {
namespace {

class Orders {
  Q_DECLARE_TR_FUNCTIONS(Orders)
};

// Operators read codes; the word is in the tool tip.
template <class E>
QString code(E value) {
  return QString::fromLatin1(boost::describe::enum_to_string(value, "?"));
}

std::vector<Column<contracts::Order>> columns() {
  using Row = const contracts::Order&;
  using C = Column<contracts::Order>;
  return {
      C([] { return Orders::tr("Order"); }, [](Row row) { return QString::number(row.order_id.value); })
          .sortedBy([](Row row) { return QVariant(qlonglong{row.order_id.value}); })
          .onTheRight(),
      C([] { return Orders::tr("Placed"); },
        [](Row row) { return texts::exactTime(row.created_at, texts::localZone()); })
          .sortedBy([](Row row) { return QVariant(qlonglong{row.created_at.time_since_epoch().count()}); })
          .withToolTip([](Row row) { return texts::dayAndTime(row.created_at, texts::localZone()); }),
      C([] { return Orders::tr("Customer"); }, [](Row row) { return QString::fromStdString(row.customer_id); }),
      C([] { return Orders::tr("Car"); }, [](Row row) { return QString::number(row.car_id.value); })
          .sortedBy([](Row row) { return QVariant(qlonglong{row.car_id.value}); })
          .onTheRight(),
      C([] { return Orders::tr("State"); }, [](Row row) { return code(row.status); }).withToolTip([](Row row) {
        return texts::state(row.status);
      }),
      C([] { return Orders::tr("Refund"); },
        [](Row row) {
          return row.refund == RefundState::NONE ? QString() : code(row.refund);
        }).withToolTip([](Row row) { return texts::refund(row.refund); }),
      C([] { return Orders::tr("Price"); }, [](Row row) { return texts::money(row.price); })
          .sortedBy([](Row row) { return QVariant(qlonglong{row.price.won}); })
          .onTheRight(),
      C([] { return Orders::tr("Attempts"); }, [](Row row) { return QString::number(row.payment.attempts); })
          .sortedBy([](Row row) { return QVariant(qlonglong{row.payment.attempts}); })
          .onTheRight(),
      C([] { return Orders::tr("Trace"); }, [](Row row) { return QString::fromStdString(row.trace_id); }),
  };
}

}  // namespace

OrdersModel::OrdersModel(QObject* parent) : TableModel(columns(), parent) {}

}  // namespace sharecar::desktop
