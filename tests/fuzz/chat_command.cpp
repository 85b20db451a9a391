// Any text as a frame of the chat socket: a command that keeps its own bounds, or none; and a
// message that was decoded is decoded the same when written again.

#include <cstdint>
#include <cstdlib>

#include "protocol/chat/command.hpp"
#include "protocol/json/append.hpp"

using namespace switchboard;

namespace {

void check(chat::Post const& post) {
  std::string text = R"({"type":"message","room_id":)";
  json::append(text, post.room);
  text += R"(,"content":)";
  json::append(text, post.content);
  text += R"(,"client_msg_id":)";
  json::append(text, post.client_message_id);
  text += '}';
  if (text.size() > chat::command_bytes_max) return;
  auto again = chat::decode_command(text);
  if (!again || !std::holds_alternative<chat::Post>(*again)) std::abort();
  auto copy = std::get<chat::Post>(*again);
  copy.extended = post.extended;
  if (copy != post) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  auto command = chat::decode_command({reinterpret_cast<char const*>(bytes), size});
  if (!command) return 0;
  if (auto const* post = std::get_if<chat::Post>(&*command)) check(*post);
  if (auto const* connect = std::get_if<chat::Connect>(&*command))
    if (connect->since && connect->since->value() < 0) std::abort();
  return 0;
}
