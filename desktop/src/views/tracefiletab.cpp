#include "views/tracefiletab.h"

#include <QFileInfo>
#include <QVBoxLayout>

#include "views/theme.h"
#include "views/traceview.h"

namespace sharecar::desktop {

TraceFileTab::TraceFileTab(Session& session, const QString& file, QWidget* parent)
    : TracePlace(parent), m_file(file), m_view(new TraceView(session.isOperator, session.now, this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, space::s, 0, 0);
  layout->addWidget(m_view);
  connect(m_view, &TraceView::shown, this, &TracePlace::refined);
  connect(m_view, &TraceView::navigate, this, &TracePlace::navigate);
  connect(m_view, &TraceView::announce, this, &TracePlace::announce);
  m_view->openFile(file);
}

QString TraceFileTab::title() const { return QFileInfo(m_file).fileName(); }

bool TraceFileTab::isFor(const Address& address) const { return fileOf(address) == m_file; }

QString fileOf(const Address& address) { return address.query.queryItemValue("file", QUrl::FullyDecoded); }

}  // namespace sharecar::desktop
