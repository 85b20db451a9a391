#pragma once
// Whether the store can keep something now: what /readyz asks.

#include "base/result.hpp"
#include "base/task.hpp"

namespace switchboard::ports {

class StoreHealth {
 public:
  virtual ~StoreHealth() = default;

  // Commits a write. unavailable: nothing can be stored at present.
  virtual Task<Result<void>> probe() = 0;
};

}  // namespace switchboard::ports
