#include "views/tracetab.h"

#include <QEvent>
#include <QVBoxLayout>

#include "api/mypageevents.h"
#include "models/tracestrip.h"
#include "views/loading.h"
#include "views/notice.h"
#include "views/theme.h"
#include "views/traceview.h"

namespace sharecar::desktop {
namespace {

constexpr int tickMs = 200;
constexpr int shortId = 8;
constexpr std::chrono::hours rememberedBefore{1};  // a state that began then and lasts is shown

QString compareOf(const Address& address) { return address.query.queryItemValue("compare"); }

// Servers may know a trace by its last 16 digits.
bool isSameTrace(const QString& one, const QString& other) {
  return !one.isEmpty() && !other.isEmpty() && (one.endsWith(other) || other.endsWith(one));
}

}  // namespace

TraceTab::TraceTab(Session& session, const TraceLoader::Wanted& wanted, const QString& compareWith, QWidget* parent)
    : TracePlace(parent),
      m_session(session),
      m_loader(session.traces, session.now, wanted, !session.isOperator && wanted.order != 0),
      m_loading(new Loading(this)),
      m_notice(named(new Notice(this), "traceTabNotice")),
      m_view(new TraceView(session.isOperator, session.now, this)) {
  build();
  if (!compareWith.isEmpty()) {
    const TraceLoader::Wanted second{.traceId = compareWith};
    m_other = std::make_unique<TraceLoader>(session.traces, session.now, second, false);
    connect(m_other.get(), &TraceLoader::grew, this, &TraceTab::compare);
    connect(m_other.get(), &TraceLoader::stateChanged, this, &TraceTab::refresh);
  }
  m_view->setUsualProvider([this](const auto& service, const auto& name, const auto& done) {
    m_session.usual.fetch({service, name}, m_view, done);
  });
  connect(&m_loader, &TraceLoader::grew, this, [this] {
    const auto& trace = m_loader.trace();
    m_view->show(trace.json, {.name = m_session.traces.base().authority(),
                              .traceId = QString::fromStdString(trace.summary.trace_id)});
    if (m_other) compare();
    Q_EMIT dataCame();
  });
  connect(&m_loader, &TraceLoader::stateChanged, this, &TraceTab::refresh);
  connect(m_view, &TraceView::shown, this, &TracePlace::refined);
  connect(m_view, &TraceView::shown, this, &TraceTab::askStrip);
  connect(m_view, &TraceView::spanSelected, this, &TracePlace::refined);
  connect(m_view, &TraceView::navigate, this, &TracePlace::navigate);
  connect(m_view, &TraceView::announce, this, &TracePlace::announce);
  connect(m_notice, &Notice::retry, this, [this] {
    m_loader.load({});
    m_loading->await(m_loader.call());
  });
  connect(&session.events, &EventStream::event, this, [this](const QByteArray& name, const QByteArray& json) {
    if (name != "mypage.changed" || order() == 0 || m_loader.state() != TraceLoader::State::Complete) return;
    const auto page = decodeMyPage(json);
    if (page && page->order_id.value == order()) m_loader.load({});
  });
  connect(&session.sources, &Sources::offlineChanged, this, [this](bool offline) {
    if (!offline && m_loader.state() == TraceLoader::State::Failed) m_loader.load({});
  });
  m_tick.setInterval(tickMs);
  connect(&m_tick, &QTimer::timeout, this, &TraceTab::tellArriving);
  retranslate();
  const auto click = session.api.click("open trace");
  m_loader.load(click);
  if (m_other) m_other->load(click);
  m_loading->await(m_loader.call());
}

TraceTab::~TraceTab() = default;

void TraceTab::build() {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, space::s, 0, 0);
  layout->setSpacing(space::s);
  layout->addWidget(m_loading);
  layout->addWidget(m_notice);
  layout->addWidget(m_view, 1);
}

std::int64_t TraceTab::order() const {
  if (m_loader.wanted().order != 0) return m_loader.wanted().order;
  return QString::fromStdString(m_loader.trace().summary.order_id).toLongLong();
}

Address TraceTab::address() const {
  Address out{.place = "traces"};
  const auto id = m_loader.hasTrace() ? QString::fromStdString(m_loader.trace().summary.trace_id)
                                      : m_loader.wanted().traceId;
  if (!id.isEmpty()) out.path += id;
  if (!id.isEmpty() && !m_view->selectedSpan().isEmpty()) out.path += m_view->selectedSpan();
  if (m_loader.wanted().order != 0) out.query.addQueryItem("order", QString::number(m_loader.wanted().order));
  if (m_other) out.query.addQueryItem("compare", m_other->wanted().traceId);
  return out;
}

