#include "api/launcherapi.h"

#include <QFile>
#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>

#include "api/wire.h"

namespace sharecar::desktop {
namespace {

constexpr qint64 longestFile = 64 * 1024;
constexpr Limits healLimits{std::chrono::milliseconds{120'000}, 4 * 1024 * 1024};

template <class T>
std::optional<RunEvent> decoded(const QByteArray& data) {
  const auto value = wire::decode<T>(RawAnswer{.status = 200, .body = data, .traceId = {}});
  if (!value) return {};
  return *value;
}

}  // namespace

std::variant<LauncherApi::Door, LauncherApi::Access> LauncherApi::door() const {
  if (m_file.isEmpty()) return Access::NotTold;
  QFile file(m_file);
  if (!file.exists()) return Access::Missing;
  if (!file.open(QIODevice::ReadOnly)) return Access::Forbidden;
  const auto root = QJsonDocument::fromJson(file.read(longestFile)).object();
  Door out{.address = QUrl(root.value("address").toString(), QUrl::StrictMode),
           .token = root.value("token").toString().toUtf8()};
  const bool isHere = out.address.scheme() == "http" && QHostAddress(out.address.host()).isLoopback();
  if (!isHere || out.token.isEmpty()) return Access::Nonsense;
  return out;
}

LauncherApi::Access LauncherApi::access() const {
  const auto found = door();
  return std::holds_alternative<Door>(found) ? Access::Ready : std::get<Access>(found);
}

// Without a door the request goes to a port that nobody listens on.
Request LauncherApi::request(const QByteArray& method, const QString& path, const QString& route) const {
  const auto found = door();
  const auto* open = std::get_if<Door>(&found);
  QUrl url = open ? open->address : QUrl("http://127.0.0.1:0");
  url.setPath(path);
  Request out{.method = method, .url = url, .route = route};
  if (open) out.bearer = open->token;
  return out;
}

Call LauncherApi::scenarios(Done<std::vector<contracts::ScenarioInfo>> done) {
  return Call::start(m_network, request("GET", "/scenarios", "/scenarios"), {}, wire::decoding(std::move(done)));
}

Call LauncherApi::runs(Done<std::vector<contracts::RunInfo>> done) {
  return Call::start(m_network, request("GET", "/runs", "/runs"), {}, wire::decoding(std::move(done)));
}

Call LauncherApi::start(const QString& scenario, const Click& click, Done<contracts::RunStarted> done) {
  return Call::start(m_network, request("POST", "/scenarios/" + scenario + "/runs", "/scenarios/{name}/runs"), click,
                     wire::decoding(std::move(done)));
}

Call LauncherApi::heal(const QString& runId, const Click& click, Done<QByteArray> done) {
  auto asked = request("DELETE", "/runs/" + runId, "/runs/{id}");
  asked.limits = healLimits;
  return Call::start(m_network, asked, click, wire::bytesOnly(std::move(done)));
}

std::unique_ptr<EventStream> LauncherApi::events(const QString& runId) {
  const auto asked = request("GET", "/runs/" + runId + "/events", "/runs/{id}/events");
  auto out = std::make_unique<EventStream>(m_network, asked.url);
  out->setBearer(asked.bearer);
  return out;
}

std::optional<RunEvent> decodeRunEvent(const QByteArray& name, const QByteArray& data) {
  if (name == "step") return decoded<contracts::RunStep>(data);
  if (name == "check") return decoded<contracts::RunCheck>(data);
  if (name == "verdict") return decoded<contracts::RunEnd>(data);
  return {};
}

}  // namespace sharecar::desktop
