#pragma once
// What read.hpp is built on: one value read into one C++ value, or a sentence that says which field
// is wrong and how.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/uuid.hpp"
#include "protocol/json/document.hpp"

namespace switchboard::json::detail {

// Where a value stands: `items[2].name`. Lives on the stack, innermost first.
struct Path {
  Path const* parent = nullptr;
  std::string_view name;
  std::size_t index = 0;  // in an array, when there is no name
};

// Keeps the first thing that is wrong.
class Complaint {
 public:
  // `Field 'PATH' WHAT`, or `Request body WHAT` for the whole; returns false, for the caller to
  // return.
  bool about(Path const& path, std::string_view what);
  [[nodiscard]] std::string take() { return std::move(sentence_); }

 private:
  std::string sentence_;
};

bool read_into(std::string& out, Value value, Path const& path, Complaint& complaint);
bool read_into(bool& out, Value value, Path const& path, Complaint& complaint);
bool read_into(std::int64_t& out, Value value, Path const& path, Complaint& complaint);
bool read_into(double& out, Value value, Path const& path, Complaint& complaint);
bool read_into(Uuid& out, Value value, Path const& path, Complaint& complaint);

enum class Presence : std::uint8_t { absent, once, repeated };
struct Member {
  Presence presence = Presence::absent;
  Value value{nullptr};
};
[[nodiscard]] Member find_member(Value object, std::string_view name);

[[nodiscard]] std::unexpected<Error> not_json(std::string_view text, Limits const& limits);

}  // namespace switchboard::json::detail
