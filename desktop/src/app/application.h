/// The running client: one network, one event stream, one session; any number of windows.
#pragma once

#include <QNetworkAccessManager>
#include <QPointer>
#include <vector>

#include "api/backoff.h"
#include "app/mainwindow.h"
#include "app/options.h"

namespace sharecar::desktop {

/// Made after QApplication, outlives its windows. GUI thread.
class Application : public QObject {
  Q_OBJECT
 public:
  /// `network`, `settings`, `clock` and the rhythm of the stream are handed in, so that tests play them.
  Application(const Options& options, QNetworkAccessManager& network, Settings& settings, Clock clock,
              StreamTiming timing = {});
  ~Application() override;

  /// Opens a window at the first page and the event stream.
  void start();
  MainWindow* newWindow();
  /// From the command line or a second start: addresses and files.
  void open(const QStringList& wanted);
  MainWindow* window() { return m_windows.empty() ? nullptr : m_windows.front(); }

 private:
  void askInfo();
  void watchRequests();
  void requestEnded(QNetworkReply* reply);
  void tryNow();
  void sendTheRest();

  QNetworkAccessManager& m_network;
  Settings& m_settings;
  Api m_api;
  TraceApi m_traces;
  UsualCache m_usual;
  EventStream m_events;
  EventStream m_platformEvents;
  PlatformWatch m_watch;
  Journal m_journal;
  LauncherApi m_launcher;
  ScenarioRuns m_scenarios;
  Cancellations m_cancellations;
  Sources m_sources;
  Session m_session;
  std::vector<QPointer<MainWindow>> m_windows;
  Call m_info;
  QTimer m_tryAgain;
  Backoff m_backoff;
  contracts::Info m_platform;
};

}  // namespace sharecar::desktop
