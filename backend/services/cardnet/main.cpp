#include "services/cardnet/cardnet_service.hpp"

int main(int argc, char** argv) { return sharecar::run_service("cardnet", argc, argv, sharecar::cardnet::set_up); }
