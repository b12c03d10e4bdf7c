/// Cancellations that a person has confirmed: each waits some seconds, in which it can be undone, and is then sent.
#pragma once

#include <QObject>
#include <QTimer>
#include <map>
#include <memory>

#include "api/api.h"

namespace sharecar::desktop {

/// Shared by all windows. What waits is sent at once by flush() when the client quits; if it crashes nothing is sent.
/// DELETE may be repeated safely, so an unknown outcome is asked again. GUI thread.
class Cancellations : public QObject {
  Q_OBJECT
 public:
  static constexpr std::chrono::milliseconds undoTime{8'000};

  enum class State { None, Waiting, Sending, Sent };

  explicit Cancellations(Api& api, std::chrono::milliseconds undo = undoTime, QObject* parent = nullptr);
  ~Cancellations() override;

  /// `expected` is the refund that was shown. Without `undoable` it is sent at once.
  void begin(OrderId order, Money expected, bool undoable);
  void undo(OrderId order);
  /// MyPage shows it now: nothing is pending here any more.
  void settled(OrderId order);
  State state(OrderId order) const;
  std::chrono::milliseconds left(OrderId order) const;  ///< until it is sent

  bool hasUnsent() const;
  void flush();

 Q_SIGNALS:
  void changed(qint64 order);
  void failed(qint64 order, const sharecar::desktop::Failure& failure);

 private:
  struct Pending {
    Money expected;
    State state = State::Waiting;
    QTimer timer;
    Call call;
    int tries = 0;
  };
  void send(std::int64_t order);
  void answered(std::int64_t order, const Answer<contracts::Order>& answer);

  Api& m_api;
  std::chrono::milliseconds m_undo;
  std::map<std::int64_t, std::unique_ptr<Pending>> m_pending;
};

}  // namespace sharecar::desktop
