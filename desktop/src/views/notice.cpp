#include "views/notice.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include "views/page.h"
#include "views/theme.h"

namespace sharecar::desktop {
namespace {

QRgb colourOf(Notice::Kind kind, const Tokens& tokens) {
  switch (kind) {
    case Notice::Kind::Information:
      return tokens.accent;
    case Notice::Kind::Warning:
      return tokens.warning;
    case Notice::Kind::Error:
      return tokens.error;
  }
  return tokens.error;
}

QString glyphOf(Notice::Kind kind) {
  switch (kind) {
    case Notice::Kind::Information:
      return QString::fromUtf8("ℹ");
    case Notice::Kind::Warning:
      return QString::fromUtf8("⚠");
    case Notice::Kind::Error:
      return QString::fromUtf8("✕");
  }
  return {};
}

}  // namespace

Notice::Notice(QWidget* parent)
    : QFrame(parent),
      m_glyph(new QLabel(this)),
      m_text(named(new QLabel(this), "noticeText")),
      m_retry(named(new QPushButton(this), "noticeRetry")),
      m_copy(named(new QPushButton(this), "noticeCopy")) {
  m_text->setWordWrap(true);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(space::m, space::s, space::s, space::s);
  layout->setSpacing(space::s);
  layout->addWidget(m_glyph, 0, Qt::AlignTop);
  layout->addWidget(m_text, 1);
  layout->addWidget(m_copy, 0, Qt::AlignTop);
  layout->addWidget(m_retry, 0, Qt::AlignTop);
  connect(m_retry, &QPushButton::clicked, this, &Notice::retry);
  connect(m_copy, &QPushButton::clicked, this, &Notice::copyDetails);
  retranslate();
  hide();
}

void Notice::show(Kind kind, const texts::Explained& text) {
  m_kind = kind;
  m_failure.reset();
  m_glyph->setText(glyphOf(kind));
  m_text->setText(text.both());
  m_retry->hide();
  m_copy->hide();
  QFrame::show();
  update();
}

void Notice::show(const Failure& failure) {
  show(Kind::Error, texts::failure(failure));
  m_failure = failure;
  m_retry->show();
  m_copy->show();
}

void Notice::show(const Failure& failure, const Session& session) {
  if (failure.kind == Failure::Kind::Unreachable && session.sources.isOffline()) return clear();
  show(failure);
}

void Notice::clear() {
  m_failure.reset();
  m_text->clear();
  hide();
}

QString Notice::text() const { return isHidden() ? QString() : m_text->text(); }

void Notice::copyDetails() {
  if (!m_failure) return;
  QApplication::clipboard()->setText(QString("%1\ntrace %2").arg(m_failure->detail, m_failure->traceId));
}

void Notice::retranslate() {
  m_retry->setText(tr("Retry"));
  m_copy->setText(tr("Copy details"));
  m_retry->setAccessibleName(m_retry->text());
  m_copy->setAccessibleName(m_copy->text());
  if (m_failure) m_text->setText(texts::failure(*m_failure).both());
}

void Notice::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QFrame::changeEvent(event);
}

void Notice::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const auto& tokens = tokensOf(this);
  const QColor colour(colourOf(m_kind, tokens));
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(colour, 1));
  painter.setBrush(QColor(tokens.base));
  painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), 4, 4);
  painter.fillRect(QRect(1, 4, 3, height() - 8), colour);
}

}  // namespace sharecar::desktop
