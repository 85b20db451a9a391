#include "app/command_line.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <string>

#include "app/commands.hpp"
#include "app/serve.hpp"
#include "app/settings_load.hpp"
#include "app/settings_print.hpp"
#include "app/version.hpp"

namespace switchboard::app {
namespace {

constexpr int wrong_words = 2;

// What stood on the command line.
struct Words {
  std::string env_file;
  bool markdown = false;
  NewAdmin admin;
  TokenClaims token;
  std::int64_t token_seconds = 0;
  std::string file;
};

// What was asked for, with the settings loaded.
using Command = std::function<int(LoadedSettings&)>;

// A command that needs settings without an error.
Command with_settings(std::function<int(Settings&)> run) {
  return [run = std::move(run)](LoadedSettings& loaded) {
    for (auto const& error : loaded.errors) fmt::print(stderr, "{}\n", error);
    return loaded.errors.empty() ? run(loaded.settings) : wrong_words;
  };
}

int serve_with_secrets(Settings& settings) {
  settle_secrets(settings);
  return serve(settings);
}

int print_token(Settings& settings, Words const& words) {
  settle_secrets(settings);
  auto claims = words.token;
  if (words.token_seconds > 0) claims.expires = std::chrono::seconds(words.token_seconds);
  fmt::print("{}\n", mint_token(settings, claims, SystemClock().timestamp()));
  return 0;
}

CLI::App* add(CLI::App& to, std::string const& name, std::string const& sentence, Command& chosen,
              Command command) {
  auto* added = to.add_subcommand(name, sentence)->fallthrough();
  added->final_callback([&chosen, command = std::move(command)] { chosen = command; });
  return added;
}

void add_server_commands(CLI::App& program, Words& words, Command& chosen) {
  add(program, "serve", "Run until SIGTERM or SIGINT; this is the default", chosen,
      with_settings(serve_with_secrets));
  add(program, "settings", "Show every setting, its value in force and where it came from", chosen,
      [&words](LoadedSettings& loaded) { return print_settings(loaded, words.markdown); })
      ->add_flag("--markdown", words.markdown, "Print the reference instead");
  add(program, "doctor", "Look for whatever would keep the server from running well", chosen,
      [](LoadedSettings& loaded) { return examine_machine(loaded); });
}

void add_account_commands(CLI::App& program, Words& words, Command& chosen) {
  auto* admin = program.add_subcommand("admin", "Admin accounts")->fallthrough();
  admin->require_subcommand(1);
  auto* create = add(*admin, "create", "Make one; the password comes from standard input", chosen,
                     with_settings([&words](Settings& settings) {
                       words.admin.password = read_password();
                       return create_admin(settings, words.admin);
                     }));
  create->add_option("--email", words.admin.email, "E-mail address")->required();
  create->add_option("--username", words.admin.username, "Username")->required();
  auto* token =
      add(program, "token", "Mint an access token with JWT_SECRET", chosen,
          with_settings([&words](Settings& settings) { return print_token(settings, words); }));
  token->add_option("--sub", words.token.sub, "Whom it stands for: an account's id")->required();
  token->add_option("--role", words.token.role, "Its role")->capture_default_str();
  token->add_option("--scope", words.token.scope, "Its scopes, with blanks between them");
  token->add_option("--expires", words.token_seconds, "Seconds that it lives [JWT_EXPIRATION]")
      ->check(CLI::Range(1, 315'360'000));
}

void add_database_commands(CLI::App& program, Words& words, Command& chosen) {
  add(program, "migrate", "Bring the database to this version's schema", chosen,
      with_settings(migrate_database));
  auto with_file = [&](char const* name, char const* sentence,
                       int (*run)(Settings const&, std::filesystem::path const&)) {
    add(program, name, sentence, chosen,
        with_settings([&words, run](Settings& settings) { return run(settings, words.file); }))
        ->add_option("FILE", words.file, "The backup")
        ->required();
  };
  with_file("backup", "Copy the database to FILE, also while the server runs", back_up_database);
  with_file("restore", "Put FILE in the database's place; the server must be stopped",
            restore_database);
}

LoadedSettings load(Words const& words) {
  auto asked = !words.env_file.empty();
  auto file = read_env_file(asked ? words.env_file : ".env", asked);
  return load_settings([](char const* name) { return std::getenv(name); }, file);
}

// Help and version leave this way too, with status 0.
int leave(CLI::App const& program, CLI::ParseError const& parting) {
  if (parting.get_exit_code() == 0) return program.exit(parting);
  fmt::print(stderr, "switchboard: {}\nswitchboard --help tells more.\n", parting.what());
  return wrong_words;
}

int run(int argc, char const* const* argv) {
  CLI::App program("Accounts, chat, push and calls in one server", "switchboard");
  Words words;
  auto chosen = with_settings(serve_with_secrets);
  program.set_version_flag("--version", fmt::format("switchboard {}", version));
  program.add_option("--env-file", words.env_file, "File of settings, instead of .env");
  program.require_subcommand(0, 1);
  program.footer(settings_for_usage());
  add_server_commands(program, words, chosen);
  add_account_commands(program, words, chosen);
  add_database_commands(program, words, chosen);
  try {
    program.parse(argc, argv);
  } catch (CLI::ParseError const& parting) {
    return leave(program, parting);
  }
  auto loaded = load(words);
  return chosen(loaded);
}

}  // namespace

int run_command_line(int argc, char const* const* argv) {
  try {
    return run(argc, argv);
  } catch (std::exception const& failure) {
    fmt::print(stderr, "switchboard: {}\n", failure.what());
    return 1;
  }
}

}  // namespace switchboard::app
