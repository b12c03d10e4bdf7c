#include "app/options.h"

#include <QCommandLineParser>
#include <QFileInfo>

#include "contracts/rules.hpp"
#include "models/address.h"

namespace sharecar::desktop {
namespace {

bool isHttp(const QUrl& url) {
  return url.isValid() && !url.host().isEmpty() && (url.scheme() == "http" || url.scheme() == "https");
}

}  // namespace

boost::system::result<Options, UsageEnd> parseOptions(const QStringList& arguments) {
  QCommandLineParser parser;
  parser.setApplicationDescription("ShareCar: book cars, and see what happened.");
  const QCommandLineOption gateway("gateway", "Where the platform is.", "url", Options{}.gateway.toString());
  const QCommandLineOption customer("customer", "Who books.", "name", Options{}.customer);
  const QCommandLineOption operate("operator", "Show Operate beside Drive.");
  const QCommandLineOption zipkin("zipkin", "Where traces are: any Zipkin instead of the platform's own.", "url");
  const QCommandLineOption launcher("launcher", "The launcher's file on this computer; scenarios need it.", "file");
  parser.addOptions({gateway, customer, operate, zipkin, launcher});
  const auto help = parser.addHelpOption();
  parser.addPositionalArgument("open", "sharecar:// addresses or trace files to open.", "[open...]");

  if (!parser.parse(arguments)) return UsageEnd{parser.errorText() + "\n  all options:  ./sharecar desktop --help"};
  if (parser.isSet(help)) return UsageEnd{parser.helpText(), 0};
  Options out;
  out.gateway = QUrl(parser.value(gateway), QUrl::StrictMode);
  if (!isHttp(out.gateway)) {
    return UsageEnd{"--gateway is no http address: " + parser.value(gateway) +
                    "\n  for example:  --gateway http://127.0.0.1:8088"};
  }
  out.zipkin = QUrl(parser.value(zipkin), QUrl::StrictMode);
  if (parser.isSet(zipkin) && !isHttp(out.zipkin)) {
    return UsageEnd{"--zipkin is no http address: " + parser.value(zipkin) +
                    "\n  for example:  --zipkin http://127.0.0.1:9411"};
  }
  out.customer = parser.value(customer);
  if (!is_customer_id(out.customer.toStdString()) || out.customer.size() > 64) {
    return UsageEnd{"--customer may have letters, digits and - _ . @, up to 64: " + out.customer};
  }
  out.isOperator = parser.isSet(operate);
  out.launcher = parser.value(launcher);
  out.open = parser.positionalArguments();
  for (auto& one : out.open) {
    if (Address::parse(one)) continue;
    const QFileInfo file(one);
    if (!file.isReadable()) return UsageEnd{"neither a sharecar:// address nor a file that can be read: " + one};
    one = file.absoluteFilePath();
  }
  return out;
}

}  // namespace sharecar::desktop
