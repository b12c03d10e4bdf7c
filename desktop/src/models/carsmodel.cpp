#include "models/carsmodel.h"

#include <QCoreApplication>

#include "models/texts.h"

namespace sharecar::desktop {
namespace {

class Cars {
  Q_DECLARE_TR_FUNCTIONS(Cars)
};

std::vector<Column<contracts::ListedCar>> columns() {
  using Row = const contracts::ListedCar&;
  using C = Column<contracts::ListedCar>;
  const auto won = [](Money amount) { return QVariant(qlonglong{amount.won}); };
  return {
      C([] { return Cars::tr("Car"); }, [](Row car) { return carName(car); }).withToolTip([](Row car) {
        return Cars::tr("Car %1").arg(car.car_id.value);
      }),
      C([] { return Cars::tr("Class"); }, [](Row car) { return QString::fromStdString(car.car_class); }),
      C([] { return Cars::tr("Zone"); }, [](Row car) { return QString::fromStdString(car.zone); }),
      C([] { return Cars::tr("Per hour"); }, [](Row car) { return texts::money(car.hourly_price); })
          .sortedBy([won](Row car) { return won(car.hourly_price); })
          .onTheRight(),
      C([] { return Cars::tr("My time"); }, [](Row car) { return car.price ? texts::money(*car.price) : QString(); })
          .sortedBy([won](Row car) { return won(car.price.value_or(car.hourly_price)); })
          .onTheRight(),
  };
}

}  // namespace

CarsModel::CarsModel(QObject* parent) : TableModel(columns(), parent) {}

QString carName(const contracts::Car& car) {
  return car.name.empty() ? Cars::tr("Car %1").arg(car.car_id.value) : QString::fromStdString(car.name);
}

}  // namespace sharecar::desktop
