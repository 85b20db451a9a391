#include "protocol/calls/payloads.hpp"

#include <doctest/doctest.h>

#include <array>
#include <vector>

using namespace switchboard;

namespace {

constexpr char const* nobody = "00000000-0000-0000-0000-000000000000";

}  // namespace

TEST_CASE("whoever did not opt in is told what is documented, and nothing else") {
  CHECK(calls::room_created(CallRoom(9), {}) == R"({"room_id":9})");
  std::array clients{PeerId(1), PeerId(2)};
  CHECK(calls::room_joined(CallRoom(9), clients, {}) == R"({"room_id":9,"clients":[1,2]})");
  CHECK(calls::peer_left(CallRoom(9), PeerId(2)) == R"({"room_id":9,"host":2})");
}

TEST_CASE("whoever opted in is told of host, peers, ICE servers and the seat") {
  std::vector<calls::Peer> peers{{PeerId(1), UserId(), "Jane \"J\" Smith"}};
  calls::Welcome welcome{PeerId(1), peers, "[]", "5eat"};
  std::array clients{PeerId(1), PeerId(2)};
  CHECK(calls::room_joined(CallRoom(9), clients, welcome) ==
        std::string(R"({"room_id":9,"clients":[1,2],"host":1,"peers":[{"id":1,"user_id":")") +
            nobody +
            R"(","name":"Jane \"J\" Smith","polite":true}],"ice_servers":[],"seat":"5eat"})");
  calls::Welcome alone{PeerId(1), {}, "[]", "5eat"};
  CHECK(calls::room_created(CallRoom(9), alone) ==
        R"({"room_id":9,"host":1,"peers":[],"ice_servers":[],"seat":"5eat"})");
}

TEST_CASE("who came first is not the polite side towards who comes later") {
  CHECK(calls::peer_joined(CallRoom(9), {PeerId(2), UserId(), "Bob"}, true) ==
        std::string(R"({"room_id":9,"id":2,"user_id":")") + nobody +
            R"(","name":"Bob","polite":false,"resumed":true})");
  CHECK(calls::peer_away(CallRoom(9), 20) == R"({"room_id":9,"seconds":20})");
}
