#pragma once
// A hash map that every shard may use and that forgets nothing: for what is taken and given back,
// where whoever puts something in holds a seat of something bounded. (StripedMap drops what is
// old.) Nothing that waits belongs under its locks.

#include <array>
#include <cstddef>
#include <functional>
#include <mutex>
#include <unordered_map>

namespace switchboard::runtime {

// `Value` is made empty by default, and says so by empty(): an entry that is left empty goes.
template <class Key, class Value, class Hash = std::hash<Key>>
class StripedTable {
 public:
  StripedTable() = default;
  StripedTable(StripedTable const&) = delete;

  // Runs `use(value)` under the lock and answers what it returns. A missing entry is made first.
  template <class Use>
  auto update(Key const& key, Use use) {
    auto& stripe = stripes_[stripe_of(key)];
    std::lock_guard lock(stripe.lock);
    auto place = stripe.entries.try_emplace(key).first;
    Leaving leaving{stripe.entries, place};
    return use(place->second);
  }

  // A copy; an empty one when there is no entry.
  [[nodiscard]] Value get(Key const& key) const {
    auto& stripe = stripes_[stripe_of(key)];
    std::lock_guard lock(stripe.lock);
    auto place = stripe.entries.find(key);
    return place == stripe.entries.end() ? Value{} : place->second;
  }

  // Runs `visit(key, value)` for each, under one lock after the other: not one moment's picture.
  template <class Visit>
  void each(Visit visit) const {
    for (auto& stripe : stripes_) {
      std::lock_guard lock(stripe.lock);
      for (auto const& [key, value] : stripe.entries) visit(key, value);
    }
  }

  [[nodiscard]] std::size_t size() const {
    std::size_t count = 0;
    for (auto& stripe : stripes_) {
      std::lock_guard lock(stripe.lock);
      count += stripe.entries.size();
    }
    return count;
  }

 private:
  static constexpr std::size_t stripes = 64;
  using Entries = std::unordered_map<Key, Value, Hash>;

  struct alignas(64) Stripe {
    mutable std::mutex lock;
    Entries entries;
  };

  struct Leaving {
    Entries& entries;
    typename Entries::iterator place;
    ~Leaving() {
      if (place->second.empty()) entries.erase(place);
    }
  };

  // The high bits, so that a stripe's own table still sees all low ones.
  [[nodiscard]] static std::size_t stripe_of(Key const& key) {
    return (Hash{}(key) >> (8 * sizeof(std::size_t) - 6)) % stripes;
  }

  std::array<Stripe, stripes> stripes_;
};

}  // namespace switchboard::runtime
