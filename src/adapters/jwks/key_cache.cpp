#include "adapters/jwks/key_cache.hpp"

#include "protocol/jose/key_ring.hpp"

namespace switchboard::jwks {

bool KeyCache::may_ask(ports::KeysWanted wanted) const {
  auto now = clock_.now();
  if (now < next_look_) return false;
  return !set_ || now >= good_until_ ||
         (wanted == ports::KeysWanted::unseen && now >= next_search_);
}

// A pause is counted from the end, for a look may itself take seconds while others wait.
void KeyCache::ask(ports::KeysWanted wanted) {
  auto text = fetch_();
  auto now = clock_.now();
  if (wanted == ports::KeysWanted::unseen) next_search_ = now + pause;
  auto ring = text ? jose::KeyRing::parse(*text) : std::nullopt;
  if (!ring) {
    auto reason = text ? std::string("no JWK set with a usable key") : text.error().message;
    good_until_ = next_look_ = now + pause;
    log_.warn("jwks", "the issuer's keys could not be read", {{"reason", reason}});
    return;
  }
  good_until_ = now + good_for;
  if (set_ && *set_ == *text) return;
  set_ = std::make_shared<std::string const>(std::move(*text));
  log_.info("jwks", "the issuer's keys were read",
            {{"keys", static_cast<std::int64_t>(ring->size())}});
}

Result<ports::IssuerKeys> KeyCache::keys(ports::KeysWanted wanted) {
  if (may_ask(wanted)) ask(wanted);
  if (!set_)
    return std::unexpected(Error{Errc::unavailable, "The issuer's keys cannot be read",
                                 "issuer_keys",
                                 std::chrono::duration_cast<std::chrono::seconds>(pause)});
  return ports::IssuerKeys{set_, good_until_};
}

}  // namespace switchboard::jwks
