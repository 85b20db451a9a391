#include "adapters/jwks/key_set.hpp"

#include <utility>

#include "adapters/jwks/fetch.hpp"

namespace switchboard::jwks {
namespace {

constexpr std::size_t waiting_max = 256;

}  // namespace

KeySet::KeySet(std::string url, Clock const& clock, Log& log, bool threads)
    : cache_([this, url = std::move(url)] { return fetch(url, stopping_); }, clock, log),
      pool_(
          {.name = "jwks", .threads = threads ? 1U : 0U, .queue_max = waiting_max, .niceness = 0}) {
}

KeySet::~KeySet() { stopping_ = true; }

Task<Result<ports::IssuerKeys>> KeySet::keys(ports::KeysWanted wanted) {
  auto look = [this, wanted] { return cache_.keys(wanted); };
  auto looked = co_await pool_.run(look);
  if (!looked) co_return failure_of(std::move(looked));
  co_return std::move(*looked);
}

}  // namespace switchboard::jwks
