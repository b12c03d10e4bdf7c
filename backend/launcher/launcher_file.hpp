#pragma once

#include <optional>
#include <string>

#include "launcher/http_call.hpp"
#include "launcher/process.hpp"

namespace sharecar::launcher {

/// .run/launcher.json (mode 0600): where the running supervisor listens and what it started with. Only who may read
/// it may command the platform.
struct LauncherFile {
  ProcessIdentity supervisor;
  std::string address;  // "http://127.0.0.1:PORT"
  std::string token;
  std::string fingerprint;  // of the launcher's program and of the options it was given; see `up`
  std::string gateway;
  std::string bootstrap;

  void write(const fs::path& run) const;
  static std::optional<LauncherFile> read(const fs::path& run);
};

/// A command to the running supervisor.
class SupervisorClient {
 public:
  /// Nothing when none runs on this folder.
  static std::optional<SupervisorClient> find(const fs::path& run);

  HttpAnswer get(const std::string& path) const;
  HttpAnswer post(const std::string& path, milliseconds limit = milliseconds{30'000}) const;
  HttpAnswer remove(const std::string& path, milliseconds limit) const;
  /// Server-sent events, as they come.
  HttpAnswer follow(const std::string& path, const std::function<void(std::string_view)>& more) const;
  const LauncherFile& file() const { return file_; }
  const Process& process() const { return process_; }

 private:
  SupervisorClient(LauncherFile file, Process process) : file_{std::move(file)}, process_{std::move(process)} {}

  HttpCall request(const std::string& method, const std::string& path, milliseconds limit) const;

  LauncherFile file_;
  Process process_;
};

}  // namespace sharecar::launcher
