/// sharecar-desktop: reads the command line, hands over to a client that runs already, or becomes it.
#include <QApplication>
#include <cstdio>

#include "app/application.h"
#include "app/singleinstance.h"

using namespace sharecar::desktop;

namespace {

sharecar::Timestamp systemNow() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

/// Qt itself aborts without one.
bool hasScreen() {
  return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
         !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

int end(const UsageEnd& end) {
  std::fprintf(end.status == 0 ? stdout : stderr, "%s\n", qPrintable(end.text));
  return end.status;
}

}  // namespace

int main(int argc, char** argv) {
  QStringList words;
  for (int i = 0; i < argc; ++i) words += QString::fromLocal8Bit(argv[i]);
  const auto options = parseOptions(words);
  if (!options) return end(options.error());
  if (!hasScreen()) return end({"there is no screen here\n  mend it:  set DISPLAY, or run it under xvfb-run", 1});

  QApplication application(argc, argv);
  QApplication::setApplicationName("sharecar-desktop");
  QApplication::setApplicationDisplayName("ShareCar");
  QApplication::setDesktopFileName("sharecar");
  SingleInstance single(options->gateway.toString() + options->customer + (options->isOperator ? "operator" : ""));
  if (single.handOver(options->open)) return 0;
  single.listen();

  Settings settings(Settings::usualFile());
  prepareLooks();
  setTheme(settings.theme());
  setLanguage(settings.language());
  QNetworkAccessManager network;
  Application client(*options, network, settings, systemNow);
  QObject::connect(&single, &SingleInstance::asked, &client, &Application::open);
  client.start();
  client.open(options->open);
  return QApplication::exec();
}
