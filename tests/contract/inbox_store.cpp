#include "ports/inbox_store.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "adapters/sqlite/backup.hpp"
#include "support/store_rig.hpp"
#include "support/store_words.hpp"

using namespace switchboard;
using namespace switchboard::tests;
using Subjects = std::vector<std::string>;

namespace {

constexpr std::int64_t everything = inbox_items_max;

ports::InboxDraft note(std::string type, std::int64_t now = 0, std::int64_t ttl = 3600) {
  return {.type = std::move(type),
          .content = "{}",
          .collapse_key = {},
          .created_at = at(now),
          .lapses_at = at(now + ttl)};
}

ports::InboxDraft collapsing(std::string key, ports::InboxDraft draft) {
  draft.collapse_key = std::move(key);
  return draft;
}

template <class Rig>
void send(Rig& rig, Subjects subjects, ports::InboxDraft draft) {
  REQUIRE(rig.wait(rig.inboxes().append(std::move(subjects), std::move(draft), {})));
}

template <class Rig>
InboxPage read(Rig& rig, std::string subject, std::int64_t after = 0, std::int64_t now = 0,
               std::int64_t limit = everything) {
  auto page = rig.wait(rig.inboxes().after(std::move(subject), Seq(after), limit, at(now)));
  REQUIRE(page);
  return std::move(*page);
}

template <class Rig>
InboxState mark(Rig& rig, std::string subject, std::int64_t seq) {
  auto state = rig.wait(rig.inboxes().mark_read(std::move(subject), Seq(seq)));
  REQUIRE(state);
  return *state;
}

// `1:first 2:second`
std::string told(InboxPage const& page) {
  std::string text;
  for (auto const& item : page.items)
    text += (text.empty() ? "" : " ") + std::to_string(item.seq.value()) + ":" + item.type;
  return text;
}

}  // namespace

TEST_CASE_TEMPLATE("what was sent waits in order, whole, with what is known of it", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto first = note("first", 5);
  first.content = R"({"id":9223372036854775807})";
  auto second = note("second", 6);
  second.content.reset();
  send(rig, {"ada"}, first);
  send(rig, {"ada"}, second);
  auto page = read(rig, "ada", 0, 7);
  REQUIRE(page.items.size() == 2);
  CHECK(page.items[0] == InboxItem{.seq = Seq(1),
                                   .type = "first",
                                   .content = first.content,
                                   .created_at = at(5),
                                   .read = false});
  CHECK(page.items[1].content == std::nullopt);
  CHECK(page.state.head.seq == Seq(2));
  CHECK(page.state.unread == 2);
  CHECK(told(read(rig, "ada", 1)) == "2:second");
  CHECK(told(read(rig, "ada", 2)) == "");
}

TEST_CASE_TEMPLATE("an inbox that nobody has sent to is empty and of the same epoch", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto nobody = rig.wait(rig.inboxes().state("nobody")).value();
  CHECK(nobody.head.seq == Seq(0));
  CHECK(nobody.unread == 0);
  CHECK_FALSE(nobody.head.epoch.value().empty());
  CHECK(told(read(rig, "nobody")) == "");
  CHECK(mark(rig, "nobody", 5) == nobody);
  send(rig, {"nobody"}, note("a"));
  CHECK(rig.wait(rig.inboxes().state("nobody")).value().head ==
        StreamPosition{Seq(1), nobody.head.epoch});
}

TEST_CASE_TEMPLATE("one item for many gives each their own next seq", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  send(rig, {"ada"}, note("earlier"));
  send(rig, {"ada", "bob", "carol's \"odd\" name"}, note("news"));
  CHECK(told(read(rig, "ada")) == "1:earlier 2:news");
  CHECK(told(read(rig, "bob")) == "1:news");
  CHECK(told(read(rig, "carol's \"odd\" name")) == "1:news");
}

TEST_CASE_TEMPLATE("whoever is told of what was stored hears it in the order of seq", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  std::vector<std::string> heard;
  std::vector<Task<Result<void>>> sends;
  for (int i = 0; i < 50; ++i)
    sends.push_back(rig.inboxes().append({"ada", "bob"}, note("n"),
                                         [&heard](std::string const& subject, Seq seq) {
                                           heard.push_back(subject + std::to_string(seq.value()));
                                         }));
  for (auto const& sent : rig.wait_all(std::move(sends))) CHECK(sent.has_value());
  std::vector<std::string> expected;
  for (int i = 1; i <= 50; ++i) {
    expected.push_back("ada" + std::to_string(i));
    expected.push_back("bob" + std::to_string(i));
  }
  CHECK(heard == expected);
}

TEST_CASE_TEMPLATE("the read mark moves on, never back and never beyond the head", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  for (auto const* type : {"a", "b", "c"}) send(rig, {"ada"}, note(type));
  CHECK(mark(rig, "ada", 2).unread == 1);
  CHECK(mark(rig, "ada", 1).unread == 1);
  CHECK(mark(rig, "ada", -9).unread == 1);
  auto page = read(rig, "ada");
  CHECK(page.items[1].read);
  CHECK_FALSE(page.items[2].read);
  CHECK(mark(rig, "ada", 99).unread == 0);
  send(rig, {"ada"}, note("d"));
  CHECK(rig.wait(rig.inboxes().state("ada")).value().unread == 1);
}

