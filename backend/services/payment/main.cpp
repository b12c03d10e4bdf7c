// payment: payments, refunds and payment methods.

#include "assemble.hpp"

int main(int argc, char** argv) {
  return sharecar::run_service<sharecar::payment::PaymentConfig>("payment", argc, argv, sharecar::payment::assemble);
}
