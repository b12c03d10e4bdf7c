#include "models/traceloader.h"

namespace sharecar::desktop {
namespace {

Timestamp endOf(const tracemodel::Summary& summary) {
  return Timestamp{std::chrono::microseconds{summary.start} + std::chrono::microseconds{summary.to_last_effect}};
}

bool isMissing(const Failure& failure) { return failure.kind == Failure::Kind::Refused && failure.status == 404; }

}  // namespace

TraceLoader::TraceLoader(TraceApi& traces, std::function<Timestamp()> now, Wanted wanted, bool byOrder, QObject* parent)
    : QObject(parent),
      m_traces(traces),
      m_now(std::move(now)),
      m_wanted(std::move(wanted)),
      m_byOrder(byOrder),
      m_arrival(m_now()) {
  m_again.setSingleShot(true);
  connect(&m_again, &QTimer::timeout, this, [this] { look({}); });
}

TraceLoader::~TraceLoader() = default;

void TraceLoader::load(const Click& click) {
  m_arrival = Arrival(m_now());
  if (!hasTrace()) setState(State::Looking);
  look(click);
}

void TraceLoader::cancel() {
  m_again.stop();
  m_call.cancel();
}

QString TraceLoader::id() const {
  return hasTrace() ? QString::fromStdString(m_trace.summary.trace_id) : m_wanted.traceId;
}

void TraceLoader::look(const Click& click) {
  m_again.stop();
  if (!m_byOrder && !id().isEmpty()) {
    m_call = m_traces.trace(id(), click, [this](const auto& answer) { came(answer); });
    return;
  }
  const auto wanted = id().toStdString();
  m_call = m_traces.ofOrder(OrderId{m_wanted.order}, click, [this, wanted](const auto& answer) {
    if (!answer) return came(answer.error());
    for (const auto& trace : *answer) {
      if (trace.summary.trace_id.ends_with(wanted)) return came(trace);
    }
    came(FetchedTrace());
  });
}

void TraceLoader::came(const Answer<FetchedTrace>& answer) {
  if (!answer && !isMissing(answer.error())) return fail(answer.error());
  const FetchedTrace trace = answer ? *answer : FetchedTrace();
  const auto before = m_arrival.spans();
  const auto again = m_arrival.found(m_now(), trace.summary.spans, endOf(trace.summary));
  if (again) m_again.start(*again);
  if (trace.summary.spans > before) {
    m_trace = trace;
    Q_EMIT grew();
  }
  if (!again && !hasTrace()) {
    return fail(answer ? Failure{.kind = Failure::Kind::Refused, .status = 404, .problem = {.code = Errc::not_found}}
                       : answer.error());
  }
  setState(again ? State::Arriving : State::Complete);
}

void TraceLoader::fail(const Failure& failure) {
  m_failure = failure;
  setState(State::Failed);
}

void TraceLoader::setState(State state) {
  m_state = state;
  Q_EMIT stateChanged();  // also when only the numbers of the arrival are new
}

}  // namespace sharecar::desktop
