#include "ports/room_store.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/store_rig.hpp"
#include "support/store_words.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

ports::NewRoom room_of(std::string id, RoomKind kind = RoomKind::open,
                       std::optional<UserId> owner = {}) {
  auto name = "Room " + id;
  return {.id = RoomId(std::move(id)),
          .name = std::move(name),
          .created_at = at(3),
          .kind = kind,
          .owner = owner};
}

template <class Rig>
std::vector<std::string> names_for(Rig& rig, UserId reader) {
  std::vector<std::string> names;
  for (auto const& view : rig.wait(rig.rooms().list(reader)).value())
    names.push_back(view.room.name);
  return names;
}

using Names = std::vector<std::string>;

template <class Rig>
Result<ports::MemberChanged> put(Rig& rig, std::string room, UserId actor, UserId user,
                                 Standing to) {
  ports::MemberChange change{.user = user, .to = to, .at = at(9)};
  return rig.wait(rig.rooms().change_member(RoomId(std::move(room)), {actor}, std::move(change)));
}

template <class T>
Errc code_of(Result<T> const& result) {
  REQUIRE_FALSE(result);
  return result.error().code;
}

// A private room of ada's, and three people.
template <class Rig>
struct People {
  explicit People(Rig& rig)
      : ada(rig.wait(rig.users().create(person("ada"))).value().id),
        bob(rig.wait(rig.users().create(person("bob"))).value().id),
        eve(rig.wait(rig.users().create(person("eve"))).value().id) {
    REQUIRE(rig.wait(rig.rooms().create(room_of("den", RoomKind::closed, ada))));
  }
  UserId ada, bob, eve;
};

}  // namespace

TEST_CASE_TEMPLATE("everybody finds the rooms general and support, by name", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto rooms = rig.wait(rig.rooms().list(somebody())).value();
  REQUIRE(rooms.size() == 2);
  CHECK(rooms[0].room.id == RoomId("general"));
  CHECK(rooms[0].room.name == "General Chat");
  CHECK(rooms[0].room.kind == RoomKind::open);
  CHECK(rooms[0].room.head.seq == Seq(0));
  CHECK_FALSE(rooms[0].room.head.epoch.value().empty());
  CHECK(rooms[1].room.id == RoomId("support"));
  CHECK(rooms[1].room.name == "Support Channel");
  CHECK(rooms[0].room.head.epoch != rooms[1].room.head.epoch);
  CHECK_FALSE(rooms[0].last_message.has_value());
}

TEST_CASE_TEMPLATE("a room is made once", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  auto made = rig.wait(rig.rooms().create(room_of("gym")));
  REQUIRE(made);
  CHECK(rig.wait(rig.messages().find_room(RoomId("gym"))).value() == *made);
  CHECK(code_of(rig.wait(rig.rooms().create(room_of("gym", RoomKind::closed)))) == Errc::conflict);
  CHECK(names_for(rig, somebody()) == Names{"General Chat", "Room gym", "Support Channel"});
}

TEST_CASE_TEMPLATE("a private room is nobody's business but its members'", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  People people(rig);
  RoomId den("den");
  CHECK(names_for(rig, people.ada) == Names{"General Chat", "Room den", "Support Channel"});
  CHECK(names_for(rig, people.bob) == Names{"General Chat", "Support Channel"});
  auto looks = [&](UserId who) {
    std::vector<std::string> all;
    auto note = [&all](auto const& result) {
      all.push_back(result ? "yes" : result.error().message);
    };
    note(rig.wait(rig.rooms().view(den, who)));
    note(rig.wait(rig.rooms().members(den, who)));
    note(rig.wait(rig.rooms().mark_read(den, who, Seq(0))));
    note(rig.wait(rig.rooms().rename(den, {who}, "Room den")));
    note(rig.wait(rig.messages().find_room(den, who)));
    note(rig.wait(rig.messages().history({.room = den, .reader = who})));
    note(rig.wait(rig.messages().append(said("hello", who, "den"), {})));
    return all;
  };
  CHECK(looks(people.ada) == Names(7, "yes"));
  CHECK(looks(people.bob) == Names(7, "Chat room with ID den not found"));
  CHECK(rig.wait(rig.rooms().view(den, people.ada)).value().standing == Standing::owner);
}

