#include "adapters/sqlite/room_heads.hpp"

#include "sqlite_sql.hpp"

namespace switchboard::sqlite {

RoomHeads::Head* RoomHeads::find(Connection& connection, RoomId const& id) {
  if (auto known = heads_.find(id); known != heads_.end()) return &known->second;
  auto rows = connection.rows(sql::room_by_id, id);
  if (!rows.next()) return nullptr;
  return &heads_.emplace(id, Head{rows.integer(5), rows.integer(3), rows.integer(7) != 0})
              .first->second;
}

void RoomHeads::advance(Head& head) {
  ++head.seq;
  if (head.moved) return;
  head.moved = true;
  moved_.push_back(&head);
}

void RoomHeads::write(Connection& connection) {
  for (auto const* head : moved_) connection.change(sql::room_set_head, head->room, head->seq);
}

void RoomHeads::committed() {
  for (auto* head : moved_) head->moved = false;
  moved_.clear();
  if (heads_.size() > rooms_max) heads_.clear();
}

void RoomHeads::rolled_back() {
  moved_.clear();
  heads_.clear();
}

}  // namespace switchboard::sqlite
