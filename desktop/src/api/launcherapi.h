/// Scenarios, run by the launcher of this machine: its loopback API, with the token that only who runs it can read.
#pragma once

#include <memory>
#include <variant>

#include "api/api.h"
#include "api/eventstream.h"
#include "contracts/scenario.hpp"

namespace sharecar::desktop {

/// Reads the launcher's file anew for each request: a launcher that was started again has another address and token.
/// The token leaves this class only in a header to 127.0.0.1. GUI thread.
class LauncherApi {
 public:
  enum class Access {
    Ready,
    NotTold,    ///< nobody said where the file is
    Missing,    ///< no platform was started there
    Forbidden,  ///< it belongs to somebody else
    Nonsense,   ///< it is no file of a launcher on this machine
  };

  /// `file`: usually .run/launcher.json; empty when not told.
  LauncherApi(QNetworkAccessManager& network, QString file) : m_network(network), m_file(std::move(file)) {}

  Access access() const;

  // Only while access() is Ready; else the answer is Failure::Kind::Unreachable.
  Call scenarios(Done<std::vector<contracts::ScenarioInfo>> done);
  /// Newest first.
  Call runs(Done<std::vector<contracts::RunInfo>> done);
  /// 409 while another run goes on.
  Call start(const QString& scenario, const Click& click, Done<contracts::RunStarted> done);
  /// Answers when everything is healed.
  Call heal(const QString& runId, const Click& click, Done<QByteArray> done);
  /// What happens in a run, from its beginning; not opened yet.
  std::unique_ptr<EventStream> events(const QString& runId);

 private:
  struct Door {
    QUrl address;
    QByteArray token;
  };
  std::variant<Door, Access> door() const;
  Request request(const QByteArray& method, const QString& path, const QString& route) const;

  QNetworkAccessManager& m_network;
  QString m_file;
};

using RunEvent = std::variant<contracts::RunStep, contracts::RunCheck, contracts::RunEnd>;
/// An event of LauncherApi::events(); nothing for one that is newer than this client.
std::optional<RunEvent> decodeRunEvent(const QByteArray& name, const QByteArray& data);

}  // namespace sharecar::desktop
