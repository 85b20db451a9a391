#include "protocol/chat/command.hpp"

#include <algorithm>
#include <array>

#include "protocol/json/document.hpp"

namespace switchboard::chat {
namespace {

enum Field : std::uint8_t {
  type,
  token,
  user_id,
  room_id,
  content,
  since_seq,
  epoch,
  keep,
  client_msg_id,
  id,
  emoji,
  on,
  seq,
};
constexpr std::array<std::string_view, 13> field_names{
    "type", "token",         "user_id", "room_id", "content", "since_seq", "epoch",
    "keep", "client_msg_id", "id",      "emoji",   "on",      "seq"};

// The members that we know of, each where its name says.
class Fields {
 public:
  // False when one is there twice.
  bool collect(json::Value object) {
    return object.each_member([this](std::string_view name, json::Value value) {
      auto found = std::ranges::find(field_names, name);
      if (found == field_names.end()) return true;
      auto& slot = values_[static_cast<std::size_t>(found - field_names.begin())];
      if (slot) return false;
      slot = value;
      return true;
    });
  }

  [[nodiscard]] bool has(Field field) const { return values_[field].has_value(); }
  [[nodiscard]] bool has_value(Field field) const {
    return values_[field] && !values_[field]->is_null();
  }
  [[nodiscard]] json::Value operator[](Field field) const { return *values_[field]; }

  [[nodiscard]] std::string_view type_name() const {
    return has(type) ? (*this)[type].string().value_or("") : "";
  }
  [[nodiscard]] bool extended() const {
    return has(since_seq) || has(epoch) || has(keep) || has(client_msg_id);
  }

  // Each answers false when the field is not what it must be.
  [[nodiscard]] bool take(Field field, std::string& out) const {
    auto text = has(field) ? (*this)[field].string() : std::nullopt;
    if (text) out = *text;
    return text.has_value();
  }
  [[nodiscard]] bool take(Field field, RoomId& out) const {
    std::string text;
    bool good = take(field, text);
    out = RoomId(std::move(text));
    return good;
  }
  [[nodiscard]] bool take(Field field, Uuid& out) const {
    auto text = has(field) ? (*this)[field].string() : std::nullopt;
    auto parsed = text ? Uuid::parse(*text) : std::nullopt;
    if (parsed) out = *parsed;
    return parsed.has_value();
  }
  [[nodiscard]] bool take(Field field, bool& out) const {
    auto flag = has(field) ? (*this)[field].boolean() : std::nullopt;
    if (flag) out = *flag;
    return flag.has_value();
  }
  [[nodiscard]] bool take(Field field, std::optional<std::string>& out) const {
    return !has_value(field) || take(field, out.emplace());
  }

 private:
  std::array<std::optional<json::Value>, field_names.size()> values_;
};

// Bytes that do not continue a character; the text is valid UTF-8.
std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char byte) { return (byte & 0xc0) != 0x80; }));
}

template <class T>
std::optional<Command> with_token(Fields const& fields) {
  T command;
  if (!fields.take(token, command.token)) return std::nullopt;
  return command;
}

std::optional<Command> connect(Fields const& fields) {
  Connect command{.extended = fields.extended()};
  if (!fields.take(room_id, command.room) || !fields.take(user_id, command.user_id))
    return std::nullopt;
  if (fields.has_value(epoch)) {
    std::string text;
    if (!fields.take(epoch, text)) return std::nullopt;
    command.epoch = Epoch(std::move(text));
  }
  if (fields.has_value(keep) && !fields.take(keep, command.keep)) return std::nullopt;
  auto since = fields.has(since_seq) ? fields[since_seq].integer() : std::nullopt;
  if (since && *since >= 0) command.since = Seq(*since);
  return command;
}

std::optional<Command> post(Fields const& fields) {
  Post command{.extended = fields.extended()};
  if (!fields.take(room_id, command.room) || !fields.take(content, command.content) ||
      !fields.take(client_msg_id, command.client_message_id))
    return std::nullopt;
  if (command.client_message_id) {
    auto characters = characters_of(*command.client_message_id);
    if (characters < 1 || characters > client_message_id_characters_max) return std::nullopt;
  }
  return command;
}

std::optional<Command> disconnect(Fields const& fields) {
  Disconnect command;
  if (!fields.take(room_id, command.room) || !fields.take(user_id, command.user_id))
    return std::nullopt;
  return command;
}

std::optional<Command> edit(Fields const& fields) {
  Edit command;
  if (!fields.take(id, command.message) || !fields.take(content, command.content))
    return std::nullopt;
  return command;
}

std::optional<Command> remove(Fields const& fields) {
  Delete command;
  if (!fields.take(id, command.message)) return std::nullopt;
  return command;
}

std::optional<Command> react(Fields const& fields) {
  ReactTo command;
  if (!fields.take(id, command.message) || !fields.take(emoji, command.emoji) ||
      !fields.take(on, command.on))
    return std::nullopt;
  return command;
}

std::optional<Command> read(Fields const& fields) {
  Read command;
  auto position = fields.has(seq) ? fields[seq].integer() : std::nullopt;
  if (!fields.take(room_id, command.room) || !position || *position < 0) return std::nullopt;
  command.seq = Seq(*position);
  return command;
}

std::optional<Command> typing(Fields const& fields) {
  Type command;
  if (!fields.take(room_id, command.room)) return std::nullopt;
  return command;
}

struct Decoder {
  std::string_view name;
  std::optional<Command> (*decode)(Fields const&);
};
constexpr Decoder decoders[] = {
    {"message", post},
    {"read", read},
    {"typing", typing},
    {"connect", connect},
    {"edit", edit},
    {"delete", remove},
    {"react", react},
    {"disconnect", disconnect},
    {"authorization", with_token<Authorize>},
    {"reauth", with_token<Reauthorize>},
};

}  // namespace

std::optional<Command> decode_command(std::string_view text) {
  json::Document document(text,
                          {.bytes_max = command_bytes_max, .depth_max = 16, .values_max = 1024});
  if (!document.valid() || !document.root().is_object()) return std::nullopt;
  Fields fields;
  if (!fields.collect(document.root())) return std::nullopt;
  auto name = fields.type_name();
  auto const* found = std::ranges::find(decoders, name, &Decoder::name);
  return found == std::end(decoders) ? std::nullopt : found->decode(fields);
}

bool is_extended(Command const& command) {
  if (auto const* connecting = std::get_if<Connect>(&command)) return connecting->extended;
  if (auto const* posting = std::get_if<Post>(&command)) return posting->extended;
  return !std::holds_alternative<Authorize>(command) &&
         !std::holds_alternative<Disconnect>(command);
}

}  // namespace switchboard::chat
