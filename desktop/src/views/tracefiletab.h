/// A tab of Traces with a file: no server is needed.
#pragma once

#include "models/session.h"
#include "views/traceplace.h"

namespace sharecar::desktop {

class TraceView;

class TraceFileTab : public TracePlace {
  Q_OBJECT
 public:
  TraceFileTab(Session& session, const QString& file, QWidget* parent = nullptr);

  Address address() const override { return addressOfFile(m_file); }
  QString title() const override;
  bool isFor(const Address& address) const override;
  void open(const Address&) override {}
  TraceView& view() { return *m_view; }

 private:
  QString m_file;
  TraceView* m_view;
};

/// The file that an address names; empty: none.
QString fileOf(const Address& address);

}  // namespace sharecar::desktop
