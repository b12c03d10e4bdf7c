/// What takes too long for the thread of the windows: one thread beside it, whose results come back as events.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <array>
#include <memory>

namespace sharecar::desktop {

/// Jobs run one after the other. Of each lane only the newest result counts: when a newer job was started meanwhile,
/// nobody hears of the older one. The destructor waits for the job that runs. GUI thread.
class TraceWork : public QObject {
  Q_OBJECT
 public:
  enum class Lane { Read, Compare, Filter, Usual, Save };

  explicit TraceWork(QObject* parent = nullptr);
  ~TraceWork() override;

  /// `job` is called on the other thread and uses nothing that this one changes; `done` is called here with its result.
  template <class Job, class Done>
  void run(Lane lane, Job job, Done done) {
    const int ticket = ++ticketOf(lane);
    m_pool.start([this, lane, ticket, job = std::move(job), done = std::move(done)]() mutable {
      auto result = std::make_shared<std::decay_t<decltype(job())>>(job());
      QMetaObject::invokeMethod(
          this,
          [this, lane, ticket, result, done = std::move(done)]() mutable {
            if (ticketOf(lane) == ticket) done(std::move(*result));
          },
          Qt::QueuedConnection);
    });
  }
  /// Nobody wants what runs in this lane any more.
  void forget(Lane lane) { ++ticketOf(lane); }
  /// Takes its time with the other thread: what is large is not destroyed here.
  template <class T>
  void dispose(std::shared_ptr<T> last) {
    if (last) m_pool.start([last = std::move(last)]() mutable { last.reset(); });
  }

 private:
  int& ticketOf(Lane lane) { return m_tickets[static_cast<std::size_t>(lane)]; }

  QThreadPool m_pool;
  std::array<int, 5> m_tickets{};
};

}  // namespace sharecar::desktop
