#include "launcher/launcher_file.hpp"

#include <boost/json.hpp>

namespace sharecar::launcher {

namespace json = boost::json;

namespace {

fs::path file_in(const fs::path& run) { return run / "launcher.json"; }

}  // namespace

void LauncherFile::write(const fs::path& run) const {
  const json::value value{
      {"pid", supervisor.pid}, {"started", supervisor.started}, {"boot", supervisor.boot}, {"address", address},
      {"token", token},        {"fingerprint", fingerprint},    {"gateway", gateway},      {"bootstrap", bootstrap}};
  write_text(file_in(run), json::serialize(value) + "\n", 0600);
}

std::optional<LauncherFile> LauncherFile::read(const fs::path& run) {
  const auto text = read_text(file_in(run));
  if (!text) return std::nullopt;
  boost::system::error_code bad;
  const auto value = json::parse(*text, bad);
  if (bad || !value.is_object()) return std::nullopt;
  try {
    const auto& object = value.as_object();
    const auto word = [&](const char* key) { return std::string{object.at(key).as_string()}; };
    return LauncherFile{{static_cast<pid_t>(object.at("pid").as_int64()),
                         object.at("started").to_number<std::uint64_t>(), word("boot")},
                        word("address"),
                        word("token"),
                        word("fingerprint"),
                        word("gateway"),
                        word("bootstrap")};
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::optional<SupervisorClient> SupervisorClient::find(const fs::path& run) {
  auto file = LauncherFile::read(run);
  if (!file) return std::nullopt;
  auto process = Process::attach(file->supervisor);
  if (!process) return std::nullopt;
  return SupervisorClient{std::move(*file), std::move(*process)};
}

HttpCall SupervisorClient::request(const std::string& method, const std::string& path, milliseconds limit) const {
  return {.method = method,
          .url = file_.address + path,
          .headers = {{"Authorization", "Bearer " + file_.token}},
          .limit = limit};
}

HttpAnswer SupervisorClient::get(const std::string& path) const {
  return call(request("GET", path, milliseconds{10'000}));
}

HttpAnswer SupervisorClient::post(const std::string& path, milliseconds limit) const {
  return call(request("POST", path, limit));
}

HttpAnswer SupervisorClient::remove(const std::string& path, milliseconds limit) const {
  return call(request("DELETE", path, limit));
}

HttpAnswer SupervisorClient::follow(const std::string& path, const std::function<void(std::string_view)>& more) const {
  return call_stream(request("GET", path, milliseconds{20'000}), more);
}

}  // namespace sharecar::launcher
