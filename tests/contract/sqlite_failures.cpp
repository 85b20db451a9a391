// A full disk, a full queue, a broken job: nobody is told that something was stored which was not,
// and the store goes on.

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <csignal>

#include "adapters/sqlite/store.hpp"
#include "support/store_rig.hpp"
#include "support/store_words.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

struct CountingObserver final : ports::StoreObserver {
  std::atomic<std::size_t> messages_inserted = 0;
  std::atomic<std::size_t> rooms_selected = 0;
  std::atomic<int> unavailable = 0;
  std::atomic<int> available = 0;

  void on_queries(ports::StoreQuery query, std::size_t count, Duration) override {
    if (query.operation == ports::StoreOperation::insert &&
        query.table == ports::StoreTable::message)
      messages_inserted += count;
    if (query.operation == ports::StoreOperation::select && query.table == ports::StoreTable::room)
      rooms_selected += count;
  }
  void on_unavailable(std::string_view why) override {
    CHECK_FALSE(why.empty());
    ++unavailable;
  }
  void on_available() override { ++available; }
};

// A store pumped by hand, so that the test may reach into its connection between two pumps.
struct Bench {
  SystemClock clock;
  StoreDirectory directory;
  runtime::Loop loop{clock};
  CountingObserver observer;
  sqlite::Store store;

  explicit Bench(std::size_t queue_max = 8192)
      : store({.path = directory.path() / "store.db",
               .reader_connections = 1,
               .writer_queue_max = queue_max,
               .threads = false},
              clock, &observer) {
    loop.adopt_thread();
  }
  sqlite::Connection& connection() { return store.database().writing(); }
  void fill_disk() {
    auto pages = connection().value_of("PRAGMA page_count");
    connection().execute("PRAGMA max_page_count = " + pages);
  }
  void free_disk() { connection().execute("PRAGMA max_page_count = 1000000"); }
  std::vector<Result<ports::Appended>> send(std::size_t count, std::string const& content,
                                            std::atomic<int>* told = nullptr) {
    std::vector<Task<Result<ports::Appended>>> tasks;
    for (std::size_t i = 0; i < count; ++i)
      tasks.push_back(
          store.messages().append(said(content, somebody()), [told](ports::Appended const&) {
            if (told != nullptr) ++*told;
          }));
    return wait_all(loop, store, std::move(tasks));
  }
  std::string stored() { return connection().value_of("SELECT count(*) FROM message"); }
};

}  // namespace

TEST_CASE("on a full disk nothing is acknowledged or half stored, and it recovers with space") {
  Bench bench;
  std::atomic<int> told = 0;
  REQUIRE(bench.send(1, "before", &told).front());
  bench.fill_disk();
  for (int round = 0; round < 3; ++round) {
    for (auto const& answer : bench.send(50, std::string(4000, 'x'), &told)) {
      REQUIRE_FALSE(answer);
      CHECK(answer.error().code == Errc::unavailable);
      CHECK(answer.error().reason == "storage_unavailable");
      CHECK(answer.error().message == "The message could not be stored, try again soon");
      CHECK(answer.error().retry_after > std::chrono::seconds(0));
    }
    CHECK(bench.stored() == "1");
  }
  CHECK(told == 1);
  CHECK(bench.observer.unavailable == 1);
  CHECK(bench.observer.available == 0);
  // Reading goes on.
  CHECK(wait(bench.loop, bench.store, bench.store.messages().find_room(RoomId("support"))));

  bench.free_disk();
  auto answers = bench.send(50, std::string(4000, 'x'), &told);
  std::int64_t seq = 1;
  for (auto const& answer : answers) {
    REQUIRE(answer);
    CHECK(answer->seq == Seq(++seq));
  }
  CHECK(told == 51);
  CHECK(bench.observer.available == 1);
  auto room = wait(bench.loop, bench.store, bench.store.messages().find_room(RoomId("general")));
  CHECK(room->head.seq == Seq(51));
}

