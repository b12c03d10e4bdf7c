/// Cars that can be booked, as a table.
#pragma once

#include "contracts/listed_car.hpp"
#include "models/tablemodel.h"

namespace sharecar::desktop {

struct CarTraits {
  static std::int64_t key(const contracts::ListedCar& car) { return car.car_id.value; }
  static bool same(const contracts::ListedCar& a, const contracts::ListedCar& b) { return a == b; }
};

class CarsModel : public TableModel<contracts::ListedCar, CarTraits> {
 public:
  enum ColumnNumber { Name, Class, Zone, Hourly, Price };

  explicit CarsModel(QObject* parent = nullptr);
};

/// "Ioniq 5", or "Car 1002" for one without a name.
QString carName(const contracts::Car& car);

}  // namespace sharecar::desktop
