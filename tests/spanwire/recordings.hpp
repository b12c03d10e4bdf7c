/// The recordings of tests/recordings/zipkin, and of the folder `zipkin` in each further folder that the environment
/// variable SHARECAR_RECORDINGS names (separated by colons).
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace sharecar::spanwire {

struct Recording {
  std::string name;
  std::string posted;
  std::string recorded;        ///< without a line feed at its end
  std::string recorded_bytes;  ///< all of it
};

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

inline std::string text_of(const std::filesystem::path& file) {
  std::string text = bytes_of(file);
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

/// Traces that have a recording of that kind (".normalized.json"), by name.
inline std::vector<Recording> recordings(const std::string& kind) {
  std::vector<std::filesystem::path> folders{std::filesystem::path{SHARECAR_RECORDINGS_HERE} / "zipkin"};
  if (const char* further = std::getenv("SHARECAR_RECORDINGS")) {
    std::stringstream list{further};
    for (std::string folder; std::getline(list, folder, ':');) {
      if (!folder.empty()) folders.push_back(std::filesystem::path{folder} / "zipkin");
    }
  }
  std::vector<Recording> out;
  for (const auto& folder : folders) {
    if (!std::filesystem::is_directory(folder)) continue;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
      const std::string file = entry.path().string();
      if (!file.ends_with(kind)) continue;
      const std::string stem = file.substr(0, file.size() - kind.size());
      out.push_back({stem, text_of(stem + ".json"), text_of(file), bytes_of(file)});
    }
  }
  std::ranges::sort(out, {}, &Recording::name);
  return out;
}

}  // namespace sharecar::spanwire
