#include "protocol/chat/change_frames.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace switchboard;
using namespace switchboard::chat;

namespace {

template <class Append>
std::string appended(Append append) {
  std::string out;
  append(out);
  return out;
}

MessageId const id(*Uuid::parse("0191e2a4-0000-7000-8000-0000000000aa"));
UserId const john(*Uuid::parse("0191e2a4-0000-7000-8000-000000000001"));
RoomId const general("general");
Timestamp const moment(std::chrono::seconds(1'700'000'000));

MessageChange change() {
  return {.message = id,
          .room = general,
          .seq = Seq(8),
          .version = 3,
          .deletes = false,
          .content = "so \"what\"",
          .by = john,
          .at = moment};
}

}  // namespace

TEST_CASE("an edit says what the message says now, and a deletion that it says nothing") {
  CHECK(appended([](auto& out) { append_change(out, change()); }) ==
        R"({"type":"edited","id":"0191e2a4-0000-7000-8000-0000000000aa","room_id":"general",)"
        R"("seq":8,"version":3,"user_id":"0191e2a4-0000-7000-8000-000000000001",)"
        R"("edited_at":"2023-11-14T22:13:20.000000Z","content":"so \"what\""})");
  auto gone = change();
  gone.deletes = true;
  CHECK(appended([&](auto& out) { append_change(out, gone); }) ==
        R"({"type":"deleted","id":"0191e2a4-0000-7000-8000-0000000000aa","room_id":"general",)"
        R"("seq":8,"version":3,"user_id":"0191e2a4-0000-7000-8000-000000000001",)"
        R"("deleted_at":"2023-11-14T22:13:20.000000Z","content":null})");
}

TEST_CASE("reactions are counted by emoji") {
  CHECK(appended([](auto& out) { append_reactions(out, general, id, {{"\"", 1}, {"👍", 2}}); }) ==
        R"({"type":"reactions","id":"0191e2a4-0000-7000-8000-0000000000aa","room_id":"general",)"
        R"("counts":{"\"":1,"👍":2}})");
  CHECK(appended([](auto& out) { append_reaction_counts(out, {}); }) == "{}");
}

TEST_CASE("who has read how far, and who types") {
  CHECK(appended([](auto& out) { append_read(out, general, john, Seq(4)); }) ==
        R"({"type":"read","room_id":"general",)"
        R"("user_id":"0191e2a4-0000-7000-8000-000000000001","seq":4})");
  CHECK(appended([](auto& out) { append_typing(out, general, {john, "jsmith", "John Smith"}); }) ==
        R"({"type":"typing","room_id":"general",)"
        R"("user_id":"0191e2a4-0000-7000-8000-000000000001","name":"John Smith"})");
}
