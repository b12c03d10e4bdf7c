/// How long operations usually take: read from the last traces when somebody asks, and kept for a while.
#pragma once

#include <QDeadlineTimer>
#include <QObject>
#include <map>

#include "api/traceapi.h"

namespace sharecar::desktop {

/// Shared by all windows. A failure is nobody's business: then nothing is known to be usual. GUI thread.
class UsualCache : public QObject {
  Q_OBJECT
 public:
  static constexpr int traces = 200;  ///< that are read, the newest
  static constexpr std::chrono::minutes keptFor{1};

  using Operation = std::pair<std::string, std::string>;  ///< service and name of a span

  UsualCache(TraceApi& api, std::function<Timestamp()> now, QObject* parent = nullptr);
  ~UsualCache() override;

  /// What the last traces with this operation say of every operation in them; null while nothing is known. What is
  /// missing or old is asked for, and learnt() follows.
  const UsualTraces* of(const Operation& operation);
  /// The same traces as they came ([[span]]), later and once; never when there are none to be had, or `context` is
  /// gone.
  void fetch(const Operation& operation, QObject* context, std::function<void(const QByteArray& traces)> done);

 Q_SIGNALS:
  void learnt();

 private:
  struct Entry {
    std::optional<UsualTraces> known;
    Call call;
    QDeadlineTimer fresh;
  };
  void ask(const Operation& operation, Entry& entry);

  TraceApi& m_api;
  std::function<Timestamp()> m_now;
  std::map<Operation, Entry> m_entries;
};

}  // namespace sharecar::desktop