TEST_CASE_TEMPLATE("DELIV-7 who was removed is refused as such, until somebody lets them in again",
                   Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  People people(rig);
  RoomId den("den");
  REQUIRE(put(rig, "den", people.ada, people.bob, Standing::member));
  REQUIRE(rig.wait(rig.messages().append(said("I am in", people.bob, "den"), {})));
  auto removed = put(rig, "den", people.ada, people.bob, Standing::removed);
  REQUIRE(removed);
  CHECK(removed->from == Standing::member);
  CHECK(names_for(rig, people.bob) == Names{"General Chat", "Support Channel"});
  CHECK(code_of(rig.wait(rig.messages().find_room(den, people.bob))) == Errc::permission_denied);
  CHECK(code_of(rig.wait(rig.messages().history({.room = den, .reader = people.bob}))) ==
        Errc::permission_denied);
  CHECK(code_of(rig.wait(rig.messages().append(said("me?", people.bob, "den"), {}))) ==
        Errc::permission_denied);
  CHECK(rig.wait(rig.rooms().members(den, people.ada)).value().size() == 1);
  CHECK(put(rig, "den", people.ada, people.bob, Standing::member).value().from ==
        Standing::removed);
  CHECK(rig.wait(rig.messages().append(said("back", people.bob, "den"), {})).value().seq == Seq(2));
}

TEST_CASE_TEMPLATE("a public room is closed only to who was removed from it", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  People people(rig);
  ports::MemberChange ban{.user = people.bob, .to = Standing::removed, .at = at(9)};
  CHECK(code_of(rig.wait(rig.rooms().change_member(RoomId("general"), {people.eve}, ban))) ==
        Errc::permission_denied);
  REQUIRE(rig.wait(rig.messages().append(said("before", people.bob), {})));
  REQUIRE(rig.wait(rig.rooms().change_member(RoomId("general"), {people.ada, true}, ban)));
  CHECK(code_of(rig.wait(rig.messages().append(said("after", people.bob), {}))) ==
        Errc::permission_denied);
  CHECK(rig.wait(rig.messages().append(said("fine", people.eve), {})));
  CHECK(names_for(rig, people.bob) == Names{"Support Channel"});
}

TEST_CASE_TEMPLATE("roles: moderators see to members, owners to everybody", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  People people(rig);
  auto joe = rig.wait(rig.users().create(person("joe"))).value().id;
  REQUIRE(put(rig, "den", people.ada, people.bob, Standing::moderator));
  CHECK(put(rig, "den", people.bob, people.eve, Standing::member));
  CHECK(code_of(put(rig, "den", people.eve, joe, Standing::member)) == Errc::permission_denied);
  CHECK(code_of(put(rig, "den", people.bob, people.eve, Standing::moderator)) ==
        Errc::permission_denied);
  CHECK(code_of(put(rig, "den", people.bob, people.ada, Standing::removed)) ==
        Errc::permission_denied);
  CHECK(put(rig, "den", people.bob, people.eve, Standing::removed));
  CHECK(code_of(rig.wait(rig.rooms().rename(RoomId("den"), {people.eve}, "Mine"))) ==
        Errc::permission_denied);
  CHECK(rig.wait(rig.rooms().rename(RoomId("den"), {people.bob}, "Ours")));
  auto members = rig.wait(rig.rooms().members(RoomId("den"), people.bob)).value();
  REQUIRE(members.size() == 2);
  CHECK(members[0] == Member{people.ada, "ada", "Full ada", Standing::owner, at(3), Seq(0)});
  CHECK(members[1] == Member{people.bob, "bob", "Full bob", Standing::moderator, at(9), Seq(0)});
  CHECK(rig.wait(rig.rooms().view(RoomId("den"), people.bob)).value().room.name == "Ours");
}

TEST_CASE_TEMPLATE("a room keeps an owner while others are in it, and who leaves is a stranger",
                   Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  People people(rig);
  REQUIRE(put(rig, "den", people.ada, people.bob, Standing::member));
  CHECK(code_of(put(rig, "den", people.ada, people.ada, Standing::stranger)) == Errc::conflict);
  REQUIRE(put(rig, "den", people.ada, people.bob, Standing::owner));
  CHECK(put(rig, "den", people.ada, people.ada, Standing::stranger));
  CHECK(code_of(rig.wait(rig.messages().find_room(RoomId("den"), people.ada))) == Errc::not_found);
  CHECK(put(rig, "den", people.bob, people.bob, Standing::stranger));
}

TEST_CASE_TEMPLATE("nobody is let in who has no account, and nobody removed who is not there", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  People people(rig);
  auto in = put(rig, "den", people.ada, somebody(), Standing::member);
  CHECK(code_of(in) == Errc::not_found);
  CHECK(in.error().reason == "user_not_found");
  auto out = put(rig, "den", people.ada, people.eve, Standing::removed);
  CHECK(code_of(out) == Errc::not_found);
  CHECK(out.error().reason == "not_a_member");
}

