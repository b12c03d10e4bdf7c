#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace sharecar::launcher {

namespace fs = std::filesystem;

/// The whole file, or nothing when it cannot be read.
std::optional<std::string> read_text(const fs::path& path);

/// Writes a file so that a reader sees either the old or the new text, never a part. `mode` as in chmod(2).
/// Throws Problem when the folder refuses.
void write_text(const fs::path& path, std::string_view text, unsigned mode = 0644);

/// The last `lines` lines of a log, "" when there is none. Reads at most the last 64 KiB.
std::string last_lines(const fs::path& path, std::size_t lines);

/// Random bytes from OpenSSL as lower-case hex: passwords, tokens, secrets.
std::string random_hex(std::size_t bytes);

/// The first 12 hex digits of the SHA-256: names folders and recognises a changed command line.
std::string short_hash(std::string_view text);

/// Percent-encodes what is not unreserved in RFC 3986, for a value in a URI.
std::string percent_encoded(std::string_view text);

/// A secret that outlives restarts: reads `path`, or makes it (mode 0600) from `bytes` random bytes in hex.
std::string kept_secret(const fs::path& path, std::size_t bytes);

}  // namespace sharecar::launcher
