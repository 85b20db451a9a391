#include "protocol/calls/signal.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "protocol/json/append.hpp"
#include "protocol/json/document.hpp"
#include "protocol/json/raw.hpp"

namespace switchboard::calls {
namespace {

constexpr json::Limits limits{.bytes_max = 64 * 1024, .depth_max = 32, .values_max = 4096};
constexpr std::int64_t type_max = 255;
constexpr std::int64_t unknown = -1;

// By Kind: the number in each dialect.
struct Numbers {
  std::int64_t document;
  std::int64_t source;
};
constexpr std::array<Numbers, 12> numbers{{{0, 2},
                                           {1, 4},
                                           {2, 7},
                                           {3, 8},
                                           {4, 6},
                                           {5, 3},
                                           {6, 5},
                                           {unknown, 0},
                                           {unknown, 1},
                                           {16, 16},
                                           {17, 17},
                                           {18, 18}}};

std::int64_t number_of(Kind kind, Dialect dialect) {
  auto const& both = numbers[std::to_underlying(kind)];
  return dialect == Dialect::document ? both.document : both.source;
}

// Only what a client may say.
std::optional<Kind> kind_of(std::int64_t number, Dialect dialect) {
  for (auto kind : {Kind::create_room, Kind::join_room, Kind::sdp, Kind::ice_candidate,
                    Kind::leave_room, Kind::ping})
    if (number_of(kind, dialect) == number) return kind;
  return std::nullopt;
}

std::unexpected<Error> bad_frame(char const* what) {
  return fail(Errc::invalid_argument, what, "bad_frame");
}

// The members that count, each at most once.
struct Members {
  std::optional<json::Value> msg_type;
  std::optional<json::Value> type;
  std::optional<json::Value> to;
  std::optional<json::Value> payload;

  bool collect(json::Value object) {
    return object.each_member([this](std::string_view name, json::Value value) {
      auto* slot = name == "msg_type"  ? &msg_type
                   : name == "type"    ? &type
                   : name == "to"      ? &to
                   : name == "payload" ? &payload
                                       : nullptr;
      if (slot == nullptr) return true;
      if (*slot) return false;
      *slot = value;
      return true;
    });
  }
};

// Absent or null: zero.
bool take_number(std::optional<json::Value> value, std::int64_t& out) {
  out = 0;
  if (!value || value->is_null()) return true;
  auto number = value->integer();
  out = number.value_or(0);
  return number.has_value();
}

// A room that is not named is one that is not there: number 0.
bool take_join(std::optional<json::Value> payload, Command& command) {
  if (!payload || payload->is_null()) return true;
  if (!payload->is_object()) return false;
  std::int64_t room = 0;
  if (!take_number(payload->find("room_id"), room)) return false;
  command.room = CallRoom(room);
  auto seat = payload->find("seat");
  if (!seat || seat->is_null()) return true;
  auto text = seat->string();
  if (text) command.seat = *text;
  return text.has_value();
}

void append_number(std::string& out, std::string_view name, PeerId id) {
  if (id.value() == 0) return;
  out += name;
  json::append(out, id);
}

}  // namespace

Result<std::optional<Command>> decode_signal(std::string_view frame) {
  json::Document document(frame, limits);
  if (!document.valid()) return fail(Errc::invalid_argument, "the frame is no JSON", "not_json");
  if (!document.root().is_object()) return bad_frame("the frame is no JSON object");
  Members members;
  if (!members.collect(document.root())) return bad_frame("a member is there twice");
  if (!members.msg_type && !members.type) return bad_frame("msg_type is missing");
  Command command;
  command.dialect = members.msg_type ? Dialect::document : Dialect::source;
  auto type = (members.msg_type ? members.msg_type : members.type)->integer();
  if (!type || *type < 0 || *type > type_max) return bad_frame("msg_type is no small number");
  std::int64_t to = 0;
  if (!take_number(members.to, to)) return bad_frame("to is no number");
  auto kind = kind_of(*type, command.dialect);
  if (!kind) return std::nullopt;
  command.kind = *kind;
  command.to = PeerId(to);
  if (*kind == Kind::join_room && !take_join(members.payload, command))
    return bad_frame("the payload is not that of JoinRoom");
  if (members.payload && !members.payload->is_null())
    command.payload = json::raw_member(frame, "payload").value_or("");
  return command;
}

void append_signal(std::string& out, Signal const& signal, Dialect dialect) {
  out += dialect == Dialect::document ? R"({"msg_type":)" : R"({"type":)";
  json::append(out, number_of(signal.kind, dialect));
  append_number(out, R"(,"from":)", signal.from);
  append_number(out, R"(,"to":)", signal.to);
  if (!signal.payload.empty()) (out += R"(,"payload":)") += signal.payload;
  if (!signal.error.empty()) json::append(out += R"(,"err":)", signal.error);
  out += '}';
}

}  // namespace switchboard::calls
