/// That something is awaited: nothing for 150 ms, then a thin bar, from 3 s on what it is and a button to give up.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include "api/call.h"

class QLabel;
class QPushButton;

namespace sharecar::desktop {

/// Sits above what is loaded, which stays as it was meanwhile. Takes 4 px while there is nothing to tell. Owned by its
/// page.
class Loading : public QWidget {
  Q_OBJECT
 public:
  explicit Loading(QWidget* parent = nullptr);

  /// From now until it has ended. `call` outlives this, and may be assigned another one, which is awaited then.
  void await(Call& call);
  /// What is awaited, in the language of the moment: "the list of cars".
  void setWhat(const QString& what);

  QSize sizeHint() const override;

 Q_SIGNALS:
  /// The person gave up; the call is cancelled already.
  void cancelled();

 protected:
  void changeEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void look();
  void tell();
  void retranslate();

  Call* m_call = nullptr;
  QString m_what;
  QElapsedTimer m_since;
  QTimer m_look;
  QWidget* m_line;
  QLabel* m_text;
  QPushButton* m_cancel;
};

}  // namespace sharecar::desktop
