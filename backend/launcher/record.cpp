#include "launcher/record.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <ctime>

namespace sharecar::launcher {

namespace json = boost::json;

namespace {

std::optional<ProcessRecord> parse(const std::string& text) {
  boost::system::error_code bad;
  const auto value = json::parse(text, bad);
  if (bad || !value.is_object()) return std::nullopt;
  try {
    const auto& object = value.as_object();
    return ProcessRecord{std::string{object.at("name").as_string()},
                         {static_cast<pid_t>(object.at("pid").as_int64()),
                          object.at("started").to_number<std::uint64_t>(), std::string{object.at("boot").as_string()}},
                         std::string{object.at("fingerprint").as_string()},
                         static_cast<int>(object.at("stopSignal").as_int64()),
                         object.at("startedAt").as_int64()};
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace

ProcessRecords::ProcessRecords(fs::path folder) : folder_{std::move(folder)} { fs::create_directories(folder_); }

void ProcessRecords::keep(const ProcessRecord& record) const {
  const json::value value{
      {"name", record.name},           {"pid", record.identity.pid},        {"started", record.identity.started},
      {"boot", record.identity.boot},  {"fingerprint", record.fingerprint}, {"stopSignal", record.stop_signal},
      {"startedAt", record.started_at}};
  write_text(folder_ / (record.name + ".json"), json::serialize(value) + "\n");
}

void ProcessRecords::forget(const std::string& name) const {
  std::error_code ignored;
  fs::remove(folder_ / (name + ".json"), ignored);
}

std::optional<ProcessRecord> ProcessRecords::find(const std::string& name) const {
  const auto text = read_text(folder_ / (name + ".json"));
  return text ? parse(*text) : std::nullopt;
}

std::vector<ProcessRecord> ProcessRecords::all() const {
  std::vector<ProcessRecord> records;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator{folder_, ignored}) {
    if (entry.path().extension() != ".json") continue;
    if (const auto text = read_text(entry.path())) {
      if (auto record = parse(*text)) records.push_back(std::move(*record));
    }
  }
  std::ranges::sort(records, {}, &ProcessRecord::name);
  return records;
}

Process spawn_recorded(const ProcessSpec& spec, const ProcessRecords& records) {
  const auto fingerprint = spec.fingerprint();
  return Process::spawn(spec, [&](const ProcessIdentity& identity) {
    records.keep({spec.name, identity, fingerprint, spec.stop_signal, static_cast<std::int64_t>(std::time(nullptr))});
  });
}

}  // namespace sharecar::launcher
