/// The running client: one network, one event stream, one session; any number of windows.
#pragma once

#include <QNetworkAccessManager>
#include <QPointer>
#include <vector>

#include "app/mainwindow.h"
#include "app/options.h"

namespace sharecar::desktop {

/// Made after QApplication, outlives its windows. GUI thread.
class Application : public QObject {
  Q_OBJECT
 public:
  /// `network`, `settings` and `clock` are handed in, so that tests play them.
  Application(const Options& options, QNetworkAccessManager& network, Settings& settings, Clock clock);
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
  void sendTheRest();

  QNetworkAccessManager& m_network;
  Settings& m_settings;
  Api m_api;
  EventStream m_events;
  EventStream m_platformEvents;
  PlatformWatch m_watch;
  Journal m_journal;
  Cancellations m_cancellations;
  Session m_session;
  Sources m_sources;
  std::vector<QPointer<MainWindow>> m_windows;
  Call m_info;
  contracts::Info m_platform;
};

}  // namespace sharecar::desktop
