#include <fmt/format.h>

#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

#include "adapters/sqlite/store.hpp"
#include "app/commands.hpp"
#include "features/accounts/first_admin.hpp"

namespace switchboard::app {
namespace {

// Pumps `loop` until the task has ended.
template <class T>
T run_to_end(runtime::Loop& loop, Task<T> task) {
  std::optional<T> result;
  std::exception_ptr thrown;
  start(
      std::move(task), [&](T value) { result.emplace(std::move(value)); },
      [&](std::exception_ptr failure) { thrown = std::move(failure); });
  while (!result && !thrown) loop.turn(std::chrono::seconds(1));
  if (thrown) std::rethrow_exception(thrown);
  return std::move(*result);
}

}  // namespace

int create_admin(Settings const& settings, NewAdmin admin) {
  SystemClock clock;
  runtime::Loop loop(clock);
  loop.adopt_thread();
  sqlite::Store store({.path = settings.sqlite_path, .hold = sqlite::Database::Hold::shared},
                      clock);
  auto cost = static_cast<int>(settings.bcrypt_cost);
  runtime::BlockingPool hashing(accounts::PasswordHasher::pool_options(cost, 1));
  accounts::PasswordHasher hasher(hashing, cost);
  accounts::FirstAdmin maker(store.users(), hasher, clock);
  accounts::FirstAdmin::Input input{std::move(admin.email), std::move(admin.username),
                                    std::move(admin.password)};
  auto made = run_to_end(loop, maker.create(std::move(input)));
  if (!made) throw std::runtime_error(made.error().message);
  fmt::print("made admin {} <{}>, id {}\n", made->username, *made->email,
             made->id.value().to_string());
  return 0;
}

}  // namespace switchboard::app
