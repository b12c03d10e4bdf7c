/// One HTTP request: deadline, byte limit, trace, and exactly one answer, unless it is dropped.
#pragma once

#include <QByteArray>
#include <QPointer>
#include <QString>
#include <QUrl>
#include <any>
#include <chrono>
#include <functional>

#include "api/failure.h"
#include "api/tracing.h"

class QNetworkAccessManager;

namespace sharecar::desktop {

struct Limits {
  std::chrono::milliseconds time{10'000};  ///< from sending to the last byte
  qint64 bytes = 4 * 1024 * 1024;          ///< unpacked
};
/// Traces may be large, and they are the operator's own.
inline constexpr Limits traceLimits{std::chrono::milliseconds{60'000}, 256LL * 1024 * 1024};

struct RawAnswer {
  int status = 0;
  QByteArray body;
  QString traceId;
  std::any meaning = {};  ///< what Request::digest made of it
};

struct Request {
  QByteArray method = "GET";
  QUrl url;
  QString route;         ///< names the span: "/orders/{id}", never a raw path
  QByteArray body = {};  ///< JSON; empty: none
  QByteArray idempotencyKey = {};
  QString elsewhere = {};  ///< who is asked when it is not the platform, for what is said of a failure
  QByteArray bearer = {};  ///< a token for the Authorization header; empty: none
  Limits limits = {};
  /// Reads an answer that is too large for the GUI thread, on another one.
  std::any (*digest)(const RawAnswer& answer) = nullptr;
};

class Exchange;

/// A request under way, held by who wants its answer. Destroyed, or assigned another call, it is aborted and its
/// callback never comes: a page that dies or asks anew cannot get an old answer. Move-only; GUI thread.
class [[nodiscard]] Call {
 public:
  Call() = default;
  Call(Call&& other) noexcept;
  Call& operator=(Call&& other) noexcept;
  ~Call() { cancel(); }

  bool isRunning() const;
  void cancel();

  /// `done` gets any answer below 400, or the failure; it comes from the event loop, never from within this function.
  static Call start(QNetworkAccessManager& network, const Request& request, const Click& click,
                    std::function<void(Answer<RawAnswer>)> done);

 private:
  QPointer<Exchange> m_exchange;
};

}  // namespace sharecar::desktop
