/// Two typed times, from and to, of a car's time zone.
#pragma once

#include <QWidget>

#include "contracts/types.hpp"

class QDateTimeEdit;
class QLabel;

namespace sharecar::desktop {

/// Steps by 10 minutes. Moving the start moves the end along. Owned by its page.
class TimeEdit : public QWidget {
  Q_OBJECT
 public:
  /// `name` is put before the object names of the two editors: "mine" gives mineFrom and mineTo.
  explicit TimeEdit(const QString& name, QWidget* parent = nullptr);

  void setTime(const Slot& time, const std::string& zone);
  Slot time() const { return m_time; }

 Q_SIGNALS:
  void edited(const sharecar::Slot& time);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QDateTimeEdit* makeEditor(const QString& name);
  void startEdited();
  void endEdited();
  void show();
  void retranslate();

  QLabel* m_fromLabel;
  QLabel* m_toLabel;
  QDateTimeEdit* m_from;
  QDateTimeEdit* m_to;
  Slot m_time;
  std::string m_zone = "UTC";
};

/// Shows times in this format, in the language of the moment, and is wide enough for any of them.
void setDateFormat(QDateTimeEdit* editor, const QString& format);

}  // namespace sharecar::desktop
