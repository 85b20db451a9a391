#include "protocol/json/field_reader.hpp"

namespace switchboard::json::detail {
namespace {

void append_path(std::string& out, Path const& path) {
  if (path.parent == nullptr) return;
  append_path(out, *path.parent);
  if (path.name.empty()) {
    out += '[' + std::to_string(path.index) + ']';
    return;
  }
  if (!out.ends_with('\'')) out += '.';
  out += path.name;
}

}  // namespace

bool Complaint::about(Path const& path, std::string_view what) {
  sentence_ = "Request body";
  if (path.parent != nullptr) {
    sentence_ = "Field '";
    append_path(sentence_, path);
    sentence_ += '\'';
  }
  sentence_ += ' ';
  sentence_ += what;
  return false;
}

bool read_into(std::string& out, Value value, Path const& path, Complaint& complaint) {
  auto text = value.string();
  if (!text) return complaint.about(path, "must be a string");
  out = *text;
  return true;
}

bool read_into(bool& out, Value value, Path const& path, Complaint& complaint) {
  auto boolean = value.boolean();
  if (!boolean) return complaint.about(path, "must be true or false");
  out = *boolean;
  return true;
}

bool read_into(std::int64_t& out, Value value, Path const& path, Complaint& complaint) {
  auto integer = value.integer();
  if (!integer) return complaint.about(path, "must be an integer");
  out = *integer;
  return true;
}

bool read_into(double& out, Value value, Path const& path, Complaint& complaint) {
  auto number = value.number();
  if (!number) return complaint.about(path, "must be a number");
  out = *number;
  return true;
}

bool read_into(Uuid& out, Value value, Path const& path, Complaint& complaint) {
  auto text = value.string();
  auto uuid = text ? Uuid::parse(*text) : std::nullopt;
  if (!uuid) return complaint.about(path, "must be a UUID");
  out = *uuid;
  return true;
}

Member find_member(Value object, std::string_view name) {
  Member found;
  object.each_member([&](std::string_view other, Value value) {
    if (other != name) return true;
    found.presence = found.presence == Presence::absent ? Presence::once : Presence::repeated;
    found.value = value;
    return found.presence == Presence::once;
  });
  return found;
}

std::unexpected<Error> not_json(std::string_view text, Limits const& limits) {
  if (text.size() > limits.bytes_max) return fail(Errc::too_large, "Request body is too large");
  return fail(Errc::invalid_argument, "Request body is not valid JSON", "invalid_json");
}

}  // namespace switchboard::json::detail
