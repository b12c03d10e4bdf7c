/// The question before a cancellation, with the exact refund, and the seconds in which it can be undone.
#pragma once

#include <QFrame>
#include <QTimer>

#include "models/session.h"

class QLabel;
class QPushButton;

namespace sharecar::desktop {

class Notice;

/// Part of BookingDetail; asks within the page, never by a message box. "Keep" is the default.
class CancelPanel : public QFrame {
  Q_OBJECT
 public:
  explicit CancelPanel(Session& session, QWidget* parent = nullptr);

  /// Another booking is shown: what is pending for it is shown too.
  void follow(OrderId order);
  /// Asks the platform for the refund, then the person.
  void ask(OrderId order, const std::string& zone);
  /// The question for the refund, for whoever shows that it is awaited.
  Call& call() { return m_call; }
  /// It asks, waits or sends.
  bool isBusy() const;

 Q_SIGNALS:
  void changed();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void quoteCame(const Answer<CancellationQuote>& answer);
  void confirm();
  void keep();
  void refresh();
  bool isUndoable() const;

  Session& m_session;
  OrderId m_order;
  std::string m_zone = "UTC";
  std::optional<CancellationQuote> m_quote;
  QLabel* m_text;
  QPushButton* m_keep;
  QPushButton* m_confirm;
  QPushButton* m_undo;
  Notice* m_notice;
  QTimer m_tick;
  Call m_call;
};

}  // namespace sharecar::desktop
