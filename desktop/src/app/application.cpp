#include "app/application.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QNetworkReply>
#include <QTimer>

#include "api/exchange.h"
#include "app/console.h"
#include "app/pages.h"
#include "views/statusline.h"

namespace sharecar::desktop {
namespace {

constexpr int longestQuitMs = 3'000;

QUrl eventsUrl(const Options& options, const char* topics) {
  QUrl url = options.gateway;
  url.setPath("/events");
  QUrlQuery query;
  query.addQueryItem("topics", topics);
  if (!options.isOperator) query.addQueryItem("customerId", options.customer);
  url.setQuery(query);
  return url;
}

}  // namespace

Application::Application(const Options& options, QNetworkAccessManager& network, Settings& settings, Clock clock,
                         StreamTiming timing)
    : m_network(network),
      m_settings(settings),
      m_api(network, options.gateway),
      m_traces(m_api, options.zipkin),
      m_usual(m_traces, clock),
      m_events(network, eventsUrl(options, "mypage"), timing),
      m_platformEvents(network, eventsUrl(options, "breakers,health"), timing),
      m_watch(m_api, m_platformEvents, clock),
      m_journal(m_watch, clock),
      m_launcher(network, options.launcher),
      m_scenarios(m_launcher, m_api, m_journal),
      m_cancellations(m_api),
      m_session{m_api,
                m_traces,
                m_usual,
                m_events,
                m_cancellations,
                m_sources,
                options.customer,
                options.isOperator,
                std::move(clock),
                m_watch,
                m_journal,
                m_scenarios},
      m_backoff(timing.firstRetry, timing.longestRetry) {
  m_sources.set(Sources::events, m_events.state());
  connect(&m_events, &EventStream::stateChanged, this, [this](auto state) {
    m_sources.set(Sources::events, state, QDeadlineTimer(m_events.retryIn()));
    if (state == ConnectionState::Connected) askInfo();  // it may be another platform, and requests work again
  });
  connect(&m_platformEvents, &EventStream::stateChanged, this, [this](auto state) {
    m_sources.set(Sources::platform, state, QDeadlineTimer(m_platformEvents.retryIn()));
  });
  connect(qApp, &QCoreApplication::aboutToQuit, this, &Application::sendTheRest);
  m_tryAgain.setSingleShot(true);
  connect(&m_tryAgain, &QTimer::timeout, this, &Application::askInfo);
  watchRequests();
}

Application::~Application() {
  for (auto& window : m_windows) delete window.data();
}

// What was confirmed and could still have been undone is sent now; the windows are closed already.
void Application::sendTheRest() {
  m_cancellations.flush();
  QEventLoop loop;
  connect(&m_cancellations, &Cancellations::changed, &loop, [&] {
    if (!m_cancellations.hasUnsent()) loop.quit();
  });
  QTimer::singleShot(longestQuitMs, &loop, &QEventLoop::quit);
  if (m_cancellations.hasUnsent()) loop.exec();
}

void Application::watchRequests() {
  m_sources.set(Sources::requests, ConnectionState::Connecting);
  if (!m_traces.isOwn()) m_sources.set(Sources::traces, ConnectionState::Connecting);
  connect(&m_network, &QNetworkAccessManager::finished, this, &Application::requestEnded);
}

// A source is live when a plain request to it was answered, lost when one could not be sent. The gateway is tried again
// until it answers; another server's traces are when somebody wants some.
void Application::requestEnded(QNetworkReply* reply) {
  const bool answered = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
  if (!answered && !neverConnected(reply->error())) return;  // cut or given up: that says nothing of the next one
  const auto state = answered ? ConnectionState::Live : ConnectionState::Lost;
  const auto asked = reply->url().authority();
  if (asked != m_api.gateway().authority()) {
    if (asked == m_traces.base().authority()) m_sources.set(Sources::traces, state);
    return;  // the launcher speaks for itself, where scenarios are
  }
  if (answered) {
    m_tryAgain.stop();
    m_backoff.reset();
    return m_sources.set(Sources::requests, state);
  }
  if (!m_tryAgain.isActive()) m_tryAgain.start(m_backoff.next());
  m_sources.set(Sources::requests, state, QDeadlineTimer(m_tryAgain.remainingTime()));
}

void Application::tryNow() {
  askInfo();
  for (auto* stream : {&m_events, &m_platformEvents}) {
    if (stream->state() == ConnectionState::Lost) stream->open();
  }
}

void Application::start() {
  newWindow();
  askInfo();
  m_events.open();
  if (m_session.isOperator) m_watch.start();
}

void Application::askInfo() {
  m_info = m_api.info([this](const Answer<contracts::Info>& answer) {
    if (!answer) return;
    m_platform = *answer;
    for (auto& window : m_windows) {
      if (!window) continue;
      window->statusLine().setEnvironment(QString::fromStdString(m_platform.environment),
                                          QString::fromStdString(m_platform.version));
    }
  });
}

MainWindow* Application::newWindow() {
  auto* window = new MainWindow(m_session, m_settings);
  window->setAttribute(Qt::WA_DeleteOnClose);
  addPages(*window, m_session);
  new Console(*window, m_session);
  connect(window, &MainWindow::newWindowWanted, this, &Application::newWindow);
  connect(window, &MainWindow::tryNow, this, &Application::tryNow);
  std::erase_if(m_windows, [](const auto& one) { return one.isNull(); });
  m_windows.insert(m_windows.begin(), window);
  window->statusLine().setEnvironment(QString::fromStdString(m_platform.environment),
                                      QString::fromStdString(m_platform.version));
  window->go({.place = "cars"});
  window->show();
  return window;
}

void Application::open(const QStringList& wanted) {
  std::erase_if(m_windows, [](const auto& one) { return one.isNull(); });
  MainWindow* window = m_windows.empty() ? newWindow() : m_windows.front().data();
  for (const auto& one : wanted) window->go(Address::parse(one).value_or(addressOfFile(one)));
  window->raise();
  window->activateWindow();
}

}  // namespace sharecar::desktop
