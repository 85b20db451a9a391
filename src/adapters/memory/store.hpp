#pragma once
// A store that keeps everything in memory and keeps its promises otherwise: for tests, which it
// never makes wait for a disk. Nothing may wait for it any more when it is destroyed.

#include "adapters/memory/api_key_store.hpp"
#include "adapters/memory/desk.hpp"
#include "adapters/memory/inbox_store.hpp"
#include "adapters/memory/message_store.hpp"
#include "adapters/memory/room_store.hpp"
#include "adapters/memory/sign_in_store.hpp"
#include "adapters/memory/user_store.hpp"
#include "ports/store_health.hpp"

namespace switchboard::memory {

class Health final : public ports::StoreHealth {
 public:
  explicit Health(Desk& desk) : desk_(desk) {}
  Task<Result<void>> probe() override {
    auto work = []() -> Result<void> { return {}; };
    co_return co_await desk_.write(work);
  }

 private:
  Desk& desk_;
};

class Store {
 public:
  explicit Store(Clock const& clock, Pace pace = Pace::at_once, std::size_t queue_max = 8192)
      : desk_(pace, queue_max),
        users_(desk_, {.on_removed =
                           [this](UserId gone) {
                             shared_.erase(gone);
                             inboxes_.erase(gone);
                             sign_ins_.erase(gone);
                             api_keys_.erase(gone);
                           },
                       .on_sign_ins_ended = [this](UserId user) { sign_ins_.erase(user); }}),
        shared_([this](UserId id) { return users_.account(id); }, clock.timestamp()),
        messages_(desk_, shared_),
        rooms_(desk_, shared_),
        inboxes_(desk_),
        sign_ins_(desk_, [this](UserId id) { return users_.version_of(id); }),
        api_keys_(desk_),
        health_(desk_) {}
  Store(Store const&) = delete;

  [[nodiscard]] ports::UserStore& users() { return users_; }
  [[nodiscard]] ports::MessageStore& messages() { return messages_; }
  [[nodiscard]] ports::RoomStore& rooms() { return rooms_; }
  [[nodiscard]] ports::InboxStore& inboxes() { return inboxes_; }
  [[nodiscard]] ports::SignInStore& sign_ins() { return sign_ins_; }
  [[nodiscard]] ports::ApiKeyStore& api_keys() { return api_keys_; }
  [[nodiscard]] ports::StoreHealth& health() { return health_; }

  // As if the disk were full.
  void refuse_writes(bool refuse) { desk_.refuse_writes(refuse); }
  bool pump() { return desk_.pump(); }

 private:
  Desk desk_;
  UserStore users_;
  Rooms shared_;
  MessageStore messages_;
  RoomStore rooms_;
  InboxStore inboxes_;
  SignInStore sign_ins_;
  ApiKeyStore api_keys_;
  Health health_;
};

}  // namespace switchboard::memory