TEST_CASE_TEMPLATE("two people have one direct room, whoever asks first", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  People people(rig);
  auto made = rig.wait(rig.rooms().direct(people.ada, people.bob, RoomId("d1"), at(5))).value();
  CHECK(made.made);
  CHECK(made.room.kind == RoomKind::direct);
  auto again = rig.wait(rig.rooms().direct(people.bob, people.ada, RoomId("d2"), at(6))).value();
  CHECK_FALSE(again.made);
  CHECK(again.room == made.room);
  auto other = rig.wait(rig.rooms().direct(people.ada, people.eve, RoomId("d3"), at(6))).value();
  CHECK(other.made);
  CHECK(code_of(rig.wait(rig.rooms().direct(people.ada, somebody(), RoomId("d4"), at(6)))) ==
        Errc::not_found);
  auto seen = rig.wait(rig.rooms().view(RoomId("d1"), people.bob)).value();
  CHECK(seen.room.name == "Full ada");
  CHECK(seen.peer == people.ada);
  CHECK(seen.peer_username == "ada");
  CHECK(names_for(rig, people.bob) == Names{"Full ada", "General Chat", "Support Channel"});
  CHECK(code_of(rig.wait(rig.rooms().view(RoomId("d1"), people.eve))) == Errc::not_found);
  CHECK(code_of(put(rig, "d1", people.ada, people.eve, Standing::member)) == Errc::conflict);
}

TEST_CASE_TEMPLATE("a direct room with oneself is a room of one", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  People people(rig);
  auto made = rig.wait(rig.rooms().direct(people.ada, people.ada, RoomId("me"), at(5))).value();
  CHECK(made.made);
  CHECK_FALSE(
      rig.wait(rig.rooms().direct(people.ada, people.ada, RoomId("x"), at(5))).value().made);
  CHECK(rig.wait(rig.rooms().members(RoomId("me"), people.ada)).value().size() == 1);
}

TEST_CASE_TEMPLATE("who is left in a direct room keeps what was said, under the name of the gone",
                   Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  People people(rig);
  REQUIRE(rig.wait(rig.rooms().direct(people.ada, people.bob, RoomId("d1"), at(5))));
  REQUIRE(put(rig, "den", people.ada, people.bob, Standing::member));
  REQUIRE(rig.wait(rig.users().remove(people.bob)));
  auto seen = rig.wait(rig.rooms().view(RoomId("d1"), people.ada)).value();
  CHECK(seen.room.name == "Deleted account");
  CHECK(seen.peer == people.bob);
  CHECK(seen.peer_username.empty());
  CHECK(rig.wait(rig.rooms().members(RoomId("den"), people.ada)).value().size() == 1);
}

TEST_CASE_TEMPLATE("DELIV-10 unread is head minus read mark, and the mark never goes back", Kind,
                   STORE_RIGS) {
  StoreRig<Kind> rig;
  People people(rig);
  RoomId general("general");
  auto unread = [&](UserId who) {
    return rig.wait(rig.rooms().view(general, who)).value().unread();
  };
  for (int i = 0; i < 5; ++i) REQUIRE(rig.wait(rig.messages().append(said("m", people.ada), {})));
  CHECK(unread(people.bob) == 5);
  CHECK(unread(people.ada) == 0);
  CHECK(rig.wait(rig.rooms().mark_read(general, people.bob, Seq(3))).value().seq == Seq(3));
  CHECK(unread(people.bob) == 2);
  CHECK(rig.wait(rig.rooms().mark_read(general, people.bob, Seq(1))).value().seq == Seq(3));
  CHECK(rig.wait(rig.rooms().mark_read(general, people.bob, Seq(-9))).value().seq == Seq(3));
  CHECK(rig.wait(rig.rooms().mark_read(general, people.bob, Seq(99))).value().seq == Seq(5));
  CHECK(unread(people.bob) == 0);
  REQUIRE(rig.wait(rig.messages().append(said("mine", people.bob), {})));
  CHECK(unread(people.bob) == 0);
  CHECK(unread(people.ada) == 1);
  CHECK(unread(people.eve) == 6);
}

TEST_CASE_TEMPLATE("the list shows what was said last", Kind, STORE_RIGS) {
  StoreRig<Kind> rig;
  People people(rig);
  REQUIRE(rig.wait(rig.messages().append(said("first", people.ada), {})));
  REQUIRE(rig.wait(rig.messages().append(said("last", people.bob), {})));
  auto rooms = rig.wait(rig.rooms().list(people.eve)).value();
  REQUIRE(rooms[0].last_message.has_value());
  CHECK(rooms[0].last_message->content == "last");
  CHECK(rooms[0].last_message->sender_username == "bob");
  CHECK(rooms[0].read == Seq(0));
}
