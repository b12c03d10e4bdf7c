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

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setApplicationName("sharecar-desktop");
  QApplication::setApplicationDisplayName("ShareCar");
  QApplication::setDesktopFileName("sharecar");
  const auto options = parseOptions(QApplication::arguments());
  if (!options) {
    std::fprintf(options.error().status == 0 ? stdout : stderr, "%s\n", qPrintable(options.error().text));
    return options.error().status;
  }
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
