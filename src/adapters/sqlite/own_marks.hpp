#pragma once
// What somebody says they have read: a batch moves the read marks of those who spoke once each, at
// its end. Belongs to the writer.

#include <cstdint>
#include <map>
#include <utility>

#include "adapters/sqlite/connection.hpp"
#include "model/user.hpp"

namespace switchboard::sqlite {

class OwnMarks {
 public:
  void move(UserId user, std::int64_t room, std::int64_t seq) { marks_[{user, room}] = seq; }

  // Inside the batch's transaction, at its end.
  void write(Connection& connection);
  void forget() { marks_.clear(); }

 private:
  std::map<std::pair<UserId, std::int64_t>, std::int64_t> marks_;  // one batch's: bounded by it
};

}  // namespace switchboard::sqlite
