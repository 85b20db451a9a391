#include "protocol/calls/call_event.hpp"

#include "protocol/json/append.hpp"

namespace switchboard::calls {
namespace {

void append_origin(std::string& out, CallEvent const& event) {
  out += R"("ring_id":)";
  json::append(out, event.ring);
  out += R"(,"room_id":)";
  json::append(out, event.room);
  out += R"(,"from":{"user_id":)";
  json::append(out, event.from);
  out += R"(,"name":)";
  json::append(out, event.from_name);
  out += '}';
}

}  // namespace

std::string call_event_members(CallEvent const& event) {
  std::string out = R"("event":)";
  json::append(out, event.event);
  append_origin(out += ',', event);
  if (event.chat_room) json::append(out += R"(,"chat_room_id":)", *event.chat_room);
  if (event.callee) json::append(out += R"(,"user_id":)", *event.callee);
  if (event.expires_in) json::append(out += R"(,"expires_in":)", *event.expires_in);
  return out;
}

std::string missed_call(CallEvent const& event, Timestamp at) {
  std::string out = "{";
  append_origin(out, event);
  json::append(out += R"(,"at":)", at);
  return out + '}';
}

}  // namespace switchboard::calls
