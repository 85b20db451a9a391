#include "protocol/calls/signal.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace switchboard;
using calls::Dialect;
using calls::Kind;

namespace {

calls::Command command_of(std::string_view frame) {
  auto decoded = calls::decode_signal(frame);
  REQUIRE(decoded);
  REQUIRE(decoded->has_value());
  return **decoded;
}

std::string_view refusal_of(std::string_view frame) {
  auto decoded = calls::decode_signal(frame);
  return decoded ? "accepted" : decoded.error().reason;
}

bool ignored(std::string_view frame) {
  auto decoded = calls::decode_signal(frame);
  return decoded && !decoded->has_value();
}

std::string text_of(calls::Signal const& signal, Dialect dialect = Dialect::document) {
  std::string out;
  calls::append_signal(out, signal, dialect);
  return out;
}

}  // namespace

TEST_CASE("both dialects are read, each by its own numbers, and the document's wins") {
  struct Row {
    char const* frame;
    Kind kind;
    Dialect dialect;
  };
  for (auto const& row : {
           Row{R"({"msg_type":0})", Kind::create_room, Dialect::document},
           Row{R"({"msg_type":0,"from":1,"payload":{}})", Kind::create_room, Dialect::document},
           Row{R"({"msg_type":1,"payload":{"room_id":5}})", Kind::join_room, Dialect::document},
           Row{R"({"msg_type":2,"to":3})", Kind::sdp, Dialect::document},
           Row{R"({"msg_type":3,"to":3})", Kind::ice_candidate, Dialect::document},
           Row{R"({"msg_type":4})", Kind::leave_room, Dialect::document},
           Row{R"({"type":0})", Kind::ping, Dialect::source},
           Row{R"({"type":2})", Kind::create_room, Dialect::source},
           Row{R"({"type":4,"payload":{"room_id":5}})", Kind::join_room, Dialect::source},
           Row{R"({"type":6})", Kind::leave_room, Dialect::source},
           Row{R"({"type":7,"to":3})", Kind::sdp, Dialect::source},
           Row{R"({"type":8,"to":3})", Kind::ice_candidate, Dialect::source},
           Row{R"({"type":2,"msg_type":4})", Kind::leave_room, Dialect::document},
       }) {
    CAPTURE(row.frame);
    auto command = command_of(row.frame);
    CHECK(command.kind == row.kind);
    CHECK(command.dialect == row.dialect);
  }
}

TEST_CASE("CALL-16 what a client cannot say is ignored, up to the last small number") {
  for (auto const* frame :
       {R"({"msg_type":5})", R"({"msg_type":6})", R"({"msg_type":16})", R"({"msg_type":255})",
        R"({"type":1})", R"({"type":3})", R"({"type":5})", R"({"type":9})"})
    CHECK(ignored(frame));
}

TEST_CASE("CALL-16 a frame without a type, of a wrong type, or with a member twice is refused") {
  CHECK(refusal_of("") == "not_json");
  CHECK(refusal_of("{") == "not_json");
  CHECK(refusal_of("\xff") == "not_json");
  for (auto const* frame : {
           "[]",
           "0",
           "{}",
           R"({"payload":{}})",
           R"({"msg_type":"0"})",
           R"({"msg_type":null})",
           R"({"msg_type":256})",
           R"({"msg_type":-1})",
           R"({"msg_type":0.5})",
           R"({"type":"2"})",
           R"({"msg_type":0,"msg_type":0})",
           R"({"msg_type":2,"to":"3"})",
           R"({"msg_type":1,"payload":[]})",
           R"({"msg_type":1,"payload":{"room_id":"5"}})",
           R"({"msg_type":1,"payload":{"room_id":5,"seat":5}})",
       }) {
    CAPTURE(frame);
    CHECK(refusal_of(frame) == "bad_frame");
  }
}

TEST_CASE("JoinRoom names a room and perhaps a seat; no room is a room that is not there") {
  auto command = command_of(R"({"msg_type":1,"payload":{"room_id":281474976710655,"seat":"s"}})");
  CHECK(command.room == CallRoom(281474976710655));
  CHECK(command.seat == "s");
  CHECK(command_of(R"({"msg_type":1})").room == CallRoom(0));
  CHECK(command_of(R"({"msg_type":1,"payload":{"seat":null}})").seat == std::nullopt);
}

TEST_CASE("a payload passes byte for byte, whatever its order and spacing") {
  auto const* payload = R"({ "sdp" : {"type":"offer","sdp":"v=0\r\n\u00e9"}, "n":1.50, "n":2 })";
  auto frame = std::string(R"({"msg_type":2,"to":7,"payload":)") + payload + "}";
  auto command = command_of(frame);
  CHECK(command.to == PeerId(7));
  CHECK(command.payload == payload);
  CHECK(text_of({.kind = Kind::sdp,
                 .from = PeerId(3),
                 .to = PeerId(7),
                 .payload = std::string(command.payload)}) ==
        std::string(R"({"msg_type":2,"from":3,"to":7,"payload":)") + payload + "}");
  CHECK(command_of(R"({"msg_type":2,"to":7,"payload":null})").payload.empty());
}

TEST_CASE("what is zero or empty is left out, but never the type") {
  CHECK(text_of({.kind = Kind::create_room}) == R"({"msg_type":0})");
  CHECK(text_of({.kind = Kind::room_joined, .error = "room not found"}) ==
        R"({"msg_type":6,"err":"room not found"})");
  CHECK(text_of({.kind = Kind::leave_room, .from = PeerId(2), .payload = R"({"host":1})"}) ==
        R"({"msg_type":4,"from":2,"payload":{"host":1}})");
}

TEST_CASE("an answer is in the numbers of the dialect") {
  struct Row {
    Kind kind;
    int source;
  };
  for (auto [kind, number] :
       {Row{Kind::room_created, 3}, Row{Kind::room_joined, 5}, Row{Kind::sdp, 7},
        Row{Kind::ice_candidate, 8}, Row{Kind::leave_room, 6}, Row{Kind::pong, 1},
        Row{Kind::peer_joined, 16}, Row{Kind::peer_away, 17}, Row{Kind::call_event, 18}})
    CHECK(text_of({.kind = kind}, Dialect::source) == R"({"type":)" + std::to_string(number) + "}");
}

TEST_CASE("a frame of 64 KiB is read, and one byte more is not") {
  std::string frame = R"({"msg_type":2,"to":7,"payload":")";
  frame.resize(64 * 1024 - 2, 'x');
  frame += "\"}";
  CHECK(command_of(frame).payload.size() > 60'000);
  frame.insert(frame.size() - 2, "x");
  CHECK(refusal_of(frame) == "not_json");
}
