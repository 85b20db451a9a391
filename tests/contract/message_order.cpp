// What must hold when many speak at once, from several shards.

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <set>

#include "runtime/shards.hpp"
#include "support/store_rig.hpp"
#include "support/store_words.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

constexpr std::size_t shard_count = 3;

// What the store told, in its order, and what each sender was answered.
struct Record {
  std::mutex lock;
  std::map<std::string, std::vector<std::int64_t>> told;
  std::map<std::string, std::vector<std::int64_t>> answered;
  std::atomic<std::size_t> open = 0;
  std::atomic<std::size_t> failed = 0;
};

Task<void> speak(ports::MessageStore& messages, Record& record, ports::MessageDraft draft) {
  auto room = draft.room.value();
  auto tell = [&record, room](ports::Appended const& appended) {
    std::lock_guard guard(record.lock);
    record.told[room].push_back(appended.seq.value());
  };
  auto appended = co_await messages.append(std::move(draft), std::move(tell));
  if (!appended) {
    ++record.failed;
    co_return;
  }
  std::lock_guard guard(record.lock);
  record.answered[room].push_back(appended->seq.value());
}

void launch(Record& record, Task<void> task) {
  ++record.open;
  start(std::move(task), [&record] { --record.open; }, [&record](auto) { ++record.failed; });
}

std::vector<std::int64_t> count_to(std::size_t last) {
  std::vector<std::int64_t> all(last);
  for (std::size_t i = 0; i < last; ++i) all[i] = static_cast<std::int64_t>(i + 1);
  return all;
}

}  // namespace

#define CONCURRENT_RIGS SqliteOnThreads, SqliteByHand, MemoryOnThread

TEST_CASE_TEMPLATE("many speakers on many shards get a gap-free seq, told in its order", Kind,
                   CONCURRENT_RIGS) {
  constexpr std::size_t each = 400;
  Record record;
  SystemClock clock;
  runtime::Shards shards(clock, shard_count);
  {
    StoreRig<Kind> rig;
    record.open = shard_count;
    for (std::size_t i = 0; i < shard_count; ++i)
      shards[i].post([&] {
        auto me = somebody();
        for (std::size_t n = 0; n < each; ++n)
          launch(record,
                 speak(rig.messages(), record, said("m", me, n % 4 == 0 ? "support" : "general")));
        --record.open;
      });
    shards.start();
    rig.pump_until([&] { return record.open == 0; });
    shards.stop();
    CHECK(record.failed == 0);
    CHECK(record.told["general"] == count_to(shard_count * each * 3 / 4));
    CHECK(record.told["support"] == count_to(shard_count * each / 4));
    for (auto& [name, answers] : record.answered) std::ranges::sort(answers);
    CHECK(record.answered == record.told);
    auto room = rig.wait(rig.messages().find_room(RoomId("general"))).value();
    CHECK(room.head.seq.value() == static_cast<std::int64_t>(shard_count * each * 3 / 4));
  }
}

TEST_CASE_TEMPLATE("one client id from several shards at once is one message", Kind,
                   CONCURRENT_RIGS) {
  constexpr std::size_t names = 50;
  Record record;
  SystemClock clock;
  runtime::Shards shards(clock, shard_count);
  {
    StoreRig<Kind> rig;
    auto me = somebody();
    record.open = shard_count;
    for (std::size_t i = 0; i < shard_count; ++i)
      shards[i].post([&] {
        for (std::size_t n = 0; n < names; ++n)
          launch(record, speak(rig.messages(), record, named(std::to_string(n), said("m", me))));
        --record.open;
      });
    shards.start();
    rig.pump_until([&] { return record.open == 0; });
    shards.stop();
    CHECK(record.failed == 0);
    CHECK(record.told["general"] == count_to(names));
    auto& answered = record.answered["general"];
    CHECK(answered.size() == shard_count * names);
    CHECK(std::set(answered.begin(), answered.end()).size() == names);
  }
}

// A model: the rooms as lists in memory. Whatever is sent, in whatever batches, both agree.
TEST_CASE_TEMPLATE("random sends agree with a list", Kind, STORE_RIGS) {
  auto seed = std::random_device()();
  CAPTURE(seed);
  MESSAGE("seed ", seed);
  std::mt19937 random(seed);
  auto pick = [&random](std::size_t below) { return random() % below; };
  StoreRig<Kind> rig;
  std::vector<UserId> senders{somebody(), somebody(), somebody()};
  std::vector<std::string> rooms{"general", "support", "nowhere"};
  std::map<std::string, std::vector<std::string>> expected;
  std::map<std::tuple<std::size_t, std::size_t, std::string>, std::int64_t> names;

  for (int round = 0; round < 30; ++round) {
    std::vector<Task<Result<ports::Appended>>> tasks;
    std::vector<std::int64_t> seqs;
    for (auto count = pick(40); count > 0; --count) {
      auto sender = pick(senders.size());
      auto room = pick(20) == 0 ? 2 : pick(2);
      auto content = std::to_string(random());
      auto draft = said(content, senders[sender], rooms[room]);
      if (pick(2) == 0) draft.client_message_id = std::to_string(pick(60));
      auto& list = expected[rooms[room]];
      auto next = std::ssize(list) + 1;
      if (room != 2 && draft.client_message_id)
        next = names.try_emplace({sender, room, *draft.client_message_id}, next).first->second;
      if (room != 2 && next == std::ssize(list) + 1) list.push_back(content);
      seqs.push_back(room == 2 ? 0 : next);
      tasks.push_back(rig.messages().append(std::move(draft), {}));
    }
    auto answers = rig.wait_all(std::move(tasks));
    for (std::size_t i = 0; i < answers.size(); ++i) {
      REQUIRE(answers[i].has_value() == (seqs[i] != 0));
      if (answers[i]) REQUIRE(answers[i]->seq.value() == seqs[i]);
    }
  }
  for (std::size_t room = 0; room < 2; ++room) {
    auto stored =
        rig.wait(rig.messages().messages_after(RoomId(rooms[room]), Seq(0), 5000)).value();
    REQUIRE(stored.size() == expected[rooms[room]].size());
    for (std::size_t i = 0; i < stored.size(); ++i) {
      REQUIRE(stored[i].content == expected[rooms[room]][i]);
      REQUIRE(stored[i].seq.value() == static_cast<std::int64_t>(i + 1));
    }
  }
}
