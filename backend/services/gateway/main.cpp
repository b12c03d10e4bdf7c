// gateway: the only way in.

#include "assemble.hpp"

int main(int argc, char** argv) {
  return sharecar::run_service<sharecar::gateway::GatewayConfig>("gateway", argc, argv, sharecar::gateway::assemble);
}
