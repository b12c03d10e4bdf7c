/// Why a request has no result.
#pragma once

#include <QString>
#include <boost/system/result.hpp>

#include "contracts/problem.hpp"

namespace sharecar::desktop {

struct Failure {
  enum class Kind {
    Refused,      ///< the server answered with a problem
    Unreachable,  ///< no connection; nothing was sent
    TimedOut,
    Cut,       ///< the connection ended before the answer did
    TooLarge,  ///< more bytes than anybody would want
    Nonsense,  ///< an answer, but not what was promised
  };

  Kind kind = Kind::Unreachable;
  int status = 0;        ///< of HTTP; 0 when no head came
  Problem problem = {};  ///< Refused: what the server says; texts for people are made from its code
  QString detail = {};   ///< for "Copy details": English, holds no secret
  QString traceId = {};
  QString elsewhere = {};  ///< who failed when it is not the platform: "127.0.0.1:9411"

  /// Whether the server may have done what was asked: ask again with the same key before anything else.
  bool outcomeUnknown() const {
    return kind == Kind::Refused ? problem.code == Errc::request_running || status >= 500 : kind != Kind::Unreachable;
  }
};

template <class T>
using Answer = boost::system::result<T, Failure>;

/// Asked for the value of a failed answer: a mistake in our code.
[[noreturn]] inline void throw_exception_from_error(const Failure& failure, const boost::source_location&) {
  throw UnexpectedProblem(failure.problem);
}

}  // namespace sharecar::desktop
