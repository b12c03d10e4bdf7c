// The part of TraceView that has to do with files: opening, saving, dropping, choosing one of several traces.
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMimeData>
#include <QSaveFile>

#include "views/notice.h"
#include "views/page.h"
#include "views/theme.h"
#include "views/tracebar.h"
#include "views/tracepanel.h"
#include "views/traceview.h"
#include "views/tracewaterfall.h"

namespace sharecar::desktop {
namespace {

QString firstLocalFile(const QMimeData* dropped) {
  for (const auto& url : dropped->urls()) {
    if (url.isLocalFile()) return url.toLocalFile();
  }
  return {};
}

}  // namespace

// A file may hold several traces: the first is shown, the others can be chosen.
void TraceView::showTraces() {
  m_traces->clear();
  m_traces->setVisible(m_all != nullptr);
  if (!m_all) return;
  int number = 0;
  for (const auto& spans : *m_all) {
    const auto count = tr("%n span(s)", nullptr, static_cast<int>(spans.size()));
    m_traces->addItem(tr("Trace %1 of %2: %3").arg(++number).arg(m_all->size()).arg(count));
  }
}

void TraceView::chooseTrace(int index) {
  if (!m_all || index < 0 || index >= static_cast<int>(m_all->size())) return;
  m_isAnother = true;
  m_work.run(
      TraceWork::Lane::Read,
      [all = m_all, index, other = m_other, usual = m_usual] {
        return make((*all)[static_cast<std::size_t>(index)], other, usual);
      },
      [this](Made made) { take(std::move(made)); });
}

bool TraceView::write(const QString& path, const QByteArray& bytes) {
  QSaveFile file(path);
  const bool done = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
  if (done) {
    Q_EMIT announce(tr("Saved: %1").arg(QFileInfo(path).fileName()));
  } else {
    m_notice->show(Notice::Kind::Error, {tr("The file cannot be written."), file.errorString()});
  }
  return done;
}

bool TraceView::saveZipkin(const QString& path) {
  return m_data && write(path, writeZipkin({m_data->trace().tree.spans()}));
}

bool TraceView::saveCase(const QString& path) {
  if (!m_data) return false;
  const auto now = std::chrono::floor<std::chrono::milliseconds>(m_now()).time_since_epoch().count();
  return write(path, writeCase(m_source.about.value_or(TraceCase{}), {m_data->trace().tree.spans()},
                               QDateTime::fromMSecsSinceEpoch(now, Qt::UTC)));
}

void TraceView::copyMarkdown() {
  if (!m_data) return;
  const auto address = this->address().toString();
  QApplication::clipboard()->setText(texts::traceMarkdown(*m_data, m_panel->findings(), address));
  Q_EMIT announce(tr("The trace is on the clipboard, as Markdown."));
}

void TraceView::save(bool asCase) {
  const auto name = traceId() + (asCase ? ".sharecar" : ".json");
  const auto path = QFileDialog::getSaveFileName(this, asCase ? tr("Save the case") : tr("Save the trace"), name,
                                                 asCase ? tr("Cases (*.sharecar)") : tr("Zipkin JSON (*.json)"));
  if (path.isEmpty()) return;
  if (!asCase) return void(saveZipkin(path));
  if (!m_source.about) m_source.about.emplace();
  bool agreed = false;
  const auto verdict = QInputDialog::getMultiLineText(this, tr("Save the case"), tr("What do you conclude? (may be empty)"),
                                                      QString::fromStdString(m_source.about->verdict), &agreed);
  if (!agreed) return;
  m_source.about->verdict = verdict.trimmed().toStdString();
  saveCase(path);
}

void TraceView::choose(bool toCompare) {
  const auto path = QFileDialog::getOpenFileName(this, toCompare ? tr("Compare with") : tr("Open a trace"), QString(),
                                                 tr("Traces and cases (*.json *.sharecar);;All files (*)"));
  if (path.isEmpty()) return;
  if (!toCompare) return openFile(path);
  QFile file(path);
  compareWith(file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray(), QFileInfo(path).fileName());
}

void TraceView::dragEnterEvent(QDragEnterEvent* event) {
  if (!firstLocalFile(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void TraceView::dropEvent(QDropEvent* event) {
  const auto path = firstLocalFile(event->mimeData());
  if (path.isEmpty()) return;
  event->acceptProposedAction();
  openFile(path);
}

void TraceView::showKeys() {
  auto* dialog = named(new QDialog(this), "traceKeysDialog");
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Keys in the waterfall"));
  auto* layout = new QFormLayout(dialog);
  layout->setContentsMargins(space::l, space::l, space::l, space::l);
  layout->setHorizontalSpacing(space::xl);
  for (const auto& [keys, what] : TraceWaterfall::keys()) layout->addRow(keys, new QLabel(what, dialog));
  dialog->open();
}

void TraceView::retranslate() {
  m_waterfall->setAccessibleName(tr("Waterfall: the spans of the trace; ? lists the keys"));
  m_traces->setAccessibleName(tr("Traces of the file"));
  m_splitter->setAccessibleName(tr("Waterfall and details"));
  const int index = m_traces->currentIndex();
  showTraces();
  m_traces->setCurrentIndex(index);
  showSummary();
  applyFilter();
}

}  // namespace sharecar::desktop
