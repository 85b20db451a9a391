#pragma once
// What each command does once its words and the settings are known. The answer is the exit status;
// a failure is an exception with a sentence for the person at the terminal.

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "app/settings_load.hpp"
#include "base/instant.hpp"

namespace switchboard::app {

struct NewAdmin {
  std::string email;
  std::string username;
  std::string password;
};

// Makes an active admin account, also while a server runs on the same database.
int create_admin(Settings const& settings, NewAdmin admin);

struct TokenClaims {
  std::string sub;
  std::string role = "client";
  std::string scope;                            // empty: none
  std::optional<std::chrono::seconds> expires;  // absent: JWT_EXPIRATION
};

// Signed with JWT_SECRET, which is there.
[[nodiscard]] std::string mint_token(Settings const& settings, TokenClaims const& claims,
                                     Timestamp now);

int print_settings(LoadedSettings const& loaded, bool markdown);
int migrate_database(Settings const& settings);
int back_up_database(Settings const& settings, std::filesystem::path const& file);
int restore_database(Settings const& settings, std::filesystem::path const& file);

// One line from standard input; from a terminal it is asked for twice and not shown.
[[nodiscard]] std::string read_password();

// `doctor`: looks at everything that a start needs, and says in words what is wrong.
int examine_machine(LoadedSettings const& loaded);

}  // namespace switchboard::app
