/// What an event of the topic `mypage` carries.
#pragma once

#include <QByteArray>

#include "api/failure.h"
#include "contracts/mypage.hpp"

namespace sharecar::desktop {

/// The data of `mypage.changed`.
Answer<contracts::MyPage> decodeMyPage(const QByteArray& data);

}  // namespace sharecar::desktop
