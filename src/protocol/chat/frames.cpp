#include "protocol/chat/frames.hpp"

#include "protocol/chat/change_frames.hpp"
#include "protocol/json/append.hpp"

namespace switchboard::chat {
namespace {

constexpr std::size_t bytes_around_content = 512;

// Text as it stands and values as JSON, in turns: write(out, "{\"id\":", id, "}").
void write(std::string& out, std::string_view text) { out += text; }
template <class T, class... Rest>
void write(std::string& out, std::string_view text, T const& value, Rest const&... rest) {
  out += text;
  json::append(out, value);
  write(out, rest...);
}

void append_person(std::string& out, std::string_view id_name, Person const& who) {
  write(out, "{\"");
  out += id_name;
  write(out, R"(":)", who.id, R"(,"username":)", who.username, R"(,"full_name":)", who.full_name,
        "}");
}

// The moment under both names that the documents have for it, formatted once.
void append_moment(std::string& out, Timestamp at) {
  out += R"(,"created_at":)";
  auto start = out.size();
  json::append(out, at);
  auto size = out.size() - start;
  out += R"(,"timestamp":)";
  out.append(out, start, size);
}

// What only messages say that were changed or reacted to.
void append_later(std::string& out, Message const& message) {
  if (message.version > 1)
    write(out, R"(,"version":)", message.version, R"(,"edited_at":)", message.edited_at, "");
  if (!message.reactions.empty()) {
    out += R"(,"reactions":)";
    append_reaction_counts(out, message.reactions);
  }
  if (!message.content) out += R"(,"deleted":true)";
}

void append_message_prefix(std::string& out, Message const& message) {
  out.reserve(out.size() + bytes_around_content + (message.content ? message.content->size() : 0));
  write(out, R"({"id":)", message.id, R"(,"type":"message","sender_id":)", message.sender,
        R"(,"sender_name":)", message.sender_name, R"(,"content":)", message.content,
        R"(,"room_id":)", message.room, "");
  append_moment(out, message.created_at);
  out += R"(,"user":)";
  append_person(out, "id", {message.sender, message.sender_username, message.sender_name});
  append_later(out, message);
}

template <class Range, class Append>
void append_list(std::string& out, Range const& range, Append append_item) {
  out += '[';
  bool first = true;
  for (auto const& item : range) {
    if (!first) out += ',';
    first = false;
    append_item(item);
  }
  out += ']';
}

}  // namespace

void append_authenticated(std::string& out, UserId user) {
  write(out, R"({"type":"authenticated","user_id":)", user, "}");
}

void append_disconnected(std::string& out, RoomId const& room) {
  write(out, R"({"type":"disconnected","room_id":)", room, "}");
}

void append_room_added(std::string& out, RoomId const& room) {
  write(out, R"({"type":"room_added","room_id":)", room, "}");
}

void append_error(std::string& out, std::string_view sentence,
                  std::optional<std::string> const& client_message_id) {
  write(out, R"({"type":"error","error":)", sentence, "");
  if (client_message_id)
    write(out, R"(,"client_msg_id":)", std::string_view(*client_message_id), "");
  out += '}';
}

void append_connected(std::string& out, RoomId const& room,
                      std::optional<Recovery> const& recovery) {
  write(out, R"({"type":"connected","room_id":)", room, "");
  if (recovery)
    write(out, R"(,"head_seq":)", recovery->head.seq, R"(,"epoch":)", recovery->head.epoch,
          R"(,"recovered":)", recovery->recovered, "");
  out += '}';
}

std::string message_prefix(Message const& message) {
  std::string prefix;
  append_message_prefix(prefix, message);
  return prefix;
}

void finish_message(std::string& prefix, Seq seq) { write(prefix, R"(,"seq":)", seq, "}"); }

void append_message(std::string& out, Message const& message) {
  append_message_prefix(out, message);
  finish_message(out, message.seq);
}

void append_notice(std::string& out, Notice notice, MessageId id, RoomId const& room,
                   Person const& who, Timestamp at) {
  bool joined = notice == Notice::joined;
  std::string content(who.full_name);
  content += joined ? " has joined the chat" : " has left the chat";
  write(out, R"({"id":)", id, R"(,"type":)", joined ? "user_joined" : "user_left",
        R"(,"sender_id":)", Uuid{}, R"(,"sender_name":"System","content":)", content,
        R"(,"room_id":)", room, "");
  append_moment(out, at);
  out += R"(,"user":)";
  append_person(out, "id", who);
  out += '}';
}

void append_sent(std::string& out, Sent const& sent) {
  write(out, R"({"type":"sent","client_msg_id":)", sent.client_message_id, R"(,"id":)", sent.id,
        R"(,"seq":)", sent.seq, R"(,"duplicate":)", sent.duplicate, R"(,"created_at":)",
        sent.created_at, "}");
}

void append_presence(std::string& out, RoomId const& room, PresenceChange const& change) {
  write(out, R"({"type":"presence","room_id":)", room, R"(,"joined":)");
  append_list(out, change.joined, [&](Person const& who) { append_person(out, "user_id", who); });
  out += R"(,"left":)";
  append_list(out, change.left, [&](UserId who) { json::append(out, who); });
  write(out, R"(,"count":)", change.count, "}");
}

void append_history_item(std::string& out, Message const& message) {
  write(out, R"({"id":)", message.id, R"(,"user_id":)", message.sender, R"(,"sender_id":)",
        message.sender, R"(,"sender_name":)", message.sender_name, R"(,"content":)",
        message.content, R"(,"room_id":)", message.room, R"(,"created_at":)", message.created_at,
        R"(,"user":{"username":)", message.sender_username, R"(,"full_name":)", message.sender_name,
        R"(},"seq":)", message.seq, "");
  append_later(out, message);
  out += '}';
}

}  // namespace switchboard::chat
