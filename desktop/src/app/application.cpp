#include "app/application.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>

#include "app/console.h"
#include "app/pages.h"
#include "views/statusline.h"

namespace sharecar::desktop {
namespace {

constexpr int askAgainMs = 5'000;
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

Application::Application(const Options& options, QNetworkAccessManager& network, Settings& settings, Clock clock)
    : m_network(network),
      m_settings(settings),
      m_api(network, options.gateway),
      m_events(network, eventsUrl(options, "mypage")),
      m_platformEvents(network, eventsUrl(options, "breakers,health")),
      m_watch(m_api, m_platformEvents, clock),
      m_journal(m_watch, clock),
      m_cancellations(m_api),
      m_session{m_api, m_events, m_cancellations, options.customer, options.isOperator, std::move(clock), m_watch, m_journal} {
  m_sources.set("events", m_events.state());
  connect(&m_events, &EventStream::stateChanged, this, [this](auto state) {
    m_sources.set("events", state);
    if (state == ConnectionState::Connected) askInfo();  // it may be another platform, and requests work again
  });
  connect(&m_platformEvents, &EventStream::stateChanged, this, [this](auto state) { m_sources.set("breakers", state); });
  connect(qApp, &QCoreApplication::aboutToQuit, this, &Application::sendTheRest);
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

// The state of plain requests: live when one was answered, lost when one could not be sent.
void Application::watchRequests() {
  m_sources.set("requests", ConnectionState::Connecting);
  connect(&m_network, &QNetworkAccessManager::finished, this, [this](QNetworkReply* reply) {
    if (reply->error() == QNetworkReply::OperationCanceledError) return;
    const bool answered = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
    m_sources.set("requests", answered ? ConnectionState::Live : ConnectionState::Lost);
  });
}

void Application::start() {
  newWindow();
  askInfo();
  m_events.open();
  if (m_session.isOperator) m_watch.start();
}

void Application::askInfo() {
  m_info = m_api.info([this](const Answer<contracts::Info>& answer) {
    if (!answer) return QTimer::singleShot(askAgainMs, this, &Application::askInfo);
    m_platform = *answer;
    for (auto& window : m_windows) {
      if (!window) continue;
      window->statusLine().setEnvironment(QString::fromStdString(m_platform.environment),
                                          QString::fromStdString(m_platform.version));
    }
  });
}

MainWindow* Application::newWindow() {
  auto* window = new MainWindow(m_session, m_settings, m_sources);
  window->setAttribute(Qt::WA_DeleteOnClose);
  addPages(*window, m_session);
  new Console(*window, m_session);
  connect(window, &MainWindow::newWindowWanted, this, &Application::newWindow);
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
  for (const auto& one : wanted) {
    QUrlQuery file;
    file.addQueryItem("file", one);
    window->go(Address::parse(one).value_or(Address{.place = "traces", .query = file}));
  }
  window->raise();
  window->activateWindow();
}

}  // namespace sharecar::desktop
