#pragma once
// A bounded hash map that every shard may use: each stripe has its own lock, its own share of the
// bound, and drops what was used longest ago when that share is full. For counters that the whole
// node must agree on; nothing that waits belongs under its lock.

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace switchboard::runtime {

template <class Key, class Value, class Hash = std::hash<Key>>
class StripedMap {
 public:
  // `hash` spreads well over all bits; where strangers choose the keys, it is seeded with a secret.
  explicit StripedMap(std::size_t entries_max, Hash const& hash = {})
      : hash_(hash),
        stripe_entries_max_(std::max<std::size_t>(1, (entries_max + stripes - 1) / stripes)) {
    for (auto& stripe : stripes_) stripe.places = Places(0, hash);
  }
  StripedMap(StripedMap const&) = delete;

  // Runs `use(value)` under the lock and answers what it returns. A missing entry is made first.
  template <class Use>
  auto update(Key const& key, Use use) {
    auto& stripe = stripe_of(key);
    std::lock_guard lock(stripe.lock);
    return use(touch(stripe, key));
  }

  // The same, but only if there is an entry; whether there was.
  template <class Use>
  bool update_present(Key const& key, Use use) {
    auto& stripe = stripe_of(key);
    std::lock_guard lock(stripe.lock);
    auto place = stripe.places.find(key);
    if (place == stripe.places.end()) return false;
    use(place->second->second);
    return true;
  }

  [[nodiscard]] std::size_t size() const {
    std::size_t count = 0;
    for (auto& stripe : stripes_) {
      std::lock_guard lock(stripe.lock);
      count += stripe.places.size();
    }
    return count;
  }

 private:
  static constexpr std::size_t stripes = 64;
  using Entries = std::list<std::pair<Key, Value>>;
  using Places = std::unordered_map<Key, typename Entries::iterator, Hash>;

  struct alignas(64) Stripe {
    mutable std::mutex lock;
    Entries entries;  // used last first
    Places places;
  };

  // The high bits choose the stripe, so that a stripe's own table still sees all low ones.
  Stripe& stripe_of(Key const& key) {
    return stripes_[(hash_(key) >> (8 * sizeof(std::size_t) - 6)) % stripes];
  }

  Value& touch(Stripe& stripe, Key const& key) {
    if (auto place = stripe.places.find(key); place != stripe.places.end()) {
      stripe.entries.splice(stripe.entries.begin(), stripe.entries, place->second);
      return place->second->second;
    }
    if (stripe.places.size() >= stripe_entries_max_) {
      stripe.places.erase(stripe.entries.back().first);
      stripe.entries.pop_back();
    }
    stripe.entries.emplace_front(key, Value{});
    stripe.places.emplace(key, stripe.entries.begin());
    return stripe.entries.front().second;
  }

  Hash hash_;
  std::size_t stripe_entries_max_;
  std::array<Stripe, stripes> stripes_;
};

}  // namespace switchboard::runtime
