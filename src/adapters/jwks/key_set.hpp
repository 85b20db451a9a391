#pragma once
// ports::KeySet over HTTP: a cache on a thread of its own, where looking may block.

#include <atomic>
#include <string>

#include "adapters/jwks/key_cache.hpp"
#include "ports/key_set.hpp"
#include "runtime/blocking_pool.hpp"

namespace switchboard::jwks {

class KeySet final : public ports::KeySet {
 public:
  // `clock` and `log` must outlive it. Without threads everything waits for pump().
  KeySet(std::string url, Clock const& clock, Log& log, bool threads = true);
  ~KeySet() override;  // gives up a look that is under way

  Task<Result<ports::IssuerKeys>> keys(ports::KeysWanted wanted) override;
  bool pump() { return pool_.pump(); }

 private:
  std::atomic<bool> stopping_ = false;
  KeyCache cache_;              // the pool's one thread's own
  runtime::BlockingPool pool_;  // last: it joins before the cache goes
};

}  // namespace switchboard::jwks
