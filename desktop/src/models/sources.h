/// How well each source of data can be reached, for the status bar.
#pragma once

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

    friend bool operator==(const Source&, const Source&) = default;
  };

  explicit Sources(QObject* parent = nullptr) : QObject(parent) {}

  void set(const QString& name, ConnectionState state);
  const std::vector<Source>& all() const { return m_all; }
  /// The one that a person has to know of first. Not for an empty list.
  const Source& worst() const;

 Q_SIGNALS:
  void changed();

 private:
  std::vector<Source> m_all;
};

}  // namespace sharecar::desktop
