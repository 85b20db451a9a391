#include "features/calls/ring.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace switchboard;
using calls::CalleeState;

namespace {

UserId user(char letter) { return UserId(Uuid{{static_cast<std::uint8_t>(letter)}}); }

calls::Ring ring(std::vector<calls::Callee> callees) {
  return {{.id = "r",
           .room = CallRoom(9),
           .caller = user('A'),
           .caller_name = "Ann",
           .chat_room = "general"},
          std::move(callees)};
}

// `to:event(about)` for each that is told, then those whose inbox gets an item.
std::string story(calls::RingOutcome const& outcome) {
  std::string text;
  auto letter = [](UserId id) { return std::string(1, static_cast<char>(id.value().bytes[0])); };
  for (auto const& [to, event] : outcome.tellings) {
    text += letter(to) + ':' + std::string(event.event);
    if (event.callee) text += '(' + letter(*event.callee) + ')';
    text += ' ';
  }
  for (auto each : outcome.missed) text += '+' + letter(each);
  return text;
}

}  // namespace

TEST_CASE("who can be reached rings; who is busy or away is told of to the caller, and missed it") {
  auto three =
      ring({{user('B')}, {user('C'), CalleeState::busy}, {user('D'), CalleeState::offline}});
  auto begun = three.begin();
  CHECK(story(begun) == "B:ringing A:busy(C) A:missed(D) +C+D");
  CHECK(begun.tellings.front().event.expires_in == 30);
  CHECK(begun.tellings.front().event.chat_room == "general");
  CHECK(begun.tellings.front().event.from == user('A'));
}

TEST_CASE("exactly one device answers; the others stop, and the caller hears of it") {
  auto two = ring({{user('B')}, {user('C')}});
  CHECK(story(*two.accept(user('B'))) == "B:answered_elsewhere A:accepted(B) ");
  CHECK(two.accept(user('B')).error().reason == "ring_answered");
  CHECK(two.decline(user('B')).error().reason == "ring_answered");
  CHECK(story(*two.decline(user('C'))) == "C:declined_elsewhere A:declined(C) ");
  CHECK(two.accept(user('C')).error().reason == "ring_over");
  CHECK(story(two.expire()).empty());
  CHECK(story(two.cancel()).empty());
}

TEST_CASE("whoever still rings at the end has missed it, once") {
  auto two = ring({{user('B')}, {user('C')}});
  CHECK(two.accept(user('B')));
  CHECK(story(two.expire()) == "C:missed A:missed(C) +C");
  CHECK(story(two.expire()).empty());
  CHECK(two.accept(user('C')).error().reason == "ring_over");
}

TEST_CASE("a caller who gives up stops all that ring") {
  auto two = ring({{user('B')}, {user('C')}});
  CHECK(two.decline(user('B')));
  CHECK(story(two.cancel()) == "C:cancelled +C");
  CHECK(two.decline(user('C')).error().reason == "ring_over");
}

TEST_CASE("a stranger finds no ring, and neither does the caller") {
  auto one = ring({{user('B')}});
  CHECK(one.accept(user('Z')).error().code == Errc::not_found);
  CHECK(one.decline(user('A')).error().code == Errc::not_found);
}
