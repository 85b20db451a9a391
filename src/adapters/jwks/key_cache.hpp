#pragma once
// What an issuer last said, and when it is asked again. One thread's own; asking blocks it.

#include <functional>
#include <string>

#include "base/instant.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "ports/key_set.hpp"

namespace switchboard::jwks {

class KeyCache {
 public:
  static constexpr Duration good_for = std::chrono::minutes(5);
  // Between two looks for keys that are not there, and after a look that failed.
  static constexpr Duration pause = std::chrono::seconds(30);

  using Fetch = std::move_only_function<Result<std::string>()>;

  // `clock` and `log` must outlive it.
  KeyCache(Fetch fetch, Clock const& clock, Log& log)
      : fetch_(std::move(fetch)), clock_(clock), log_(log) {}

  [[nodiscard]] Result<ports::IssuerKeys> keys(ports::KeysWanted wanted);

 private:
  [[nodiscard]] bool may_ask(ports::KeysWanted wanted) const;
  void ask(ports::KeysWanted wanted);

  Fetch fetch_;
  Clock const& clock_;
  Log& log_;
  ports::SharedKeySet set_;
  Instant good_until_{};
  Instant next_look_{};    // of any kind
  Instant next_search_{};  // for a key that is not there
};

}  // namespace switchboard::jwks
