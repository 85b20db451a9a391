#include "adapters/sqlite/readers.hpp"

#include <algorithm>

namespace switchboard::sqlite {
namespace {

constexpr std::string_view begin_snapshot = "BEGIN";

}  // namespace

Readers::Readers(Database const& database, Clock const& clock, ports::StoreObserver* observer,
                 Options options)
    : clock_(clock),
      observer_(observer),
      pumped_(!options.threads),
      taken_(std::make_unique<std::atomic_flag[]>(std::max<std::size_t>(options.connections, 1))),
      threads_({.name = "store-read",
                .threads = options.threads ? std::max<std::size_t>(options.connections, 1) : 0,
                .queue_max = options.queue_max,
                .niceness = 0}) {
  // Nothing is submitted before the constructor has returned.
  for (std::size_t i = 0; i < std::max<std::size_t>(options.connections, 1); ++i) {
    connections_.push_back(database.open_for_reading());
    connections_.back()->limit_time(clock, options.longest);
  }
}

std::size_t Readers::take() {
  // Ends soon: one is free, though it may change while we look.
  for (std::size_t slot = 0;; slot = (slot + 1) % connections_.size())
    if (!taken_[slot].test_and_set(std::memory_order_acquire)) return slot;
}

Snapshot::Snapshot(Connection& connection) : connection_(connection) {
  connection.change(begin_snapshot);
}

Snapshot::~Snapshot() { connection_.undo(); }

}  // namespace switchboard::sqlite
