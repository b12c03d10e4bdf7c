#include "api/mypageevents.h"

#include "api/wire.h"

namespace sharecar::desktop {

Answer<contracts::MyPage> decodeMyPage(const QByteArray& data) {
  return wire::decode<contracts::MyPage>(RawAnswer{.status = 200, .body = data, .traceId = {}});
}

}  // namespace sharecar::desktop
