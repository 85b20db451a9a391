#include "adapters/sqlite/store.hpp"

#include "adapters/sqlite/erasure.hpp"
#include "sqlite_sql.hpp"

namespace switchboard::sqlite {
namespace {

constexpr ports::StoreQuery probing{ports::StoreOperation::update, ports::StoreTable::probe};

// Before there is a thread that writes.
Connection& ready(Database& database) {
  if (database.alone()) finish_erasures(database.writing());
  return database.writing();
}

}  // namespace

Task<Result<void>> Health::probe() {
  auto now = clock_.timestamp();
  auto work = [now](Batch& batch) -> Result<void> {
    batch.connection.change(sql::probe_write, now);
    return {};
  };
  co_return co_await writer_.run(probing, work);
}

Store::Store(Options const& options, Clock const& clock, ports::StoreObserver* observer)
    : database_(options.path, options.hold, clock),
      writer_(ready(database_), clock, observer,
              {.queue_max = options.writer_queue_max,
               .batch_max = options.batch_max,
               .thread = options.threads}),
      readers_(database_, clock, observer,
               {.connections = options.reader_connections, .threads = options.threads}),
      users_(writer_, readers_),
      messages_(writer_, readers_),
      rooms_(writer_, readers_),
      inboxes_(writer_, readers_),
      sign_ins_(writer_, readers_),
      api_keys_(writer_, readers_),
      health_(writer_, clock) {}

bool Store::pump() {
  auto wrote = writer_.pump();
  auto read = readers_.pump();
  return wrote || read;
}

}  // namespace switchboard::sqlite
