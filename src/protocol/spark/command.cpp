#include "protocol/spark/command.hpp"

#include "protocol/json/document.hpp"

namespace switchboard::spark {
namespace {

std::optional<std::string> text_in(json::Value object, std::string_view name) {
  auto found = object.find(name);
  auto text = found ? found->string() : std::nullopt;
  return text ? std::optional(std::string(*text)) : std::nullopt;
}

Command say(json::Value object) {
  auto id = object.find("messageId");
  auto number = id ? id->integer() : std::nullopt;
  if (!number) return Ignored{};
  auto recipient = object.find("rxEmail");
  return Say{.message_id = *number,
             .message = text_in(object, "message"),
             .id = text_in(object, "id"),
             .email = text_in(object, "email"),
             .recipient = text_in(object, "rxEmail"),
             .to_oneself = !recipient || recipient->is_null(),
             .token = text_in(object, "jwtoken")};
}

}  // namespace

std::optional<Command> decode_command(std::string_view text) {
  json::Document document(text,
                          {.bytes_max = command_bytes_max, .depth_max = 16, .values_max = 1024});
  if (!document.valid() || !document.root().is_object()) return std::nullopt;
  auto object = document.root();
  auto type = text_in(object, "messageType").value_or("");
  if (type == "usermessage") return say(object);
  if (type == "#ping") return Ping{};
  if (type == "#email") return Bind{text_in(object, "email"), text_in(object, "jwtoken")};
  if (type == "#user") return LookUp{text_in(object, "email")};
  return Ignored{};
}

}  // namespace switchboard::spark
