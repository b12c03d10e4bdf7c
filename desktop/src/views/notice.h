/// One message within a page: what happened, what to do, a button. Never a message box.
#pragma once

#include <QFrame>

#include "api/failure.h"
#include "models/session.h"
#include "models/texts.h"

class QLabel;
class QPushButton;

namespace sharecar::desktop {

/// Hidden while there is nothing to say. Colour, glyph and words say the same.
class Notice : public QFrame {
  Q_OBJECT
 public:
  enum class Kind { Information, Warning, Error };

  explicit Notice(QWidget* parent = nullptr);

  void show(Kind kind, const texts::Explained& text);
  /// As show(), and offers Retry and Copy details (trace id, no secret). Follows the language while it is shown.
  void show(const Failure& failure);
  /// The same, unless the window says already that the platform is away.
  void show(const Failure& failure, const Session& session);
  void clear();
  QString text() const;

 Q_SIGNALS:
  void retry();

 protected:
  void changeEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void retranslate();
  void copyDetails();

  Kind m_kind = Kind::Information;
  std::optional<Failure> m_failure;
  QLabel* m_glyph;
  QLabel* m_text;
  QPushButton* m_retry;
  QPushButton* m_copy;
};

}  // namespace sharecar::desktop
