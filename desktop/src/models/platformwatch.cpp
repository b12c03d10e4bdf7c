#include "models/platformwatch.h"

#include <algorithm>
#include <tuple>

#include "api/breakerevents.h"

namespace sharecar::desktop {
namespace {

using namespace std::chrono_literals;

constexpr auto instancesEvery = 5s;
constexpr auto liveEvery = 5s;   // counters and percentiles move without an event
constexpr auto aloneEvery = 1s;  // while no events come
constexpr auto longestOvertaken = 10s;

}  // namespace

PlatformWatch::PlatformWatch(Api& api, EventStream& events, std::function<Timestamp()> now, QObject* parent)
    : QObject(parent), m_api(api), m_stream(events), m_now(std::move(now)) {
  connect(&m_breakersDue, &QTimer::timeout, this, &PlatformWatch::askBreakers);
  connect(&m_instancesDue, &QTimer::timeout, this, &PlatformWatch::askInstances);
  connect(&events, &EventStream::event, this, &PlatformWatch::take);
  connect(&events, &EventStream::stateChanged, this, &PlatformWatch::pace);
  connect(&events, &EventStream::reset, this, [this] {
    askBreakers();
    askInstances();
  });
}

void PlatformWatch::start() {
  if (m_started) return;
  m_started = true;
  pace(m_stream.state());
  m_instancesDue.start(instancesEvery);
  m_stream.open();
  askBreakers();
  askInstances();
}

void PlatformWatch::pace(ConnectionState state) {
  if (!m_started) return;
  const bool comes = state == ConnectionState::Live || state == ConnectionState::Connected;
  const std::chrono::milliseconds every = comes ? liveEvery : aloneEvery;
  if (!m_breakersDue.isActive() || m_breakersDue.intervalAsDuration() != every) m_breakersDue.start(every);
}

const SeenBreaker* PlatformWatch::find(const QString& key) const {
  const auto found = m_breakers.find(key);
  return found == m_breakers.end() ? nullptr : &found->second;
}

void PlatformWatch::askBreakers() {
  m_breakersCall = m_api.breakers([this](const Answer<std::vector<contracts::Breaker>>& answer) {
    m_breakersFailure.reset();
    if (answer) {
      std::map<QString, SeenBreaker> before;
      before.swap(m_breakers);
      m_breakersHeard = true;
      std::map<QString, std::optional<QString>> from;
      for (const auto& breaker : *answer) {
        const auto key = breakerKey(breaker);
        if (const auto found = before.find(key); found != before.end()) m_breakers.insert(*found);
        from[key] = takeBreaker(breaker);
      }
      for (const auto& [key, state] : from) tellState(key, state);
    } else {
      m_breakersFailure = answer.error();
    }
    Q_EMIT breakersChanged();
  });
}

void PlatformWatch::askInstances() {
  m_instancesCall = m_api.instances([this](const Answer<std::vector<Instance>>& answer) {
    m_instancesFailure.reset();
    if (answer) {
      takeInstances(*answer);
    } else {
      m_instancesFailure = answer.error();
    }
    Q_EMIT instancesChanged();
  });
}

void PlatformWatch::take(const QByteArray& name, const QByteArray& data) {
  if (name == "breaker.changed") {
    if (const auto breaker = decodeBreaker(data)) {
      tellState(breakerKey(*breaker), takeBreaker(*breaker));
      Q_EMIT breakersChanged();
    }
  } else if (name == "breaker.event") {
    const auto event = decodeBreakerEvent(data);
    if (!event) return;
    m_events.push_back(*event);
    if (m_events.size() > mostEvents) m_events.pop_front();
    Q_EMIT breakerDid(*event);
  } else if (name == "health.changed") {
    askInstances();
  }
}

// An answer may be older than an event that came meanwhile: the server's own clock tells, unless it was set back.
std::optional<QString> PlatformWatch::takeBreaker(contracts::Breaker breaker) {
  auto& seen = m_breakers[breakerKey(breaker)];
  const auto behind = seen.breaker.server_now - breaker.server_now;
  if (behind > 0s && behind < longestOvertaken) return {};
  const auto from = QString::fromStdString(seen.breaker.state);
  seen = {std::move(breaker), m_now()};
  if (from.isEmpty() || from.toStdString() == seen.breaker.state) return {};
  return from;
}

void PlatformWatch::tellState(const QString& key, const std::optional<QString>& from) {
  if (from) Q_EMIT stateChanged(m_breakers.at(key).breaker, *from);
}

void PlatformWatch::takeInstances(std::vector<Instance> instances) {
  std::sort(instances.begin(), instances.end(),
            [](const auto& a, const auto& b) { return std::tie(a.service, a.url) < std::tie(b.service, b.url); });
  const auto before = std::exchange(m_instances, std::move(instances));
  m_instancesHeard = true;
  for (const auto& now : m_instances) {
    const auto same = [&](const Instance& one) { return one.url == now.url; };
    const auto found = std::find_if(before.begin(), before.end(), same);
    if (found != before.end() && found->health != now.health) {
      Q_EMIT healthChanged(now, QString::fromStdString(found->health));
    }
  }
}

}  // namespace sharecar::desktop
