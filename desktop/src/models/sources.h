/// How well each source of data can be reached, for the status bar, and whether the platform is away.
#pragma once

#include <QDeadlineTimer>
#include <QObject>
#include <QString>
#include <vector>

#include "api/eventstream.h"

namespace sharecar::desktop {

/// Sources are told apart by a fixed English name ("events"); texts are made where they are shown. GUI thread.
class Sources : public QObject {
  Q_OBJECT
 public:
  struct Source {
    QString name;
    ConnectionState state = ConnectionState::Connecting;
    QDeadlineTimer retry = {};  ///< when it is tried again, while Lost

    friend bool operator==(const Source&, const Source&) = default;
  };

  /// The plain requests to the gateway: without them nothing can be read or written.
  static constexpr auto requests = "requests";
  static constexpr auto events = "events";
  static constexpr auto platform = "breakers";  ///< events of breakers and health
  static constexpr auto traces = "traces";  ///< of another Zipkin than the platform's own

  explicit Sources(QObject* parent = nullptr) : QObject(parent) {}

  void set(const QString& name, ConnectionState state, QDeadlineTimer retry = {});
  const std::vector<Source>& all() const { return m_all; }
  /// The one that a person has to know of first. Not for an empty list.
  const Source& worst() const;
  /// Requests do not reach the gateway: what is shown is old, and nothing can be written.
  bool isOffline() const;
  /// When requests are tried again, while offline.
  QDeadlineTimer retry() const;

 Q_SIGNALS:
  void changed();
  void offlineChanged(bool offline);

 private:
  const Source* find(const QString& name) const;

  std::vector<Source> m_all;
};

}  // namespace sharecar::desktop
