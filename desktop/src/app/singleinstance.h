/// One client per person and gateway: a second start hands its addresses to the first and ends.
#pragma once

#include <QLocalServer>
#include <QStringList>

namespace sharecar::desktop {

class SingleInstance : public QObject {
  Q_OBJECT
 public:
  static constexpr qsizetype mostBytes = 64 * 1024;

  /// `key` tells clients apart that may run beside each other.
  explicit SingleInstance(const QString& key, QObject* parent = nullptr);

  /// True when another one runs and has taken `open`: end now. Waits for it at most a second.
  bool handOver(const QStringList& open) const;
  /// From now on this is the one. False when the socket cannot be made; the client works without.
  bool listen();

 Q_SIGNALS:
  /// A second start: come to the front and open these.
  void asked(const QStringList& open);

 private:
  void welcome();

  QString m_name;
  QLocalServer m_server;
};

}  // namespace sharecar::desktop
