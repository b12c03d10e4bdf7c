#pragma once

#include <string>
#include <vector>

namespace sharecar::sql {

/// One file of `sql/`: V001__orders.sql is {"V001__orders", text}. Applied once, in the order of their names.
struct Migration {
  std::string name;
  std::string text;
};

using Migrations = std::vector<Migration>;

}  // namespace sharecar::sql
