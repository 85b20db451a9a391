// What a client says, frame by frame: a line that starts with `=` is an attachment, every other is
// text. Each text is also read on its own, and its JSON held against Boost.JSON's tree.

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "base/expects.hpp"
#include "protocol/json/surrogates.hpp"
#include "protocol/socketio/assembler.hpp"

using switchboard::expects;
using namespace switchboard::socketio;
namespace json = boost::json;

namespace {

constexpr std::size_t bytes_max = 500;

json::value parse(std::string_view text, std::size_t deepest, boost::system::error_code& error) {
  json::parse_options options;
  options.max_depth = deepest;
  auto const mended = switchboard::json::with_lone_surrogates_replaced(text);
  if (mended) {
    expects(mended->size() == text.size(), "as long as it was");
    expects(!switchboard::json::with_lone_surrogates_replaced(*mended), "mended once and for all");
    text = *mended;
  }
  return json::parse({text.data(), text.size()}, error, {}, options);
}

bool names_attachment(json::object const& object, std::uint32_t attachments) {
  auto const* number = object.if_contains("num");
  if (number == nullptr || !number->is_number() || number->is_uint64()) return false;
  auto const value =
      number->is_double() ? number->get_double() : static_cast<double>(number->get_int64());
  return value >= 0 && value < attachments && std::trunc(value) == value;
}

bool fits(json::value const& value, std::uint32_t attachments) {
  if (auto const* array = value.if_array())
    return std::ranges::all_of(*array, [&](auto const& item) { return fits(item, attachments); });
  auto const* object = value.if_object();
  if (object == nullptr) return true;
  auto const* mark = object->if_contains("_placeholder");
  if (mark != nullptr && mark->is_bool() && mark->get_bool() &&
      !names_attachment(*object, attachments))
    return false;
  return std::ranges::all_of(*object,
                             [&](auto const& member) { return fits(member.value(), attachments); });
}

bool may_be_name(json::value const& value) {
  if (value.is_number()) return true;
  auto const* name = value.if_string();
  return name != nullptr && *name != "connect" && *name != "connect_error" &&
         *name != "disconnect" && *name != "disconnecting" && *name != "newListener" &&
         *name != "removeListener";
}

void check_arguments(std::string_view data) {
  boost::system::error_code error;
  auto const tree = parse(data, depth_max, error);
  auto const good = !error && tree.is_array() && tree.get_array().size() <= arguments_max;
  auto const arguments = read_arguments(data);
  expects(good == arguments.has_value(), "what Boost.JSON accepts, and no more");
  if (!good) return;
  auto const& array = tree.get_array();
  expects(arguments->values.size() == array.size(), "as many arguments");
  for (std::size_t i = 0; i < array.size(); ++i) {
    auto const piece = arguments->values[i];
    expects(json::serialize(parse(piece, depth_max, error)) == json::serialize(array[i]) && !error,
            "the same argument");
    expects(std::string_view(" \t\r\n").find(piece.front()) == std::string_view::npos &&
                std::string_view(" \t\r\n").find(piece.back()) == std::string_view::npos,
            "no white space around it");
  }
  auto const name = event_name(*arguments);
  expects(name.has_value() == (!array.empty() && may_be_name(array[0])), "a name where one is");
  if (name && array[0].is_string())
    expects(*name == std::string_view(array[0].get_string()), "the same name");
}

void check_placeholders(std::string_view data, std::uint32_t attachments) {
  boost::system::error_code error;
  auto const tree = parse(data, depth_max, error);
  expects(placeholders_fit(data, attachments) == (!error && fits(tree, attachments)),
          "the same judgement of placeholders");
}

void check_text(std::string_view text) {
  check_arguments(text);
  check_placeholders(text, 3);
  auto const packet = decode(text);
  if (!packet) return;
  expects(packet->name_space.starts_with('/'), "a namespace");
  expects(packet->name_space.size() <= name_space_bytes_max, "its bound");
  expects(packet->name_space.find('\x1e') == std::string_view::npos, "no separator in it");
  expects(packet->attachments <= attachments_max &&
              (packet->attachments > 0) == is_binary(packet->type),
          "attachments where they may be");
  check_arguments(packet->data);
  check_placeholders(packet->data, packet->attachments);
  std::string written;
  append_header(written, packet->type, packet->name_space, packet->id, packet->attachments);
  written += packet->data;
  // Data may start with what a header could hold; then only our own writing would be ambiguous.
  if (valid_payload(*packet)) expects(decode(written) == packet, "the same when written");
}

void check_message(Message const& message) {
  auto const& packet = message.packet;
  auto bytes = message.text.size();
  for (auto const& attachment : message.attachments) bytes += attachment.size();
  expects(bytes <= bytes_max, "the bound on bytes");
  expects(message.attachments.size() == packet.attachments, "all attachments");
  expects(valid_payload(packet) && packet.type != PacketType::connect_error, "a good payload");
  if (packet.type == PacketType::event || packet.type == PacketType::binary_event) {
    auto const arguments = read_arguments(packet.data);
    expects(arguments && event_name(*arguments), "an event with a name");
    expects(split_arguments(packet.data).values == arguments->values, "the same arguments");
  }
  if (is_binary(packet.type))
    expects(placeholders_fit(packet.data, packet.attachments), "placeholders that fit");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* input, std::size_t size) {
  std::string_view rest(reinterpret_cast<char const*>(input), size);
  Assembler assembler(bytes_max);
  auto broken = false;
  for (auto more = true; more;) {
    auto const end = rest.find('\n');
    auto const frame = rest.substr(0, end);
    more = end != std::string_view::npos;
    if (more) rest.remove_prefix(end + 1);
    auto const binary = frame.starts_with('=');
    if (!binary) check_text(frame);
    auto const waited = assembler.waiting();
    auto const outcome =
        binary ? assembler.take_binary(frame.substr(1)) : assembler.take_text(frame);
    expects(!broken || outcome == Assembler::Outcome::broken, "what is broken to stay so");
    expects(binary == waited || outcome == Assembler::Outcome::broken, "frames in their order");
    expects((outcome == Assembler::Outcome::incomplete) == assembler.waiting(), "to say so");
    broken = outcome == Assembler::Outcome::broken;
    if (outcome == Assembler::Outcome::complete) check_message(assembler.message());
  }
  return 0;
}
