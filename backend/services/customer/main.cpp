// customer: MyPage, what customers see of their orders. Its file can be deleted: the log fills it again.

#include "assemble.hpp"

int main(int argc, char** argv) {
  return sharecar::run_service<sharecar::customer::CustomerConfig>("customer", argc, argv,
                                                                   sharecar::customer::assemble);
}