TEST_CASE("a commit that the disk refuses halfway is not acknowledged, and writing recovers") {
  Bench bench;
  std::atomic<int> told = 0;
  REQUIRE(bench.send(1, "before", &told).front());
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  auto refused_by_signal = std::signal(SIGXFSZ, SIG_IGN);
  auto log = bench.store.database().path().string() + "-wal";
  // The log may grow by a few pages: the commit's write stops in the middle.
  rlimit tight{std::filesystem::file_size(log) + 5 * 4096, before.rlim_max};
  REQUIRE(setrlimit(RLIMIT_FSIZE, &tight) == 0);
  auto answers = bench.send(50, std::string(4000, 'x'), &told);
  REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, refused_by_signal);
  for (auto const& answer : answers) {
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == Errc::unavailable);
  }
  CHECK(told == 1);
  CHECK(bench.stored() == "1");
  auto after = bench.send(50, std::string(4000, 'x'), &told);
  CHECK(after.front()->seq == Seq(2));
  CHECK(after.back()->seq == Seq(51));
  CHECK(bench.connection().value_of("PRAGMA integrity_check") == "ok");
}

TEST_CASE("a batch that fails takes its removal back with it") {
  Bench bench;
  auto ada = person("ada");
  REQUIRE(wait(bench.loop, bench.store, bench.store.users().create(ada)));
  bench.fill_disk();
  auto remove = [&]() -> Task<Result<ports::Appended>> {
    auto removed = co_await bench.store.users().remove(ada.id);
    if (!removed) co_return failure_of(std::move(removed));
    co_return ports::Appended{};
  };
  std::vector<Task<Result<ports::Appended>>> tasks;
  tasks.push_back(remove());
  for (int i = 0; i < 50; ++i)
    tasks.push_back(bench.store.messages().append(said(std::string(4000, 'x'), somebody()), {}));
  for (auto const& answer : wait_all(bench.loop, bench.store, std::move(tasks)))
    CHECK_FALSE(answer);
  bench.free_disk();
  CHECK(wait(bench.loop, bench.store, bench.store.users().find(ada.id)));
  CHECK(
      wait(bench.loop, bench.store, bench.store.messages().append(said("I am here", ada.id), {})));
}

TEST_CASE("probing tells whether anything can be stored") {
  Bench bench;
  auto probe = [&] { return wait(bench.loop, bench.store, bench.store.health().probe()); };
  CHECK(probe());
  CHECK(probe());
  bench.connection().execute("PRAGMA query_only = ON");
  auto refused = probe();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::unavailable);
  bench.connection().execute("PRAGMA query_only = OFF");
  CHECK(probe());
}

TEST_CASE("a full queue refuses at once and says when to come back") {
  Bench bench(10);
  auto answers = bench.send(25, "m");
  auto accepted = std::ranges::count_if(answers, [](auto const& one) { return one.has_value(); });
  CHECK(accepted == 10);
  for (std::size_t i = 10; i < answers.size(); ++i) {
    REQUIRE_FALSE(answers[i]);
    CHECK(answers[i].error().code == Errc::unavailable);
    CHECK(answers[i].error().reason == "busy");
    CHECK(answers[i].error().retry_after == std::chrono::seconds(1));
  }
  CHECK(bench.send(10, "m").back());
}

