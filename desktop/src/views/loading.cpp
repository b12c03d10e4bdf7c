#include "views/loading.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include "views/page.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

constexpr int silentMs = 150;
constexpr int tellAfterMs = 3'000;
constexpr int frameMs = 50;
constexpr int barHeight = 4;
constexpr int sweepMs = 1'200;  // once from left to right

}  // namespace

Loading::Loading(QWidget* parent)
    : QWidget(parent),
      m_line(new QWidget(this)),
      m_text(named(new QLabel(m_line), "loadingText")),
      m_cancel(named(new QPushButton(m_line), "loadingCancel")) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  auto* line = new QHBoxLayout(m_line);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(space::s);
  line->addWidget(m_text, 1);
  line->addWidget(m_cancel);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, barHeight, 0, 0);
  layout->addWidget(m_line);
  m_line->hide();
  m_look.setInterval(frameMs);
  connect(&m_look, &QTimer::timeout, this, &Loading::look);
  connect(m_cancel, &QPushButton::clicked, this, [this] {
    m_call->cancel();
    look();
    Q_EMIT cancelled();
  });
  retranslate();
}

QSize Loading::sizeHint() const { return {0, barHeight + (m_line->isHidden() ? 0 : m_line->sizeHint().height())}; }

void Loading::await(Call& call) {
  m_call = &call;
  if (m_look.isActive() || !call.isRunning()) return;
  m_since.start();
  m_look.start();
}

void Loading::setWhat(const QString& what) {
  m_what = what;
  tell();
}

void Loading::look() {
  const bool over = !m_call->isRunning();
  if (over) m_look.stop();
  m_line->setVisible(!over && m_since.hasExpired(tellAfterMs));
  if (!m_line->isHidden()) tell();
  updateGeometry();
  update();
}

void Loading::tell() {
  if (!m_since.isValid()) return;
  m_text->setText(tr("Waiting for %1, %2 s so far").arg(m_what).arg(m_since.elapsed() / 1000));
}

void Loading::retranslate() {
  m_cancel->setText(tr("Cancel"));
  m_cancel->setAccessibleName(tr("Stop waiting"));
  tell();
}

void Loading::paintEvent(QPaintEvent*) {
  if (!m_look.isActive() || !m_since.hasExpired(silentMs)) return;
  QPainter painter(this);
  const auto& tokens = tokensOf(this);
  const int part = width() / 4;
  const int left = static_cast<int>(m_since.elapsed() % sweepMs * (width() + part) / sweepMs) - part;
  painter.fillRect(0, 0, width(), barHeight - 1, QColor(tokens.hatch));
  painter.fillRect(left, 0, part, barHeight - 1, QColor(tokens.accent));
}

void Loading::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
