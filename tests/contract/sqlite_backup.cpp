#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>

#include "adapters/sqlite/backup.hpp"
#include "adapters/sqlite/store.hpp"
#include "support/store_rig.hpp"
#include "support/store_words.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

struct Place {
  SystemClock clock;
  StoreDirectory directory;
  runtime::Loop loop{clock};
  std::filesystem::path database = directory.path() / "live" / "store.db";
  std::filesystem::path file = directory.path() / "backups" / "monday.db";

  Place() { loop.adopt_thread(); }

  void say(sqlite::Store& store, std::string content) {
    REQUIRE(wait(loop, store, store.messages().append(said(std::move(content), somebody()), {})));
  }
  Room general(sqlite::Store& store) {
    return wait(loop, store, store.messages().find_room(RoomId("general"))).value();
  }
  Result<void> restore() { return sqlite::restore(file, database, clock); }
};

}  // namespace

TEST_CASE("a backup of a running server comes back whole, with new epochs") {
  Place place;
  Room before;
  {
    sqlite::Store store({.path = place.database}, place.clock);
    place.say(store, "one");
    place.say(store, "two");
    REQUIRE(sqlite::backup(place.database, place.file));
    place.say(store, "after the backup");
    before = place.general(store);

    auto refused = place.restore();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::conflict);
    CHECK(refused.error().reason == "database_in_use");
    CHECK(place.general(store) == before);
  }
  REQUIRE(place.restore());
  sqlite::Store store({.path = place.database}, place.clock);
  auto room = place.general(store);
  CHECK(room.head.seq == Seq(2));
  CHECK(room.head.epoch != before.head.epoch);
  auto history = wait(place.loop, store, store.messages().history({.room = RoomId("general")}));
  REQUIRE(history->size() == 2);
  CHECK(history->front().content == "two");
  place.say(store, "goes on");
  CHECK(place.general(store).head.seq == Seq(3));
}

TEST_CASE("a backup is one file that only its owner reads, and replaces the one before") {
  Place place;
  sqlite::Store store({.path = place.database}, place.clock);
  REQUIRE(sqlite::backup(place.database, place.file));
  place.say(store, "more");
  REQUIRE(sqlite::backup(place.database, place.file));
  std::size_t files = 0;
  for (auto const& entry : std::filesystem::directory_iterator(place.file.parent_path())) {
    CHECK(entry.path() == place.file);
    ++files;
  }
  CHECK(files == 1);
  struct stat status{};
  REQUIRE(::stat(place.file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("a log that stayed behind is not played into the restored database") {
  Place place;
  {
    sqlite::Store store({.path = place.database}, place.clock);
    place.say(store, "old");
    REQUIRE(sqlite::backup(place.database, place.file));
    place.say(store, "only in the log");
    // As a crash leaves it: the database and its log, copied while the server runs.
    for (auto const* ending : {"", "-wal"})
      std::filesystem::copy_file(place.database.string() + ending,
                                 place.directory.path() / ("crashed.db" + std::string(ending)));
  }
  place.database = place.directory.path() / "crashed.db";
  REQUIRE(place.restore());
  sqlite::Store store({.path = place.database}, place.clock);
  CHECK(place.general(store).head.seq == Seq(1));
  sqlite::Connection connection(place.database, sqlite::Connection::Access::write);
  CHECK(connection.value_of("PRAGMA integrity_check") == "ok");
}

TEST_CASE("what is damaged, foreign, newer, empty or missing is not restored") {
  Place place;
  {
    sqlite::Store store({.path = place.database}, place.clock);
    for (int i = 0; i < 20; ++i) place.say(store, std::string(4000, 'x'));
    REQUIRE(sqlite::backup(place.database, place.file));
  }
  auto refused = [&] {
    auto restored = place.restore();
    REQUIRE_FALSE(restored);
    CHECK(restored.error().code == Errc::invalid_argument);
    CHECK_FALSE(restored.error().message.empty());
    CHECK_FALSE(std::filesystem::exists(place.database.string() + ".restoring"));
    sqlite::Store store({.path = place.database}, place.clock);
    CHECK(place.general(store).head.seq == Seq(20));
  };
  SUBCASE("damaged") {
    std::fstream file(place.file, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(3 * 4096);
    file << std::string(4096, '\xff');
  }
  SUBCASE("cut off") { std::filesystem::resize_file(place.file, 5 * 4096); }
  SUBCASE("no database") { std::ofstream(place.file) << std::string(9000, 'x'); }
  SUBCASE("newer") {
    sqlite::Connection connection(place.file, sqlite::Connection::Access::write);
    connection.execute("PRAGMA user_version = 4711");
  }
  SUBCASE("empty") { std::ofstream(place.file, std::ios::trunc); }
  SUBCASE("missing") { std::filesystem::remove(place.file); }
  SUBCASE("the database itself") { place.file = place.database; }
  refused();
}

TEST_CASE("a damaged database is no obstacle to restoring") {
  Place place;
  {
    sqlite::Store store({.path = place.database}, place.clock);
    place.say(store, "saved");
    REQUIRE(sqlite::backup(place.database, place.file));
  }
  std::ofstream(place.database, std::ios::trunc) << std::string(50'000, 'x');
  REQUIRE(place.restore());
  sqlite::Store store({.path = place.database}, place.clock);
  CHECK(place.general(store).head.seq == Seq(1));
}

TEST_CASE("a backup of nothing says so and leaves nothing behind") {
  Place place;
  auto failed = sqlite::backup(place.directory.path() / "missing.db", place.file);
  REQUIRE_FALSE(failed);
  CHECK_FALSE(failed.error().message.empty());
  CHECK_FALSE(std::filesystem::exists(place.file));
}

TEST_CASE("a restored file lets nobody stay signed in who may have logged out since") {
  Place place;
  UserId ada;
  {
    sqlite::Store store({.path = place.database}, place.clock);
    ada = wait(place.loop, store, store.users().create(person("ada")))->id;
    SignIn one{.id = SignInId(Uuid::random()), .user = ada, .expires_at = Timestamp::max()};
    REQUIRE(wait(place.loop, store, store.sign_ins().add(one, TokenVersion(0))));
    REQUIRE(sqlite::backup(place.database, place.file));
    CHECK(wait(place.loop, store, store.sign_ins().of(ada))->size() == 1);
  }
  REQUIRE(place.restore());
  sqlite::Store store({.path = place.database}, place.clock);
  CHECK(wait(place.loop, store, store.sign_ins().of(ada))->empty());
}
