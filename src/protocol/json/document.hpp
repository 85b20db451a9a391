#pragma once
// A parsed JSON text (RFC 8259) as one flat row of nodes, in the order of the text. Unlike a map of
// members it keeps duplicates, so that whoever reads can refuse them. Boost.JSON parses; this
// header does not include it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

namespace switchboard::json {

enum class Kind : std::uint8_t { null, boolean, integer, real, string, array, object };

struct Limits {
  std::size_t bytes_max = std::size_t{2} << 20;
  std::size_t depth_max = 32;
  std::size_t values_max = 100'000;  // member names count
  bool lone_surrogates = false;      // their escapes are read as U+FFFD, not refused
};

namespace detail {

struct Node {
  std::string_view text;    // a string without its escapes; a number as it was written
  std::int64_t number = 0;  // an integer or boolean
  std::uint32_t span = 1;   // nodes from this one to the next on the same level
  std::uint32_t size = 0;   // members or elements
  Kind kind = Kind::null;
};

}  // namespace detail

// One value inside a document, which must outlive it.
class Value {
 public:
  explicit Value(detail::Node const* node) : node_(node) {}

  [[nodiscard]] Kind kind() const { return node_->kind; }
  [[nodiscard]] bool is_null() const { return node_->kind == Kind::null; }
  [[nodiscard]] bool is_object() const { return node_->kind == Kind::object; }
  [[nodiscard]] std::size_t size() const { return node_->size; }

  [[nodiscard]] std::optional<std::string_view> string() const {
    return node_->kind == Kind::string ? std::optional(node_->text) : std::nullopt;
  }
  [[nodiscard]] std::optional<bool> boolean() const {
    return node_->kind == Kind::boolean ? std::optional(node_->number != 0) : std::nullopt;
  }
  // A number without a fraction: `1` and also `1.0` and `1e3`, for JSON has one kind of number
  // (RFC 8259 section 6) and some languages write every number with a point. A form with a point or
  // an exponent counts up to 2^53, where it is exact.
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  [[nodiscard]] std::optional<double> number() const;

  // The first member of that name; nullopt when there is none, or when this is no object.
  [[nodiscard]] std::optional<Value> find(std::string_view name) const;

  // Calls `visit(name, value)` for each member until it answers false; whether all were visited.
  template <class Visit>
  bool each_member(Visit visit) const {
    auto const* name = node_ + 1;
    for (std::uint32_t i = 0; i < node_->size; ++i) {
      if (!visit(name->text, Value(name + 1))) return false;
      name += 1 + name[1].span;
    }
    return true;
  }
  // The same for the elements of an array: `visit(value)`.
  template <class Visit>
  bool each_element(Visit visit) const {
    auto const* element = node_ + 1;
    for (std::uint32_t i = 0; i < node_->size; ++i, element += element->span)
      if (!visit(Value(element))) return false;
    return true;
  }

 private:
  detail::Node const* node_;
};

// Parses in its constructor; small texts cost no allocation. `text` must outlive the document.
class Document {
 public:
  explicit Document(std::string_view text, Limits const& limits = {});
  Document(Document const&) = delete;
  Document& operator=(Document const&) = delete;

  // Whether the text was JSON, in valid UTF-8 and within the limits. Only then is there a root.
  [[nodiscard]] bool valid() const { return valid_; }
  [[nodiscard]] Value root() const { return Value(nodes_.data()); }

 private:
  static constexpr std::size_t stack_bytes = 4096;
  static constexpr std::size_t nodes_at_first = 48;

  alignas(std::max_align_t) std::array<std::byte, stack_bytes> stack_;  // first use is a write
  std::pmr::monotonic_buffer_resource arena_{stack_.data(), stack_.size()};
  std::pmr::vector<detail::Node> nodes_{&arena_};
  bool valid_ = false;
};

// Whether two members of `object` have the same name. Quadratic: for objects whose size the caller
// has bounded.
[[nodiscard]] bool has_duplicates(Value object);

}  // namespace switchboard::json
