/// The bottom edge: what was said last, how well the sources come, whose client it is, where.
#pragma once

#include <QStatusBar>
#include <QTimer>
#include <optional>

#include "contracts/types.hpp"
#include "models/sources.h"

class QLabel;
class QMenu;
class QToolButton;

namespace sharecar::desktop {

/// Shows the worst source; its menu lists all. Owned by the window.
class StatusLine : public QStatusBar {
  Q_OBJECT
 public:
  StatusLine(const Sources& sources, const QString& customer, QWidget* parent = nullptr);

  /// Shown with a coloured band, so that nobody takes one platform for another.
  void setEnvironment(const QString& name, const QString& version);
  /// Of when the data of the page in sight are.
  void setDataAt(std::optional<Timestamp> at);
  /// A line that goes away after some seconds; screen readers are told, at most once in two seconds.
  void say(const QString& text);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void retranslate();
  void showSources();
  void listSources();
  void announce();

  const Sources& m_sources;
  QString m_customer;
  QString m_environment;
  QString m_version;
  std::optional<Timestamp> m_dataAt;
  QTimer m_tick;  ///< while something is tried again
  QToolButton* m_connection;
  QMenu* m_list;
  QLabel* m_said;
  QString m_toAnnounce;
  QTimer m_quiet;
  QLabel* m_age;
  QLabel* m_user;
  QLabel* m_place;
};

/// A word for a source: "Live events".
QString sourceTitle(const QString& name);

}  // namespace sharecar::desktop
