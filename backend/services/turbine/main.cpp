// turbine: watches every breaker of every instance, and lets operators take a hand.

#include "assemble.hpp"

int main(int argc, char** argv) {
  return sharecar::run_service<sharecar::turbine::TurbineConfig>("turbine", argc, argv, sharecar::turbine::assemble);
}
