// Preloaded into a service: writes to its SQLite files fail with ENOSPC while the file $SHARECAR_DISK_FULL exists.
// Only what makes a file longer or fills it; reading and syncing go on, as on a full disk.
#include <dlfcn.h>
#include <errno.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstdlib>

namespace {

bool is_full(int file) {
  static const char* const flag = std::getenv("SHARECAR_DISK_FULL");
  struct stat status {};
  return file > STDERR_FILENO && flag && ::access(flag, F_OK) == 0 && ::fstat(file, &status) == 0 &&
         S_ISREG(status.st_mode);
}

}  // namespace

extern "C" {

ssize_t pwrite64(int file, const void* bytes, size_t count, off64_t at) {
  static const auto real = reinterpret_cast<decltype(&pwrite64)>(::dlsym(RTLD_NEXT, "pwrite64"));
  if (!is_full(file)) return real(file, bytes, count, at);
  errno = ENOSPC;
  return -1;
}

ssize_t write(int file, const void* bytes, size_t count) {
  static const auto real = reinterpret_cast<decltype(&write)>(::dlsym(RTLD_NEXT, "write"));
  if (!is_full(file)) return real(file, bytes, count);
  errno = ENOSPC;
  return -1;
}
}
