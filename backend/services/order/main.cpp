// order: orders, the catalogue copy and the booking saga.

#include "assemble.hpp"

int main(int argc, char** argv) {
  return sharecar::run_service<sharecar::order::OrderConfig>("order", argc, argv, sharecar::order::assemble);
}
