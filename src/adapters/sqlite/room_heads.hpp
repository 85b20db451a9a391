#pragma once
// The heads of the rooms that are written to, in memory: a batch hands out seqs from here and
// writes each head once, before its commit. Belongs to the writer.

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "adapters/sqlite/connection.hpp"
#include "model/room.hpp"

namespace switchboard::sqlite {

class RoomHeads {
 public:
  struct Head {
    std::int64_t room;  // its number
    std::int64_t seq;   // of the last message
    bool guarded;       // not everybody may write there
    bool moved = false;
  };

  // Null: no such room, or the connection has failed. Good until the batch ends.
  [[nodiscard]] Head* find(Connection& connection, RoomId const& id);
  void advance(Head& head);

  // Inside the batch's transaction, at its end.
  void write(Connection& connection);
  void committed();
  // What was handed out never was: the next batch reads again.
  void rolled_back();

 private:
  static constexpr std::size_t rooms_max = 4096;

  std::unordered_map<RoomId, Head> heads_;
  std::vector<Head*> moved_;
};

}  // namespace switchboard::sqlite
