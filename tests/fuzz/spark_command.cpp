// Any text as a frame of the Spark socket: a command, or none; and a message that was decoded is
// decoded the same when written again.

#include <cstdint>
#include <cstdlib>

#include "protocol/json/append.hpp"
#include "protocol/spark/command.hpp"

using namespace switchboard;

namespace {

void check(spark::Say const& say) {
  std::string text = R"({"messageType":"usermessage","messageId":)";
  json::append(text, say.message_id);
  auto member = [&text](std::string_view name, std::optional<std::string> const& value) {
    if (value) json::detail::append_member(text, name, *value);
  };
  member("message", say.message);
  member("id", say.id);
  member("email", say.email);
  member("rxEmail", say.recipient);
  member("jwtoken", say.token);
  if (!say.to_oneself && !say.recipient) text += R"(,"rxEmail":0)";
  text += '}';
  if (text.size() > spark::command_bytes_max) return;
  auto again = spark::decode_command(text);
  if (!again || !std::holds_alternative<spark::Say>(*again)) std::abort();
  if (std::get<spark::Say>(*again) != say) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  auto command = spark::decode_command({reinterpret_cast<char const*>(bytes), size});
  if (!command) return 0;
  if (auto const* say = std::get_if<spark::Say>(&*command)) check(*say);
  return 0;
}
