/// What became of a confirmation: the progress with its real milliseconds, or a paused payment.
#pragma once

#include <QTimer>
#include <QWidget>

#include "models/address.h"
#include "models/session.h"

class QLabel;
class QPushButton;

namespace sharecar::desktop {

/// Follows one order by events, and by asking while there are none. Hidden until follow(). Owned by the booking pane.
class BookingResult : public QWidget {
  Q_OBJECT
 public:
  explicit BookingResult(Session& session, QWidget* parent = nullptr);

  void follow(const contracts::Order& order, const std::string& zone);
  void clear();

 Q_SIGNALS:
  void navigate(const sharecar::desktop::Address& address);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void onEvent(const QByteArray& name, const QByteArray& json);
  void ask();
  void take(const contracts::MyPage& page);
  void showLines();
  void retranslate();

  Session& m_session;
  std::optional<contracts::Order> m_order;
  std::optional<contracts::MyPage> m_page;
  std::string m_zone;
  QLabel* m_headline;
  QLabel* m_steps;
  QLabel* m_line;
  QPushButton* m_how;
  QPushButton* m_booking;
  QTimer m_again;
  Call m_call;
};

}  // namespace sharecar::desktop
