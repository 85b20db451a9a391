#include "features/push/frames.hpp"

#include "protocol/json/append.hpp"

namespace switchboard::push {
namespace {

void append_key(std::string& out, std::string_view key) {
  out += ",\"";
  out += key;
  out += "\":";
}

void append_timestamp(std::string& out, Timestamp now) {
  append_key(out, "timestamp");
  json::append(out, now);
  out += "}]";
}

void append_item(std::string& out, InboxItem const& item) {
  out += R"({"seq":)";
  json::append(out, item.seq);
  append_key(out, "type");
  json::append(out, item.type);
  append_key(out, "data");
  out += item.content ? std::string_view(*item.content) : std::string_view("null");
  append_key(out, "created_at");
  json::append(out, item.created_at);
  append_key(out, "read");
  json::append(out, item.read);
  out += '}';
}

// `"head_seq":…,"epoch":…` behind an open brace or a comma.
void append_head(std::string& out, StreamPosition const& head) {
  out += R"("head_seq":)";
  json::append(out, head.seq);
  append_key(out, "epoch");
  json::append(out, head.epoch);
}

}  // namespace

std::string message_event(std::string_view type, std::optional<std::string_view> content,
                          Timestamp now) {
  std::string event = R"(["message",{"type":)";
  event.reserve(event.size() + type.size() + content.value_or("").size() + 64);
  json::append(event, type);
  if (content) {
    append_key(event, "data");
    event += *content;
  }
  append_timestamp(event, now);
  return event;
}

std::string authenticated_event(std::string_view subject, Timestamp now) {
  std::string event = R"(["authenticated",{"userId":)";
  json::append(event, subject);
  event += R"(,"message":"Successfully authenticated")";
  append_timestamp(event, now);
  return event;
}

std::string pong_event(Timestamp now) {
  std::string event = R"(["pong",{"timestamp":)";
  json::append(event, now);
  return event + "}]";
}

std::string inbox_event(InboxState const& state) {
  std::string event = R"(["inbox",{"unread":)";
  json::append(event, state.unread);
  event += ',';
  append_head(event, state.head);
  return event + "}]";
}

void append_inbox_page(std::string& out, InboxPage const& page) {
  out += R"({"items":[)";
  for (auto const& item : page.items) {
    if (&item != &page.items.front()) out += ',';
    append_item(out, item);
  }
  out += "],";
  append_head(out, page.state.head);
  append_key(out, "unread");
  json::append(out, page.state.unread);
  out += '}';
}

void append_inbox_state(std::string& out, InboxState const& state) {
  out += '{';
  append_head(out, state.head);
  append_key(out, "unread");
  json::append(out, state.unread);
  out += '}';
}

}  // namespace switchboard::push
