#include "adapters/memory/sign_in_store.hpp"

#include <algorithm>

namespace switchboard::memory {
namespace {

std::unexpected<Error> no_such_sign_in() {
  return fail(Errc::not_found, "Session not found", "session_not_found");
}

bool used_later(SignIn const& left, SignIn const& right) {
  return std::pair(left.used_at, left.id) > std::pair(right.used_at, right.id);
}

}  // namespace

void SignInStore::erase_but(UserId user, std::optional<SignInId> but) {
  std::erase_if(sign_ins_,
                [&](auto const& each) { return each.second.user == user && each.first != but; });
}

void SignInStore::remove_lapsed(Timestamp now) {
  std::erase_if(sign_ins_, [now](auto const& each) { return each.second.expires_at <= now; });
}

std::vector<SignIn> SignInStore::list(UserId user) const {
  std::vector<SignIn> found;
  for (auto const& [id, sign_in] : sign_ins_)
    if (sign_in.user == user) found.push_back(sign_in);
  std::ranges::sort(found, used_later);
  return found;
}

Result<std::optional<SignInId>> SignInStore::add_one(SignIn const& sign_in, TokenVersion proven) {
  if (find_version_(sign_in.user) != proven)
    return fail(Errc::conflict, "The account has changed meanwhile");
  remove_lapsed(sign_in.created_at);
  std::optional<SignInId> displaced;
  if (auto present = list(sign_in.user); present.size() >= sign_ins_max) {
    displaced = present.back().id;
    sign_ins_.erase(*displaced);
  }
  sign_ins_.emplace(sign_in.id, sign_in);
  return displaced;
}

Result<ports::Refreshed> SignInStore::refresh_one(SignInId id, RefreshCount presented,
                                                  Timestamp now, Timestamp expires_at) {
  auto found = sign_ins_.find(id);
  if (found == sign_ins_.end() || found->second.expires_at <= now) return no_such_sign_in();
  auto& sign_in = found->second;
  auto verdict = judge(sign_in, presented, now);
  if (verdict == RefreshVerdict::active) renew(sign_in, now, expires_at);
  ports::Refreshed refreshed{sign_in, verdict};
  if (verdict == RefreshVerdict::reused) sign_ins_.erase(found);
  return refreshed;
}

Task<Result<std::optional<SignInId>>> SignInStore::add(SignIn sign_in, TokenVersion proven) {
  auto work = [this, &sign_in, proven] { return add_one(sign_in, proven); };
  co_return co_await desk_.write(work);
}

Task<Result<std::vector<SignIn>>> SignInStore::of(UserId user) {
  auto work = [this, user]() -> Result<std::vector<SignIn>> { return list(user); };
  co_return co_await desk_.read(work);
}

Task<Result<ports::Refreshed>> SignInStore::refresh(SignInId id, RefreshCount presented,
                                                    Timestamp now, Timestamp expires_at) {
  auto work = [=, this] { return refresh_one(id, presented, now, expires_at); };
  co_return co_await desk_.write(work);
}

Task<Result<void>> SignInStore::end(UserId user, SignInId id) {
  auto work = [this, user, id]() -> Result<void> {
    auto found = sign_ins_.find(id);
    if (found == sign_ins_.end() || found->second.user != user) return no_such_sign_in();
    sign_ins_.erase(found);
    return {};
  };
  co_return co_await desk_.write(work);
}

Task<Result<void>> SignInStore::end_all(UserId user, std::optional<SignInId> but) {
  auto work = [this, user, but]() -> Result<void> {
    erase_but(user, but);
    return {};
  };
  co_return co_await desk_.write(work);
}

}  // namespace switchboard::memory
