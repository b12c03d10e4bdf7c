// Where card numbers are looked for: every row of the three databases, and every file that the platform wrote.
#include <cstring>
#include <fstream>

#include "contracts/cardnet.hpp"
#include "invariants/reader.hpp"

namespace sharecar::invariants {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

struct Table {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Table, (), (name))

constexpr sql::Statement all_tables{
    "check_tables", "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"};

/// PostgreSQL's own files are read through it: its write-ahead log holds what was erased long ago.
bool worth_a_look(const fs::path& file) {
  const auto kind = file.extension();
  return kind != ".index" && kind != ".timeindex" && kind != ".pem";
}

void look_into_tables(sql::Postgres& database, const std::string& name, const std::vector<std::string>& numbers,
                      std::vector<Leak>& out) {
  std::string any;  // a regular expression: several times as fast as LIKE for each of them
  for (const auto& number : numbers) any += (any.empty() ? "" : "|") + number;
  auto context = untraced(120s);
  database.run_here(context, [&](Context& inner, sql::Session& session) {
    for (const auto& table : session.select<Table>(inner, all_tables)) {
      const std::string label = "check_leaks_" + table.name;
      const std::string text = "SELECT count(*) AS rows FROM " + table.name + " AS r WHERE r::text ~ $1";
      session.run(inner, {label.c_str(), text.c_str()}, {any}, [&](const sql::Row& row) {
        if (const auto rows = row.get<std::int64_t>("rows"); rows > 0) {
          out.push_back({"table " + table.name + " of " + name, rows});
        }
      });
    }
  });
}

}  // namespace

std::int64_t occurrences(const fs::path& path, const std::vector<std::string>& needles) {
  std::size_t longest = 1;
  for (const auto& needle : needles) longest = std::max(longest, needle.size());
  constexpr std::size_t block = 1 << 20;
  std::ifstream file{path, std::ios::binary};
  std::string bytes(block + longest, '\0');
  std::size_t kept = 0;  // the end of the block before, in case a needle begins there
  std::int64_t found = 0;
  while (file) {
    file.read(bytes.data() + kept, static_cast<std::streamsize>(block));
    const std::size_t size = kept + static_cast<std::size_t>(file.gcount());
    for (const auto& needle : needles) {
      const char* at = bytes.data();
      const char* end = bytes.data() + size;
      while ((at = static_cast<const char*>(
                  ::memmem(at, static_cast<std::size_t>(end - at), needle.data(), needle.size())))) {
        // What lies wholly in the kept part was counted with the block before.
        if (static_cast<std::size_t>(at - bytes.data()) + needle.size() > kept) ++found;
        at += needle.size();
      }
    }
    kept = std::min(size, longest - 1);
    std::memmove(bytes.data(), bytes.data() + size - kept, kept);
  }
  return found;
}

void Reader::find_leaks(Snapshot& snapshot, std::vector<std::string> numbers) {
  if (numbers.empty()) {
    for (const auto& card : contracts::demo_cards) numbers.emplace_back(card.number);
  }
  look_into_tables(orders_, "orders", numbers, snapshot.leaks);
  look_into_tables(reservations_, "reservations", numbers, snapshot.leaks);
  look_into_tables(payments_, "payments", numbers, snapshot.leaks);
  if (stores_.run.empty()) {
    snapshot.skipped.emplace_back("card numbers in files: no folder was named");
    return;
  }
  const auto options = fs::directory_options::skip_permission_denied;
  for (auto entry = fs::recursive_directory_iterator{stores_.run, options}; entry != fs::recursive_directory_iterator{};
       ++entry) {
    if (entry->path() == stores_.run / "postgres") entry.disable_recursion_pending();
    std::error_code gone;  // logs are rotated and segments deleted while we look
    if (!entry->is_regular_file(gone) || !worth_a_look(entry->path())) continue;
    if (const auto times = occurrences(entry->path(), numbers); times > 0) {
      snapshot.leaks.push_back({entry->path().lexically_relative(stores_.run).string(), times});
    }
  }
}

}  // namespace sharecar::invariants
