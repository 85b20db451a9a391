#pragma once
// What one person tells a channel at most so often: the first at once, and of what follows too soon
// nothing, or only the latest when the time has come. One shard's, for the channels whose home it
// is.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "model/publication.hpp"
#include "model/user.hpp"
#include "ports/publisher.hpp"
#include "runtime/loop.hpp"

namespace switchboard::delivery {

class Murmurs {
 public:
  using Tell = std::function<void(Publication)>;
  static constexpr std::size_t entries_max = 10'000;  // beyond it, nothing more is taken
  static constexpr Duration tick = std::chrono::milliseconds(100);

  // `loop` must outlive it.
  Murmurs(runtime::Loop& loop, Tell tell);
  Murmurs(Murmurs const&) = delete;

  void offer(Publication publication, UserId whose, ports::Sparse kind);
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

  [[nodiscard]] static constexpr Duration interval(ports::Sparse kind) {
    return kind == ports::Sparse::latest ? std::chrono::milliseconds(500) : std::chrono::seconds(1);
  }

 private:
  using Key = std::tuple<std::string, UserId, ports::Sparse>;
  struct Entry {
    Instant told_at;
    std::optional<Publication> next = {};
  };
  void on_tick();

  runtime::Loop& loop_;
  Tell tell_;
  std::map<Key, Entry> entries_;  // told within their interval
  runtime::Timer timer_;          // armed while there are any
};

}  // namespace switchboard::delivery
