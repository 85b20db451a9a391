#pragma once
// Accounts as they are now, near at hand: a bounded cache in front of the store, one for each
// shard. AccountChanges empties it in time, so that it never shows what was true before a change
// that somebody has been told of.

#include <cstddef>
#include <list>
#include <memory>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "model/sign_in.hpp"
#include "model/user.hpp"
#include "ports/sign_in_store.hpp"
#include "ports/user_store.hpp"

namespace switchboard::accounts {

// An account, and who is signed in to it.
struct Account : User {
  std::vector<SignInId> sign_ins;  // sorted

  [[nodiscard]] bool has(SignInId sign_in) const;
};

using SharedUser = std::shared_ptr<User const>;
using SharedAccount = std::shared_ptr<Account const>;

class Directory {
 public:
  static constexpr std::size_t entries_max_default = 10'000;

  // Both stores must outlive the directory.
  Directory(ports::UserStore& users, ports::SignInStore& sign_ins,
            std::size_t entries_max = entries_max_default)
      : users_(users), sign_ins_(sign_ins), entries_max_(entries_max) {}
  Directory(Directory const&) = delete;

  // What is at hand, at once and without allocating; null when the store must be asked.
  [[nodiscard]] SharedAccount at_hand(UserId id);
  // not_found, and what the store answers.
  Task<Result<SharedAccount>> find(UserId id);
  // The same, without looking at what is at hand.
  Task<Result<SharedAccount>> read(UserId id);

  // The account changed, or who is signed in to it: what is at hand goes, and so does what is being
  // read for it now.
  void forget(UserId id);

  [[nodiscard]] std::size_t size() const { return places_.size(); }

 private:
  struct Reading;
  using Entries = std::list<SharedAccount>;  // used last first

  Task<Result<SharedAccount>> read_once(UserId id);
  void keep(SharedAccount account);
  void drop(UserId id);

  ports::UserStore& users_;
  ports::SignInStore& sign_ins_;
  std::size_t entries_max_;
  Entries entries_;
  std::unordered_map<UserId, Entries::iterator> places_;
  std::vector<Reading*> readings_;
};

}  // namespace switchboard::accounts
