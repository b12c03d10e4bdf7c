#include "views/tracesearch.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "views/loading.h"
#include "views/notice.h"
#include "views/theme.h"
#include "views/traceresultsview.h"
#include "views/tracesearchform.h"

namespace sharecar::desktop {
namespace {

constexpr std::chrono::hours furthest{7 * 24};

Address addressOf(const QString& traceId) { return {.place = "traces", .path = {traceId}}; }

}  // namespace

TraceSearch::TraceSearch(Session& session, QWidget* parent)
    : TracePlace(parent),
      m_session(session),
      m_form(new TraceSearchForm(session.traces, session.now, this)),
      m_loading(new Loading(this)),
      m_notice(named(new Notice(this), "traceSearchNotice")),
      m_results(new TraceResultsView(&session.usual, this)),
      m_empty(new QWidget(this)),
      m_emptyText(named(new QLabel(m_empty), "noTraces")),
      m_further(named(new QPushButton(m_empty), "lookFurther")) {
  build();
  connect(m_form, &TraceSearchForm::searched, this, [this] {
    m_asked = m_form->query();
    search(m_session.api.click("search traces"));
    Q_EMIT moved();
  });
  connect(m_results, &TraceResultsView::opened, this, [this](const QString& id) { Q_EMIT navigate(addressOf(id)); });
  connect(m_results, &TraceResultsView::compared, this, [this](const QString& first, const QString& second) {
    auto address = addressOf(first);
    address.query.addQueryItem("compare", second);
    Q_EMIT navigate(address);
  });
  connect(m_notice, &Notice::retry, this, [this] { search({}); });
  connect(m_further, &QPushButton::clicked, this, [this] {
    TraceQuery wider = *m_asked;
    wider.lookback = furthest;
    Q_EMIT navigate({.place = "traces", .query = wider.toAddress()});
  });
  connect(&session.sources, &Sources::offlineChanged, this, [this](bool offline) {
    if (offline || !m_asked) return;
    m_form->loadNames();
    search({});
  });
  retranslate();
}

void TraceSearch::build() {
  m_emptyText->setAlignment(Qt::AlignCenter);
  auto* empty = new QVBoxLayout(m_empty);
  empty->addStretch();
  empty->addWidget(m_emptyText);
  empty->addWidget(m_further, 0, Qt::AlignHCenter);
  empty->addStretch();
  m_empty->hide();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, space::m, 0, 0);
  layout->setSpacing(space::s);
  layout->addWidget(m_form);
  layout->addWidget(m_loading);
  layout->addWidget(m_notice);
  layout->addWidget(m_results, 1);
  layout->addWidget(m_empty, 1);
}

Address TraceSearch::address() const {
  return {.place = "traces", .query = m_asked ? m_asked->toAddress() : QUrlQuery()};
}

bool TraceSearch::isFor(const Address& address) const {
  return address.path.isEmpty() && !address.query.hasQueryItem("order") && !address.query.hasQueryItem("file");
}

void TraceSearch::open(const Address& address) {
  const auto wanted = TraceQuery::ofAddress(address.query);
  if (m_asked == wanted) return;
  if (!m_asked) m_form->loadNames();
  m_asked = wanted;
  m_form->setQuery(wanted);
  search(m_session.api.click("search traces"));
}

void TraceSearch::search(const Click& click) {
  if (!m_asked) return;
  m_call = m_session.traces.search(m_asked->toServer(m_session.now()), click,
                                   [this](const auto& answer) { found(answer); });
  m_loading->await(m_call);
}

void TraceSearch::found(const Answer<std::vector<tracemodel::Summary>>& answer) {
  if (!answer) return m_notice->show(answer.error(), m_session);
  m_notice->clear();
  m_results->show(*answer);
  m_results->setVisible(!answer->empty());
  m_empty->setVisible(answer->empty());
  m_further->setVisible(m_asked->lookback < furthest);
  Q_EMIT dataCame();
}

void TraceSearch::retranslate() {
  m_loading->setWhat(tr("the traces that fit"));
  m_emptyText->setText(tr("No trace fits. Look further back, or clear a field."));
  m_further->setText(tr("Look back 7 days"));
  m_further->setAccessibleName(m_further->text());
}

void TraceSearch::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
