#include "protocol/spark/frames.hpp"

#include <array>

#include "protocol/json/append.hpp"

namespace switchboard::spark {
namespace {

template <class T>
void field(std::string& out, std::string_view name, T const& value) {
  json::detail::append_member(out, name, value);
}

std::string coded(std::int64_t code, std::string_view message) {
  std::string out = R"({"code":)";
  json::append(out, code);
  field(out, "message", message);
  return out;
}

std::string_view word_of(State state) {
  constexpr std::array<std::string_view, 7> words{"recieved", "stored",  "sent",  "delivered",
                                                  "seen",     "deleted", "failed"};
  return words.at(static_cast<std::size_t>(state) - static_cast<std::size_t>(State::received));
}

void append_item(std::string& out, Item const& item) {
  out += R"({"id":)";
  json::append(out, item.id);
  field(out, "rxId", item.sender);
  field(out, "message", item.message);
  field(out, "timestamp", item.unix_seconds);
  out += '}';
}

}  // namespace

std::string state_frame(std::int64_t message_id, State state,
                        std::optional<std::string_view> description) {
  std::string out = R"({"messageId":)";
  json::append(out, message_id);
  field(out, "state", static_cast<std::int64_t>(state));
  field(out, "stateText", word_of(state));
  field(out, "stateDescription", description);
  return out + '}';
}

std::string count_frame(std::int64_t items) {
  auto out = coded(703, "Total messages: " + std::to_string(items));
  field(out, "value", items);
  return out + '}';
}

std::string item_frame(Item const& item) {
  auto out = coded(704, "New pre-loading message") + R"(,"value":)";
  append_item(out, item);
  return out + '}';
}

std::string no_items_frame() { return coded(704, "New pre-loading message") + R"(,"value":null})"; }

std::string pong_frame() { return coded(705, "Pong") + R"(,"value":null})"; }

std::string presence_frame(User const& user, bool online) {
  auto out = coded(702, user.full_name + (online ? " joined the chat" : " left the chat"));
  out += R"(,"value":{"id":)";
  json::append(out, user.id);
  field(out, "tagname", user.username);
  field(out, "fullname", user.full_name);
  field(out, "online", online);
  return out + "}}";
}

std::string_view address_of(User const& user) {
  return user.email ? std::string_view(*user.email) : std::string_view();
}

std::string live_frame(Live const& live) {
  std::string out = R"({"messageType":"usermessage","messageId":)";
  json::append(out, live.item.id);
  field(out, "id", live.sender.id);
  field(out, "email", address_of(live.sender));
  field(out, "fullname", live.sender.full_name);
  field(out, "rxEmail", live.recipient_email);
  field(out, "message", live.item.message);
  field(out, "timestamp", live.item.unix_seconds);
  return out + '}';
}

std::string user_object(User const& user, std::optional<std::string_view> token) {
  std::string out = R"({"id":)";
  json::append(out, user.id);
  field(out, "tagname", user.username);
  field(out, "fullname", user.full_name);
  field(out, "email", address_of(user));
  out += R"(,"avatar":null,"websocketId":null)";
  field(out, "jwtoken", token);
  return out + '}';
}

}  // namespace switchboard::spark
