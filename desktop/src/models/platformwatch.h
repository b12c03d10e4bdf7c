/// What an operator watches: every process, every breaker, and what they did last.
#pragma once

#include <QObject>
#include <QTimer>
#include <deque>
#include <functional>
#include <map>

#include "api/api.h"
#include "api/eventstream.h"
#include "models/breakers.h"

namespace sharecar::desktop {

/// Shared by all pages and windows. Live by the topics `breakers` and `health`; asked again every few seconds, and more
/// often while the stream is away. Starts when it is first looked at. GUI thread.
class PlatformWatch : public QObject {
  Q_OBJECT
 public:
  static constexpr std::size_t mostEvents = 1'000;

  /// `events` is a stream of those topics; `now` the clock of this computer. Both outlive this.
  PlatformWatch(Api& api, EventStream& events, std::function<Timestamp()> now, QObject* parent = nullptr);

  void start();

  const std::map<QString, SeenBreaker>& breakers() const { return m_breakers; }
  const SeenBreaker* find(const QString& key) const;
  /// By service and address.
  const std::vector<Instance>& instances() const { return m_instances; }
  /// The oldest first.
  const std::deque<contracts::BreakerEvent>& events() const { return m_events; }
  /// Why the last question has no answer; nothing once it has one.
  const std::optional<Failure>& breakersFailure() const { return m_breakersFailure; }
  const std::optional<Failure>& instancesFailure() const { return m_instancesFailure; }
  bool hasBreakers() const { return m_breakersHeard; }
  bool hasInstances() const { return m_instancesHeard; }

  void askBreakers();
  void askInstances();

 Q_SIGNALS:
  void breakersChanged();
  void instancesChanged();
  void breakerDid(const sharecar::contracts::BreakerEvent& event);
  /// A breaker is in another state than before; also when that was found by asking.
  void stateChanged(const sharecar::contracts::Breaker& breaker, const QString& from);
  void healthChanged(const sharecar::desktop::Instance& instance, const QString& from);

 private:
  void take(const QByteArray& name, const QByteArray& data);
  /// The state it was in, when that is another one.
  std::optional<QString> takeBreaker(contracts::Breaker breaker);
  void tellState(const QString& key, const std::optional<QString>& from);
  void takeInstances(std::vector<Instance> instances);
  void pace(ConnectionState state);

  Api& m_api;
  EventStream& m_stream;
  std::function<Timestamp()> m_now;
  std::map<QString, SeenBreaker> m_breakers;
  std::vector<Instance> m_instances;
  std::deque<contracts::BreakerEvent> m_events;
  std::optional<Failure> m_breakersFailure;
  std::optional<Failure> m_instancesFailure;
  QTimer m_breakersDue;
  QTimer m_instancesDue;
  Call m_breakersCall;
  Call m_instancesCall;
  bool m_started = false;
  bool m_breakersHeard = false;
  bool m_instancesHeard = false;
};

}  // namespace sharecar::desktop
