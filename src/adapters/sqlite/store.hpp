#pragma once
// Everything that is kept, in one SQLite file: the file, its one writer, its readers, and the ports
// that they fill.

#include <cstdint>
#include <filesystem>

#include "adapters/sqlite/api_key_store.hpp"
#include "adapters/sqlite/database.hpp"
#include "adapters/sqlite/inbox_store.hpp"
#include "adapters/sqlite/message_store.hpp"
#include "adapters/sqlite/readers.hpp"
#include "adapters/sqlite/room_store.hpp"
#include "adapters/sqlite/sign_in_store.hpp"
#include "adapters/sqlite/user_store.hpp"
#include "adapters/sqlite/writer.hpp"
#include "ports/store_health.hpp"

namespace switchboard::sqlite {

class Health final : public ports::StoreHealth {
 public:
  Health(Writer& writer, Clock const& clock) : writer_(writer), clock_(clock) {}
  Task<Result<void>> probe() override;

 private:
  Writer& writer_;
  Clock const& clock_;
};

class Store {
 public:
  struct Options {
    std::filesystem::path path;
    std::size_t reader_connections = 5;
    std::size_t writer_queue_max = 8192;
    std::size_t batch_max = 1024;
    bool threads = true;  // false: everything waits for pump()
    Database::Hold hold = Database::Hold::alone;
  };

  // Opens, and migrates what is older; throws DatabaseError, whose sentence is for the person who
  // starts the server. `clock`, the observer (which may be null) and every loop on which the store
  // is awaited must outlive it. Its destructor writes what is queued; whoever waits is then resumed
  // on its loop, and must not come back to the store.
  Store(Options const& options, Clock const& clock, ports::StoreObserver* observer = nullptr);
  Store(Store const&) = delete;

  [[nodiscard]] ports::UserStore& users() { return users_; }
  [[nodiscard]] ports::MessageStore& messages() { return messages_; }
  [[nodiscard]] ports::RoomStore& rooms() { return rooms_; }
  [[nodiscard]] ports::InboxStore& inboxes() { return inboxes_; }
  [[nodiscard]] ports::SignInStore& sign_ins() { return sign_ins_; }
  [[nodiscard]] ports::ApiKeyStore& api_keys() { return api_keys_; }
  [[nodiscard]] ports::StoreHealth& health() { return health_; }
  [[nodiscard]] Database& database() { return database_; }

  // Writes and reads what is queued, here and now; true if there was anything.
  bool pump();

 private:
  Database database_;
  Writer writer_;
  Readers readers_;
  UserStore users_;
  MessageStore messages_;
  RoomStore rooms_;
  InboxStore inboxes_;
  SignInStore sign_ins_;
  ApiKeyStore api_keys_;
  Health health_;
};

}  // namespace switchboard::sqlite
