// reservation: the fleet, and what is reserved of it.

#include "assemble.hpp"

int main(int argc, char** argv) {
  return sharecar::run_service<sharecar::reservation::ReservationConfig>("reservation", argc, argv,
                                                                         sharecar::reservation::assemble);
}