TEST_CASE_TEMPLATE("an item takes the place of an unread one with its key, and of no other", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  send(rig, {"ada"}, collapsing("score", note("1-0")));
  send(rig, {"ada"}, collapsing("weather", note("rain")));
  send(rig, {"bob"}, collapsing("score", note("bob's")));
  send(rig, {"ada"}, collapsing("score", note("2-0")));
  CHECK(told(read(rig, "ada")) == "2:rain 3:2-0");
  CHECK(told(read(rig, "bob")) == "1:bob's");
  mark(rig, "ada", 3);
  send(rig, {"ada"}, collapsing("score", note("3-0")));
  CHECK(told(read(rig, "ada")) == "2:rain 3:2-0 4:3-0");
}

TEST_CASE_TEMPLATE("what has lapsed is not answered, and its seq is not given again", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  send(rig, {"ada"}, note("long", 0, 100));
  send(rig, {"ada"}, note("short", 0, 10));
  CHECK(told(read(rig, "ada", 0, 9)) == "1:long 2:short");
  CHECK(told(read(rig, "ada", 0, 10)) == "1:long");
  CHECK(rig.wait(rig.inboxes().sweep(at(1000), 100)).value() == 2);
  CHECK(rig.wait(rig.inboxes().sweep(at(1000), 100)).value() == 0);
  send(rig, {"ada"}, note("after", 1000));
  CHECK(told(read(rig, "ada", 0, 1000)) == "3:after");
}

TEST_CASE_TEMPLATE("a sweep takes no more than it was told", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  for (int i = 0; i < 5; ++i) send(rig, {"ada"}, note("n", 0, 10));
  CHECK(rig.wait(rig.inboxes().sweep(at(10), 3)).value() == 3);
  CHECK(rig.wait(rig.inboxes().sweep(at(10), 3)).value() == 2);
}

TEST_CASE_TEMPLATE("sending takes lapsed items off the disk on the way", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  for (int i = 0; i < 5; ++i) send(rig, {"ada"}, note("n", 0, 10));
  send(rig, {"bob"}, note("n", 20));
  CHECK(rig.wait(rig.inboxes().sweep(at(20), 100)).value() == 0);
}

TEST_CASE_TEMPLATE("an inbox keeps its last thousand items, however many seqs were collapsed", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  send(rig, {"ada"}, note("first"));
  for (std::int64_t i = 1; i <= inbox_items_max; ++i)
    send(rig, {"ada"}, collapsing("k", note("same")));
  CHECK(told(read(rig, "ada")) == "1:first 1001:same");
  std::vector<Task<Result<void>>> sends;
  for (std::int64_t i = 0; i < inbox_items_max; ++i)
    sends.push_back(rig.inboxes().append({"ada"}, note("more"), {}));
  for (auto const& sent : rig.wait_all(std::move(sends))) REQUIRE(sent.has_value());
  auto page = read(rig, "ada");
  CHECK(std::ssize(page.items) == inbox_items_max);
  CHECK(page.items.front().seq == Seq(1002));
  CHECK(page.items.back().seq == Seq(2001));
  CHECK(page.state.unread == 2001);
}

TEST_CASE_TEMPLATE("a page ends at its limit and at its bytes, and goes on from its last item",
                   Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto large = note("large");
  large.content = '"' + std::string(inbox_page_bytes_max / 2, 'x') + '"';
  for (int i = 0; i < 3; ++i) send(rig, {"ada"}, large);
  CHECK(told(read(rig, "ada", 0, 0, 1)) == "1:large");
  CHECK(told(read(rig, "ada")) == "1:large 2:large");
  CHECK(told(read(rig, "ada", 2)) == "3:large");
  CHECK(told(read(rig, "ada", 0, 0, 0)) == "");
}

TEST_CASE_TEMPLATE("an account takes its inbox along when it goes, and nobody else's", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  auto ada = person("ada");
  auto inbox = ada.id.value().to_string();
  REQUIRE(rig.wait(rig.users().create(ada)));
  send(rig, {inbox, "bob"}, note("n"));
  REQUIRE(rig.wait(rig.users().remove(ada.id)));
  CHECK(told(read(rig, inbox)) == "");
  CHECK(rig.wait(rig.inboxes().state(inbox)).value().head.seq == Seq(0));
  CHECK(told(read(rig, "bob")) == "1:n");
}

TEST_CASE_TEMPLATE("unread is head minus mark after any mix of sends and reads", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  std::int64_t head = 0;
  std::int64_t read_mark = 0;
  for (int i = 0; i < 100; ++i) {
    if (random() % 2 == 0) {
      send(rig, {"ada"}, collapsing(random() % 3 == 0 ? "k" : std::to_string(i), note("n")));
      ++head;
      continue;
    }
    auto seq = static_cast<std::int64_t>(random() % 60);
    read_mark = std::max(read_mark, std::min(seq, head));
    CHECK(mark(rig, "ada", seq).unread == head - read_mark);
  }
  CHECK(rig.wait(rig.inboxes().state("ada")).value().unread == head - read_mark);
}

TEST_CASE("the epoch of inboxes survives a restart and changes when the file is restored") {
  StoreDirectory directory;
  SystemClock clock;
  runtime::Loop loop(clock);
  loop.adopt_thread();
  auto file = directory.path() / "store.db";
  auto copy = directory.path() / "copy.db";
  auto epoch_now = [&] {
    sqlite::Store store({.path = file, .threads = false}, clock);
    return wait(loop, store, store.inboxes().state("ada")).value().head.epoch;
  };
  auto before = epoch_now();
  CHECK(epoch_now() == before);
  REQUIRE(sqlite::backup(file, copy));
  REQUIRE(sqlite::restore(copy, file, clock));
  CHECK(epoch_now() != before);
}
