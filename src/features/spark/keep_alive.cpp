#include "features/spark/keep_alive.hpp"

namespace switchboard::spark {

Uuid KeepAlive::issue(Instant now) {
  auto token = Uuid::random();
  used_at_.update(token, [now](Instant& used) { return used = now; });
  return token;
}

bool KeepAlive::use(std::string_view token, Instant now) {
  auto id = Uuid::parse(token);
  if (!id) return false;
  bool alive = false;
  used_at_.update_present(*id, [now, &alive](Instant& used) {
    alive = now - used < lifetime;
    if (alive) used = now;
  });
  return alive;
}

}  // namespace switchboard::spark
