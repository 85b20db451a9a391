// The file itself: opening, migrating, and who may hold it.

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "adapters/sqlite/database.hpp"
#include "adapters/sqlite/schema.hpp"
#include "adapters/sqlite/store.hpp"
#include "support/store_rig.hpp"
#include "support/store_words.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using sqlite::Connection;
using sqlite::Database;
using sqlite::DatabaseError;

namespace {

SystemClock const system_clock;

// The sentence with which it refuses to open; empty when it opens.
std::string refusal(std::filesystem::path const& path,
                    Database::Hold hold = Database::Hold::alone) {
  try {
    Database database(path, hold, system_clock);
    return {};
  } catch (DatabaseError const& error) {
    return error.what();
  }
}

bool contains(std::string const& text, char const* part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("an empty place becomes a database of the newest version, with a directory around it") {
  StoreDirectory directory;
  auto path = directory.path() / "deep" / "er" / "store.db";
  Database database(path, Database::Hold::alone, system_clock);
  CHECK(sqlite::checked_schema_version(database.writing()) == sqlite::newest_schema_version());
  CHECK(database.writing().value_of("PRAGMA journal_mode") == "wal");
  CHECK(database.writing().value_of("PRAGMA synchronous") == "2");
  CHECK(database.writing().value_of("PRAGMA foreign_keys") == "1");
  CHECK(database.writing().value_of("SELECT count(*) FROM room") == "2");
  struct stat status{};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("the log of a database that somebody has removed is not played into the next one") {
  StoreDirectory directory;
  auto path = directory.path() / "store.db";
  auto log = directory.path() / "store.db-wal";
  auto kept = directory.path() / "kept";
  {
    Database database(path, Database::Hold::alone, system_clock);
    database.writing().execute("DELETE FROM room");
    std::filesystem::copy_file(log, kept);
  }
  std::filesystem::remove(path);
  std::filesystem::rename(kept, log);
  Database database(path, Database::Hold::alone, system_clock);
  CHECK(database.writing().value_of("SELECT count(*) FROM room") == "2");
  CHECK(database.writing().value_of("PRAGMA integrity_check") == "ok");
}

TEST_CASE("a first start that was cut off is begun anew; an empty file is filled where it is") {
  StoreDirectory directory;
  auto path = directory.path() / "store.db";
  std::ofstream(directory.path() / "store.db.new") << std::string(5000, 'x');
  CHECK(refusal(path).empty());
  CHECK_FALSE(std::filesystem::exists(directory.path() / "store.db.new"));

  auto empty = directory.path() / "empty.db";
  std::ofstream(empty) << "";
  auto link = directory.path() / "link.db";
  std::filesystem::create_symlink(empty, link);
  CHECK(refusal(link).empty());
  CHECK(std::filesystem::is_symlink(link));
  CHECK(std::filesystem::file_size(empty) > 0);
}

TEST_CASE("opening again changes nothing, not even the rooms' epochs") {
  StoreDirectory directory;
  auto path = directory.path() / "store.db";
  auto epochs = [&] {
    Database database(path, Database::Hold::alone, system_clock);
    return database.writing().value_of("SELECT group_concat(epoch) FROM room");
  };
  auto first = epochs();
  CHECK_FALSE(first.empty());
  CHECK(epochs() == first);
}

TEST_CASE("two databases have different epochs") {
  StoreDirectory directory;
  auto epoch = [&](char const* name) {
    Database database(directory.path() / name, Database::Hold::alone, system_clock);
    return database.writing().value_of("SELECT epoch FROM room WHERE id = 'general'");
  };
  CHECK(epoch("one.db") != epoch("two.db"));
}

TEST_CASE(
    "accounts of an older file keep their numbers, and one that is gone leaves its own to nobody") {
  StoreDirectory directory;
  auto path = directory.path() / "store.db";
  {
    Connection older(path, Connection::Access::create);
    sqlite::migrate(older, system_clock, 2);
    for (auto const* name : {"ada", "bob", "cyd"})
      older.execute(std::string("INSERT INTO user (id, username, email, password_hash, full_name, "
                                "created_at, updated_at) VALUES (randomblob(16), '") +
                    name + "', '" + name + "@example.org', 'hash', 'Full', 1, 2)");
    older.execute("DELETE FROM user WHERE username = 'cyd'");
  }
  Database database(path, Database::Hold::alone, system_clock);
  auto& now = database.writing();
  CHECK(now.value_of("SELECT group_concat(number || username || email) FROM user") ==
        "1adaada@example.org,2bobbob@example.org");
  now.execute(
      "INSERT INTO user (id, username, password_hash, full_name, created_at, updated_at) "
      "VALUES (randomblob(16), 'dan', 'hash', 'Full', 1, 2)");
  CHECK(now.value_of("SELECT number FROM user WHERE username = 'dan'") == "4");
}

TEST_CASE("a double-quoted word is a name and never a text") {
  StoreDirectory directory;
  Database database(directory.path() / "store.db", Database::Hold::alone, system_clock);
  CHECK_THROWS_AS(static_cast<void>(database.writing().value_of("SELECT \"no such column\"")),
                  DatabaseError);
}

TEST_CASE("a database newer than the program is refused with a sentence, and not touched") {
  StoreDirectory directory;
  auto path = directory.path() / "store.db";
  CHECK(refusal(path).empty());
  {
    Connection connection(path, Connection::Access::write);
    connection.execute("PRAGMA user_version = 4711");
  }
  CHECK(contains(refusal(path), "schema version 4711"));
  Connection connection(path, Connection::Access::write);
  CHECK(connection.value_of("PRAGMA user_version") == "4711");
}

TEST_CASE("a file of another program is refused, and not touched") {
  StoreDirectory directory;
  auto other = directory.path() / "other.db";
  {
    Connection connection(other, Connection::Access::create);
    connection.execute("CREATE TABLE something (x)");
  }
  CHECK(contains(refusal(other), "another program"));
  Connection connection(other, Connection::Access::write);
  CHECK(connection.value_of("SELECT count(*) FROM sqlite_schema") == "1");

  auto text = directory.path() / "text.db";
  std::ofstream(text) << std::string(5000, 'x');
  CHECK(contains(refusal(text), "not a database"));
  CHECK(std::filesystem::file_size(text) == 5000);
}

TEST_CASE("a place that cannot be written is refused with its name") {
  CHECK(contains(refusal("/proc/nowhere/store.db"), "/proc/nowhere"));
}

TEST_CASE("a database that this process holds is refused to a second server") {
  StoreDirectory directory;
  auto path = directory.path() / "store.db";
  Database database(path, Database::Hold::alone, system_clock);
  CHECK(contains(refusal(path), "in use by another process"));
  // A command may run beside it.
  CHECK(refusal(path, Database::Hold::shared).empty());
}

TEST_CASE("a database that another process holds is refused until that process is gone") {
  StoreDirectory directory;
  auto path = directory.path() / "store.db";
  int ready[2];
  int leave[2];
  REQUIRE(pipe(ready) == 0);
  REQUIRE(pipe(leave) == 0);
  char byte = 'x';
  auto child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    // Only system calls: the parent may have had threads.
    sqlite::FileLock lock(path);
    byte = lock.held() ? 'y' : 'n';
    static_cast<void>(!write(ready[1], &byte, 1));
    static_cast<void>(!read(leave[0], &byte, 1));
    _exit(0);
  }
  REQUIRE(read(ready[0], &byte, 1) == 1);
  CHECK(byte == 'y');
  CHECK(contains(refusal(path), "in use by another process"));
  REQUIRE(write(leave[1], &byte, 1) == 1);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(refusal(path).empty());
  for (auto fd : {ready[0], ready[1], leave[0], leave[1]}) close(fd);
}

TEST_CASE("what was stored is there after a restart, and its client id still known") {
  StoreDirectory directory;
  SystemClock clock;
  runtime::Loop loop(clock);
  loop.adopt_thread();
  auto ada = person("ada");
  auto draft = named("k", said("hello", ada.id));
  sqlite::Store::Options options{.path = directory.path() / "store.db"};
  {
    sqlite::Store store(options, clock);
    REQUIRE(wait(loop, store, store.users().create(ada)));
    REQUIRE(wait(loop, store, store.messages().append(draft, {})));
  }
  sqlite::Store store(options, clock);
  auto again = wait(loop, store, store.messages().append(named("k", said("x", ada.id)), {}));
  CHECK(again->duplicate);
  CHECK(again->id == draft.id);
  CHECK(wait(loop, store, store.messages().append(said("y", ada.id), {}))->seq == Seq(2));
  CHECK(wait(loop, store, store.users().find(ada.id)).value().username == "ada");
}

TEST_CASE("a removed account's words are off the disk when its removal is answered") {
  StoreDirectory directory;
  SystemClock clock;
  runtime::Loop loop(clock);
  loop.adopt_thread();
  auto ada = person("ada");
  auto path = directory.path() / "store.db";
  sqlite::Store store({.path = path}, clock);
  REQUIRE(wait(loop, store, store.users().create(ada)));
  for (int i = 0; i < 5; ++i)
    REQUIRE(wait(loop, store, store.messages().append(said("secret", ada.id), {})));
  REQUIRE(wait(loop, store, store.users().remove(ada.id)));
  Connection connection(path, Connection::Access::write);
  CHECK(connection.value_of("SELECT count(*) FROM message WHERE content IS NULL") == "5");
  CHECK(connection.value_of("SELECT count(*) FROM removal") == "0");
}

TEST_CASE("what a removal left on the disk is erased at the next start, and never seen before") {
  StoreDirectory directory;
  SystemClock clock;
  runtime::Loop loop(clock);
  loop.adopt_thread();
  auto ada = person("ada");
  sqlite::Store::Options options{.path = directory.path() / "store.db"};
  auto content_of_first = [&](sqlite::Store& store) {
    auto stored = wait(loop, store, store.messages().history({.room = RoomId("general")}));
    return stored.value().front();
  };
  {
    sqlite::Store store(options, clock);
    REQUIRE(wait(loop, store, store.users().create(ada)));
    REQUIRE(wait(loop, store, store.messages().append(said("secret", ada.id), {})));
    // As if the process had ended after the removal's first commit.
    Connection connection(options.path, Connection::Access::write);
    connection.execute("DELETE FROM user; INSERT INTO removal SELECT sender FROM message");
    CHECK_FALSE(content_of_first(store).content.has_value());
    CHECK(content_of_first(store).sender_name == "Deleted account");
    CHECK(connection.value_of("SELECT content FROM message") == "secret");
  }
  sqlite::Store store(options, clock);
  Connection connection(options.path, Connection::Access::write);
  CHECK(connection.value_of("SELECT count(*) FROM message WHERE content IS NULL") == "1");
  CHECK(connection.value_of("SELECT count(*) FROM removal") == "0");
  CHECK(content_of_first(store).sender_name == "Deleted account");
}
