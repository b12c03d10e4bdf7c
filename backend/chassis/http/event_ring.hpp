/// The last events of several feeds under one numbering, so that a reader who was away can go on where it was. Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sharecar::http {

/// Numbers tell the order in which events came; of each feed it is known from which number on nothing is missing.
class EventRing {
 public:
  enum class Feed : std::uint64_t {};

  struct Limits {
    std::size_t events = 4096;
    std::size_t bytes = 16 * 1024 * 1024;
  };

  struct Entry {
    std::int64_t number = 0;
    Feed feed{};
    std::string text;  ///< as it is sent
  };

  /// `epoch` tells this ring's numbers from those of another process.
  EventRing(std::string epoch, Limits limits) : epoch_(std::move(epoch)), limits_(limits) {}

  /// From now on everything of it is here, until it is forgotten for new events.
  Feed open();
  void close(Feed feed) { feeds_.erase(feed); }
  /// `data` is one line. The feed is open.
  void add(Feed feed, std::string_view name, std::string_view data);

  std::int64_t last() const { return last_; }
  /// Whether nothing of that feed after that number is missing.
  bool remembers(Feed feed, std::int64_t number) const;
  /// The feed's first event after that number; null when there is none.
  const Entry* next(Feed feed, std::int64_t number) const;

  /// "<epoch>-<number>".
  std::string id(std::int64_t number) const { return epoch_ + '-' + std::to_string(number); }
  /// The number in an id that this ring gave out.
  std::optional<std::int64_t> number_of(std::string_view id) const;

 private:
  struct Known {
    std::int64_t complete_after = 0;
    std::deque<std::int64_t> numbers = {};
  };
  void forget_oldest();

  std::string epoch_;
  Limits limits_;
  std::int64_t last_ = 0;
  std::size_t bytes_ = 0;
  std::deque<Entry> entries_;  // without gaps, the last one is last_
  std::uint64_t opened_ = 0;
  std::map<Feed, Known> feeds_;
};

}  // namespace sharecar::http
