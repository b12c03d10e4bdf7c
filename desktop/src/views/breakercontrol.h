/// What an operator may do to a breaker, with the name typed, a reason, and a time after which the server takes it back.
#pragma once

#include <QFrame>
#include <chrono>
#include <vector>

#include "models/breakers.h"
#include "models/session.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace sharecar::desktop {

class Notice;

/// Part of the page Breakers. The button stays grey until the breaker's own name is typed and a reason is given: one
/// cannot do it to the wrong one in a hurry. While a state is set by hand it can be undone here, whoever set it.
class BreakerControl : public QFrame {
  Q_OBJECT
 public:
  explicit BreakerControl(Session& session, QWidget* parent = nullptr);

  /// Another breaker empties the form; news of the same one leaves it.
  void follow(const SeenBreaker& seen);
  /// What the box of auto-reverts offers; 5, 15 and 60 minutes unless somebody says otherwise.
  void offerReverts(std::vector<std::chrono::seconds> after);

 Q_SIGNALS:
  void changed(const sharecar::contracts::BreakerChange& change);
  void undone();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void build();
  void retranslate();
  void refresh();
  void send();
  void undo();
  contracts::ChangeBreaker wanted() const;

  Session& m_session;
  SeenBreaker m_seen;
  std::vector<std::chrono::seconds> m_reverts;
  QLabel* m_byHand;
  QPushButton* m_undo;
  QComboBox* m_state;
  QComboBox* m_revert;
  QLineEdit* m_reason;
  QLineEdit* m_name;
  QPushButton* m_do;
  Notice* m_notice;
  Call m_call;
};

}  // namespace sharecar::desktop
