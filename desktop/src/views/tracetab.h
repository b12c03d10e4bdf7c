/// A tab of Traces with one trace of a server, or two side by side.
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include "models/traceloader.h"
#include "views/traceplace.h"

namespace sharecar::desktop {

class Loading;
class Notice;
class TraceView;

/// Fetches, follows until all spans have come, and hands over to a TraceView. When the booking that it is about changes
/// it looks again.
class TraceTab : public TracePlace {
  Q_OBJECT
 public:
  /// `compareWith`: the id of a second trace; empty: none.
  TraceTab(Session& session, const TraceLoader::Wanted& wanted, const QString& compareWith, QWidget* parent = nullptr);
  ~TraceTab() override;

  Address address() const override;
  QString title() const override;
  QStringList crumbs() const override;
  std::vector<Crumb> origin() const override;
  bool isFor(const Address& address) const override;
  void open(const Address& address) override;
  TraceView& view() { return *m_view; }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void build();
  void retranslate();
  void refresh();
  void tellArriving();
  void compare();
  void askStrip();
  std::int64_t order() const;

  Session& m_session;
  TraceLoader m_loader;
  std::unique_ptr<TraceLoader> m_other;
  Loading* m_loading;
  Notice* m_notice;
  TraceView* m_view;
  QTimer m_tick;
  Call m_stripCall;
};

}  // namespace sharecar::desktop
