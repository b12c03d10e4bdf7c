/// The right side of Cars: a day of one car, its price, who pays, and the button.
#pragma once

#include <QTimer>
#include <QWidget>

#include "contracts/listed_car.hpp"
#include "models/address.h"
#include "models/bookingform.h"
#include "models/session.h"

class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace sharecar::desktop {

class BookingResult;
class DayStrip;
class Loading;
class Notice;
class TimeEdit;

/// Wires BookingForm, which has the rules, to widgets and requests. Owned by the Cars page.
class BookingPane : public QWidget {
  Q_OBJECT
 public:
  explicit BookingPane(Session& session, QWidget* parent = nullptr);

  /// Shows a car; `wanted` is chosen where it is free, else the earliest free time of that length.
  void showCar(const contracts::ListedCar& car, const Slot& wanted);
  const BookingForm& form() const { return m_form; }

 Q_SIGNALS:
  void navigate(const sharecar::desktop::Address& address);
  void announce(const QString& text);
  /// The time was changed here.
  void chose(const sharecar::Slot& time);

 protected:
  void changeEvent(QEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void build();
  void retranslate();
  void showDay(const Slot& day);
  void loadDay();
  void loadMethods();
  void choose(const Slot& time);
  void payWith(int row);
  void askPrice();
  void confirm();
  void send();
  void answered(const Answer<contracts::Order>& answer);
  void refresh();
  void showPrice();
  void showMessage();
  void showAlternatives();

  Session& m_session;
  BookingForm m_form;
  contracts::ListedCar m_car;
  std::vector<Slot> m_taken;
  bool m_dayKnown = false;  ///< what is taken on the day that is shown
  std::vector<contracts::PaymentMethod> m_methods;
  std::optional<Slot> m_wanted;  ///< to be chosen when the day is known
  std::optional<Failure> m_loadFailure;
  std::optional<Click> m_click;

  QLabel* m_title;
  QLabel* m_subtitle;
  QWidget* m_body;  ///< all the rest, once a car is chosen
  QToolButton* m_previousDay;
  QToolButton* m_nextDay;
  QLabel* m_dayLabel;
  DayStrip* m_strip;
  Loading* m_loading;
  TimeEdit* m_time;
  QLabel* m_priceLines;
  QLabel* m_price;
  QLabel* m_methodLabel;
  QComboBox* m_method;
  Notice* m_notice;
  QWidget* m_alternatives;
  QVBoxLayout* m_alternativesList;
  QPushButton* m_confirm;
  BookingResult* m_result;

  Call m_dayCall;
  Call m_methodsCall;
  Call m_priceCall;
  Call m_orderCall;
  QTimer m_priceSoon;
  QTimer m_again;
};

}  // namespace sharecar::desktop
