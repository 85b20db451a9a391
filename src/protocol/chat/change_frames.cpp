#include "protocol/chat/change_frames.hpp"

#include <utility>

#include "protocol/json/append.hpp"

namespace switchboard::chat {
namespace {

template <class T>
void field(std::string& out, std::string_view name, T const& value) {
  json::detail::append_member(out, name, value);
}

}  // namespace

void append_change(std::string& out, MessageChange const& change) {
  out += change.deletes ? R"({"type":"deleted")" : R"({"type":"edited")";
  field(out, "id", change.message);
  field(out, "room_id", change.room);
  field(out, "seq", change.seq);
  field(out, "version", change.version);
  field(out, "user_id", change.by);
  field(out, change.deletes ? "deleted_at" : "edited_at", change.at);
  field(out, "content", change.deletes ? std::nullopt : change.content);
  out += '}';
}

void append_reaction_counts(std::string& out, std::vector<ReactionCount> const& counts) {
  out += '{';
  bool first = true;
  for (auto const& [emoji, people] : counts) {
    if (!std::exchange(first, false)) out += ',';
    json::append(out, emoji);
    out += ':';
    json::append(out, people);
  }
  out += '}';
}

void append_reactions(std::string& out, RoomId const& room, MessageId message,
                      std::vector<ReactionCount> const& counts) {
  out += R"({"type":"reactions")";
  field(out, "id", message);
  field(out, "room_id", room);
  out += R"(,"counts":)";
  append_reaction_counts(out, counts);
  out += '}';
}

void append_read(std::string& out, RoomId const& room, UserId reader, Seq seq) {
  out += R"({"type":"read")";
  field(out, "room_id", room);
  field(out, "user_id", reader);
  field(out, "seq", seq);
  out += '}';
}

void append_typing(std::string& out, RoomId const& room, Person const& who) {
  out += R"({"type":"typing")";
  field(out, "room_id", room);
  field(out, "user_id", who.id);
  field(out, "name", who.full_name);
  out += '}';
}

}  // namespace switchboard::chat