QString TraceTab::title() const {
  const auto name = m_view->title();
  const auto known = !name.isEmpty() ? name : m_loader.wanted().traceId.left(shortId);
  const auto shown = known.isEmpty() ? tr("Order %1").arg(m_loader.wanted().order) : known;
  return m_other ? tr("%1 compared").arg(shown) : shown;
}

QStringList TraceTab::crumbs() const {
  const auto path = address().path;
  QStringList out;
  if (!path.isEmpty()) out += tr("Trace %1").arg(path.front().left(shortId));
  if (path.size() > 1) out += tr("Span %1").arg(path[1].left(shortId));
  return out;
}

std::vector<Crumb> TraceTab::origin() const {
  const auto id = QString::number(order());
  if (order() == 0) return {};
  if (m_session.isOperator) return {{tr("Order %1").arg(id), {.place = "orders", .path = {id}}}};
  return {{tr("Booking %1").arg(id), {.place = "bookings", .path = {id}}}};
}

bool TraceTab::isFor(const Address& address) const {
  const auto other = m_other ? m_other->wanted().traceId : QString();
  if (compareOf(address) != other) return false;
  if (!address.path.isEmpty()) return isSameTrace(address.id(), this->address().id());
  const auto order = address.query.queryItemValue("order").toLongLong();
  return order != 0 && order == m_loader.wanted().order && m_loader.wanted().traceId.isEmpty();
}

void TraceTab::open(const Address& address) {
  if (address.path.size() > 1) m_view->selectSpan(address.path[1]);
}

// Whichever of the two comes first: a view forgets what it compared with when it shows another trace.
void TraceTab::compare() {
  if (!m_loader.hasTrace() || !m_other->hasTrace()) return;
  const auto& other = m_other->trace();
  m_view->compareWith(other.json, QString::fromStdString(other.summary.trace_id).left(shortId));
}

void TraceTab::refresh() {
  using State = TraceLoader::State;
  const auto* failed = m_loader.state() == State::Failed                 ? &m_loader
                       : m_other && m_other->state() == State::Failed ? m_other.get()
                                                                         : nullptr;
  if (failed && failed->failure().status == 404) {
    m_notice->show(Notice::Kind::Warning, {tr("No such trace is known here."),
                                           tr("It was not recorded, or is older than what is kept.")});
  } else if (failed) {
    m_notice->show(failed->failure(), m_session);
  } else if (m_loader.state() == State::Arriving && !m_loader.hasTrace()) {
    m_notice->show(Notice::Kind::Information, {tr("No span of this trace has arrived yet."),
                                               tr("It is looked for again by itself.")});
  } else {
    m_notice->clear();
  }
  if (m_loader.state() == State::Arriving && !m_tick.isActive()) m_tick.start();
  if (m_loader.state() != State::Arriving) m_tick.stop();
  tellArriving();
}

void TraceTab::tellArriving() {
  const bool arriving = m_loader.state() == TraceLoader::State::Arriving && m_loader.hasTrace();
  const auto age = std::chrono::floor<std::chrono::milliseconds>(m_session.now() - m_loader.arrival().grew());
  m_view->setArriving(arriving ? static_cast<int>(m_loader.arrival().spans()) : -1,
                      static_cast<int>(std::clamp<std::int64_t>(age.count(), 0, 60'000)));
}

// What breakers, faults and lag did meanwhile; who does not know is no reason to show the trace without.
void TraceTab::askStrip() {
  if (!m_session.isOperator || !m_session.traces.isOwn() || !m_view->trace()) return;
  const Timestamp begin{std::chrono::microseconds{m_view->trace()->begin()}};
  const Slot around{begin - rememberedBefore, begin + std::chrono::microseconds{m_view->trace()->length()}};
  m_stripCall = m_session.api.breakerTimeline(around, [this, begin](const auto& told) {
    if (!told) return;
    auto marks = stripOf(*told);
    std::erase_if(marks, [&](const auto& mark) { return mark.at + mark.length <= begin.time_since_epoch().count(); });
    m_view->setStrip(std::move(marks));
  });
}

void TraceTab::retranslate() {
  m_loading->setWhat(tr("the trace"));
  refresh();
}

void TraceTab::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QWidget::changeEvent(event);
}

}  // namespace sharecar::desktop
