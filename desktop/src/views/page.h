/// What the window shows in its middle: one place with an address of its own.
#pragma once

#include <QWidget>
#include <vector>

#include "models/address.h"
#include "models/session.h"

namespace sharecar::desktop {

/// Keys and what they do, for the help: {"Ctrl+K", "Commands"}.
struct KeyHint {
  QString keys;
  QString what;
};

/// A part of the breadcrumb.
struct Crumb {
  QString text;
  Address address;
};

/// A page wires models and views and owns no data that another page could want. How to write one: take Session&, build
/// the widgets in the constructor (each with an object name), set all texts and accessible names in retranslate(), show
/// in open() what an address names. Owned by its window; GUI thread.
class Page : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;

  virtual QString title() const = 0;
  /// Where one is below the title, outermost first: {"Order 42"}. Shown as the breadcrumb.
  virtual QStringList crumbs() const { return {}; }
  /// What the page's present place belongs to and can be reached from: the booking of a trace. Shown before the title.
  virtual std::vector<Crumb> origin() const { return {}; }
  virtual Address address() const = 0;
  /// Shows what the address names. Only shows: opening never books, cancels or changes anything.
  virtual void open(const Address& address) = 0;
  /// When the page last read what it shows; nothing before the first answer.
  std::optional<Timestamp> dataAt() const { return m_dataAt; }
  /// The page is in sight now, or no longer: start or stop what costs.
  virtual void setActive(bool active) { Q_UNUSED(active) }
  /// Keys that only this page knows.
  virtual std::vector<KeyHint> keys() const { return {}; }

 Q_SIGNALS:
  /// The person moved within the page: goes into the history.
  void addressChanged();
  /// The same place has a more exact address now: stands in the history instead of the former.
  void addressRefined();
  /// Somewhere else, please.
  void navigate(const sharecar::desktop::Address& address);
  /// One quiet line at the bottom; also read out by screen readers.
  void announce(const QString& text);
  void dataAtChanged();

 protected:
  /// Sets every text; also once at the end of the constructor.
  virtual void retranslate() = 0;
  /// What is shown has just been read.
  void setDataAt(Timestamp at);
  void changeEvent(QEvent* event) override;

 private:
  std::optional<Timestamp> m_dataAt;
};

/// Object name and widget in one line: `m_zone = named(new QComboBox(this), "zone");`
template <class Widget>
Widget* named(Widget* widget, const char* name) {
  widget->setObjectName(QString::fromLatin1(name));
  return widget;
}

}  // namespace sharecar::desktop
