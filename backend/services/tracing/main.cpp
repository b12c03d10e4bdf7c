#include "services/tracing/tracing_service.hpp"

int main(int argc, char** argv) { return sharecar::run_service("tracing", argc, argv, sharecar::tracing::set_up); }