TEST_CASE("a job that is our own bug fails alone, and its neighbours are stored") {
  Bench bench;
  auto twice = person("twice");
  REQUIRE(wait(bench.loop, bench.store, bench.store.users().create(twice)));
  auto impossible = person("other");
  impossible.id = twice.id;  // nobody makes the same id again
  bool thrown = false;
  auto broken = [&]() -> Task<Result<ports::Appended>> {
    try {
      auto made = co_await bench.store.users().create(impossible);
      static_cast<void>(made);
    } catch (BrokenExpectation const&) {
      thrown = true;
    }
    co_return ports::Appended{};
  };
  std::vector<Task<Result<ports::Appended>>> tasks;
  tasks.push_back(bench.store.messages().append(said("before", somebody()), {}));
  tasks.push_back(broken());
  tasks.push_back(bench.store.messages().append(said("after", somebody()), {}));
  auto answers = wait_all(bench.loop, bench.store, std::move(tasks));
  CHECK(thrown);
  CHECK(answers[0]->seq == Seq(1));
  CHECK(answers[2]->seq == Seq(2));
  CHECK(bench.stored() == "2");
}

TEST_CASE("another process that holds the write lock for a while is waited for") {
  StoreDirectory directory;
  SystemClock clock;
  runtime::Loop loop(clock);
  loop.adopt_thread();
  sqlite::Store store({.path = directory.path() / "store.db"}, clock);
  auto other = std::make_unique<sqlite::Connection>(directory.path() / "store.db",
                                                    sqlite::Connection::Access::write);
  other->execute("BEGIN IMMEDIATE");
  bool released = false;
  bool answered = false;
  start(
      store.messages().append(said("patient", somebody()), {}),
      [&](Result<ports::Appended> answer) {
        CHECK(answer);
        CHECK(released);
        answered = true;
      },
      [](auto) { FAIL("threw"); });
  loop.turn(std::chrono::milliseconds(50));
  released = true;
  other->execute("COMMIT");
  pump_until(loop, store, [&] { return answered; });
}

TEST_CASE("a query that takes too long is stopped, and the next one is not") {
  StoreDirectory directory;
  SystemClock clock;
  runtime::Loop loop(clock);
  loop.adopt_thread();
  sqlite::Database database(directory.path() / "store.db", sqlite::Database::Hold::alone, clock);
  sqlite::Readers readers(database, clock, nullptr,
                          {.connections = 1, .longest = std::chrono::milliseconds(50)});
  static constexpr std::string_view endless =
      "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n";
  static constexpr std::string_view short_one = "SELECT 7";
  auto ask = [&](std::string_view sql) {
    auto work = [sql](sqlite::Connection& connection) -> Result<std::int64_t> {
      sqlite::Snapshot snapshot(connection);
      auto rows = connection.rows(sql);
      return rows.next() ? rows.integer(0) : 0;
    };
    ports::StoreQuery query{ports::StoreOperation::select, ports::StoreTable::message};
    return wait(loop, readers, readers.run(query, work));
  };
  auto stopped = ask(endless);
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().code == Errc::unavailable);
  CHECK(ask(short_one).value() == 7);
}

TEST_CASE("a store that goes writes what is queued") {
  StoreDirectory directory;
  SystemClock clock;
  runtime::Loop loop(clock);
  loop.adopt_thread();
  std::size_t stored = 0;
  for (auto threads : {true, false}) {
    {
      sqlite::Store store({.path = directory.path() / "store.db", .threads = threads}, clock);
      for (int i = 0; i < 100; ++i)
        start(
            store.messages().append(said("m", somebody()), {}),
            [&](Result<ports::Appended> answer) { stored += answer ? 1 : 0; },
            [](auto) { FAIL("threw"); });
    }
    while (loop.turn(std::chrono::milliseconds(0))) {
    }
  }
  CHECK(stored == 200);
  sqlite::Connection connection(directory.path() / "store.db", sqlite::Connection::Access::write);
  CHECK(connection.value_of("SELECT count(*) || ' ' || max(seq) FROM message") == "200 200");
}

TEST_CASE("queries are counted, those of one commit together") {
  Bench bench;
  bench.send(7, "m");
  CHECK(bench.observer.messages_inserted == 7);
  REQUIRE(wait(bench.loop, bench.store, bench.store.messages().find_room(RoomId("general"))));
  CHECK(bench.observer.rooms_selected == 1);
}
