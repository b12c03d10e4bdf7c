/// A whole service in the test's process: its real parts, its real HTTP server on a free port, its files in a folder of
/// its own.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "chassis/runtime/service.hpp"
#include "support/eventually.hpp"
#include "support/http_call.hpp"

namespace sharecar::test {

/// Deleted with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sharecar-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a folder like " + pattern);
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string read_file(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

/// Neither its own nor those of events that bring a trace: a stop would wait for somebody who takes them.
inline void report_no_spans(ServiceConfig& config) {
  config.tracing.rate = 0;
  config.tracing.max_queued_spans = 0;
}

/// Runs from construction until `stop` or destruction. `config` is used but for its port, which is any free one; set
/// `data_dir` to a TemporaryFolder. Spans go nowhere unless the config says where.
template <class Config>
class RunningService {
 public:
  using SetUp = void (*)(Service&, const Config&);

  RunningService(std::string name, Config config, SetUp set_up) {
    config.port = 0;
    config.server.drain_delay_ms = 0;
    if (config.tracing.url == Config{}.tracing.url) report_no_spans(config);
    if (config.log.level == "INFO") config.log.level = "ERROR";
    service_ = std::make_unique<Service>(std::move(name), config, std::vector<Property>{});
    set_up(*service_, config);
    thread_ = std::thread([this] { run(); });
    const bool up = eventually([this] { return service_->ready() || ended_; });
    if (!up || ended_) {
      stop();
      throw std::runtime_error("the service did not start: " + failure_);
    }
  }
  ~RunningService() { stop(); }
  RunningService(const RunningService&) = delete;
  RunningService& operator=(const RunningService&) = delete;

  int port() const { return service_->port(); }
  Service& service() { return *service_; }
  HttpAnswer call(const std::string& method, const std::string& target, const std::string& body = {},
                  const Fields& fields = {}, std::chrono::milliseconds limit = std::chrono::seconds{20}) const {
    return test::call(port(), method, target, body, fields, limit);
  }
  HttpAnswer get(const std::string& target) const { return call("GET", target); }

  /// As SIGTERM does; waits for the end and gives back the exit status.
  int stop() {
    if (thread_.joinable()) {
      service_->stop();
      thread_.join();
    }
    return exit_status_;
  }

 private:
  void run() {
    try {
      exit_status_ = service_->run();
    } catch (const std::exception& error) {
      failure_ = error.what();
    }
    ended_ = true;
  }

  std::unique_ptr<Service> service_;
  std::string failure_;
  std::atomic<bool> ended_{false};
  int exit_status_ = 1;
  std::thread thread_;
};

/// What promtool has to say about /actuator/prometheus; empty when it is content, or not installed.
inline std::string complaints_of_promtool(const std::string& metrics) {
  const TemporaryFolder folder;
  const auto file = [&](const char* name) { return (folder.path() / name).string(); };
  if (std::system("command -v promtool >/dev/null") != 0) return {};
  std::ofstream{file("metrics"), std::ios::binary} << metrics;
  const std::string command = "promtool check metrics <" + file("metrics") + " >" + file("said") + " 2>&1";
  const int status = std::system(command.c_str());
  const std::string said = read_file(file("said"));
  return status == 0 ? said : said + "exit status " + std::to_string(status);
}

}  // namespace sharecar::test
