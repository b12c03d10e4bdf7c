/// One trace of a server, from the first look until all its spans have come.
#pragma once

#include <QObject>
#include <QTimer>

#include "api/traceapi.h"
#include "models/arrival.h"

namespace sharecar::desktop {

/// Looks by the id of the trace, or for the newest trace of an order, which its customer may see too. GUI thread.
class TraceLoader : public QObject {
  Q_OBJECT
 public:
  struct Wanted {
    QString traceId = {};    ///< empty: the newest of the order
    std::int64_t order = 0;  ///< 0: none

    friend bool operator==(const Wanted&, const Wanted&) = default;
  };
  enum class State {
    Looking,   ///< nothing has come yet
    Arriving,  ///< it is there, or may yet be, and looked for again
    Complete,
    Failed,  ///< see failure(); what was there stays
  };

  /// `byOrder`: the order's own view of its traces is asked, as for a person without the operator's role.
  TraceLoader(TraceApi& traces, std::function<Timestamp()> now, Wanted wanted, bool byOrder, QObject* parent = nullptr);
  ~TraceLoader() override;

  /// From the beginning. `click`: who asked.
  void load(const Click& click);
  void cancel();

  State state() const { return m_state; }
  const Wanted& wanted() const { return m_wanted; }
  bool hasTrace() const { return m_trace.summary.spans > 0; }
  const FetchedTrace& trace() const { return m_trace; }
  const Failure& failure() const { return m_failure; }
  const Arrival& arrival() const { return m_arrival; }
  Call& call() { return m_call; }

 Q_SIGNALS:
  /// There are more spans than before.
  void grew();
  void stateChanged();

 private:
  void look(const Click& click);
  QString id() const;
  void came(const Answer<FetchedTrace>& answer);
  void fail(const Failure& failure);
  void setState(State state);

  TraceApi& m_traces;
  std::function<Timestamp()> m_now;
  Wanted m_wanted;
  bool m_byOrder;
  State m_state = State::Looking;
  FetchedTrace m_trace;
  Failure m_failure;
  Arrival m_arrival;
  Call m_call;
  QTimer m_again;
};

}  // namespace sharecar::desktop
