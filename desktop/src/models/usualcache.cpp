#include "models/usualcache.h"

#include "models/tracequery.h"

namespace sharecar::desktop {
namespace {

constexpr std::chrono::hours lookback{7 * 24};
constexpr std::size_t mostOperations = 64;

}  // namespace

UsualCache::UsualCache(TraceApi& api, std::function<Timestamp()> now, QObject* parent)
    : QObject(parent), m_api(api), m_now(std::move(now)) {}

UsualCache::~UsualCache() = default;

const UsualTraces* UsualCache::of(const Operation& operation) {
  if (operation.second.empty()) return nullptr;
  if (!m_entries.contains(operation) && m_entries.size() >= mostOperations) m_entries.clear();
  Entry& entry = m_entries[operation];
  if (!entry.call.isRunning() && entry.fresh.hasExpired()) ask(operation, entry);
  return entry.known ? &*entry.known : nullptr;
}

void UsualCache::fetch(const Operation& operation, QObject* context, std::function<void(const QByteArray&)> done) {
  auto* waits = new QObject(context);
  const auto look = [this, operation, waits, done = std::move(done), told = std::make_shared<bool>(false)] {
    const auto* known = *told ? nullptr : of(operation);
    if (!known) return;
    *told = true;
    waits->deleteLater();
    done(known->json);
  };
  connect(this, &UsualCache::learnt, waits, look);
  QMetaObject::invokeMethod(waits, look, Qt::QueuedConnection);
}

void UsualCache::ask(const Operation& operation, Entry& entry) {
  entry.fresh = QDeadlineTimer(keptFor);
  const TraceQuery wanted{.service = QString::fromStdString(operation.first),
                          .span = QString::fromStdString(operation.second),
                          .lookback = lookback,
                          .limit = traces};
  entry.call = m_api.usual(wanted.toServer(m_now()), [this, operation](const Answer<UsualTraces>& answer) {
    if (!answer) return;
    m_entries[operation].known = *answer;
    Q_EMIT learnt();
  });
}

}  // namespace sharecar::desktop
