#include "features/accounts/delete_user.hpp"

namespace switchboard::accounts {

Task<Result<void>> DeleteUser::run(UserId id) {
  auto removed = co_await store_.remove(id);
  // Also after a failure that is not sure to have changed nothing.
  co_await changes_.announce(id);
  co_return removed;
}

}  // namespace switchboard::accounts
