/// Below the top bar while the platform is away: of when the data are, what cannot be done, when it is tried again.
#pragma once

#include <QFrame>
#include <QTimer>
#include <QUrl>

#include "models/session.h"

class QLabel;
class QPushButton;

namespace sharecar::desktop {

/// One for all pages, so that none of them says it again. Owned by the window.
class OfflineBar : public QFrame {
  Q_OBJECT
 public:
  explicit OfflineBar(const Session& session, QWidget* parent = nullptr);

  /// Of when the data of the page in sight are; nothing: it has none yet.
  void setDataAt(std::optional<Timestamp> at);

 Q_SIGNALS:
  void tryNow();

 protected:
  void changeEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void tell();

  const Session& m_session;
  std::optional<Timestamp> m_dataAt;
  QTimer m_tick;
  QLabel* m_text;
  QPushButton* m_try;
};

}  // namespace sharecar::desktop
