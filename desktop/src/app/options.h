/// The command line.
#pragma once

#include <QStringList>
#include <QUrl>
#include <boost/system/result.hpp>

namespace sharecar::desktop {

struct Options {
  QUrl gateway{"http://127.0.0.1:8088"};
  QString customer = "demo";
  bool isOperator = false;
  QString launcher = {};  ///< the file of the launcher of this computer; empty: none is known
  QUrl zipkin = {};       ///< where traces are searched instead of at the gateway
  QStringList open = {};  ///< sharecar:// addresses and files
};

/// What is wrong and how to mend it, or the text of --help and --version with status 0.
struct UsageEnd {
  QString text;
  int status = 2;
};
[[noreturn]] inline void throw_exception_from_error(const UsageEnd& end, const boost::source_location&) {
  throw std::invalid_argument(end.text.toStdString());
}

boost::system::result<Options, UsageEnd> parseOptions(const QStringList& arguments);

}  // namespace sharecar::desktop
