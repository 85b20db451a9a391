#include "protocol/json/document.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <string>

#include "protocol/json/surrogates.hpp"

namespace switchboard::json {
namespace {

using boost::json::error_code;
using detail::Node;
using View = boost::json::string_view;

// What the parser tells, written down as nodes.
class Builder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  Builder(std::string_view text, std::pmr::vector<Node>& nodes, std::size_t values_max)
      : text_(text), nodes_(nodes), values_max_(values_max) {
    nodes_.reserve(std::min<std::size_t>(values_max, 48));
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& error) { return open(Kind::object, error); }
  bool on_object_end(std::size_t size, error_code&) { return close(size); }
  bool on_array_begin(error_code& error) { return open(Kind::array, error); }
  bool on_array_end(std::size_t size, error_code&) { return close(size); }

  bool on_key_part(View part, std::size_t, error_code&) { return hold(part); }
  bool on_key(View rest, std::size_t, error_code& error) { return string(rest, error); }
  bool on_string_part(View part, std::size_t, error_code&) { return hold(part); }
  bool on_string(View rest, std::size_t, error_code& error) { return string(rest, error); }

  // The whole text is there at once, so a number never comes in parts.
  bool on_number_part(View, error_code&) { return true; }
  bool on_int64(std::int64_t number, View text, error_code& error) {
    return add({.text = {text.data(), text.size()}, .number = number, .kind = Kind::integer},
               error);
  }
  bool on_uint64(std::uint64_t, View text, error_code& error) {
    return add({.text = {text.data(), text.size()}, .kind = Kind::real}, error);
  }
  bool on_double(double, View text, error_code& error) {
    return add({.text = {text.data(), text.size()}, .kind = Kind::real}, error);
  }
  bool on_bool(bool value, error_code& error) {
    return add({.number = value ? 1 : 0, .kind = Kind::boolean}, error);
  }
  bool on_null(error_code& error) { return add({}, error); }
  bool on_comment_part(View, error_code&) { return true; }
  bool on_comment(View, error_code&) { return true; }

 private:
  bool add(Node const& node, error_code& error) {
    if (nodes_.size() >= values_max_) {
      error = boost::json::error::array_too_large;
      return false;
    }
    nodes_.push_back(node);
    return true;
  }

  // While a container is open, `span` holds the index of the one around it.
  bool open(Kind kind, error_code& error) {
    auto index = static_cast<std::uint32_t>(nodes_.size());
    if (!add({.span = innermost_, .kind = kind}, error)) return false;
    innermost_ = index;
    return true;
  }
  bool close(std::size_t size) {
    auto& node = nodes_[innermost_];
    auto index = std::exchange(innermost_, node.span);
    node.span = static_cast<std::uint32_t>(nodes_.size()) - index;
    node.size = static_cast<std::uint32_t>(size);
    return true;
  }

  bool hold(View part) {
    held_.append(part.data(), part.size());
    return true;
  }
  bool string(View rest, error_code& error) {
    if (held_.empty() && is_in_text(rest))
      return add({.text = {rest.data(), rest.size()}, .kind = Kind::string}, error);
    hold(rest);
    auto size = held_.size();
    auto* copy = static_cast<char*>(nodes_.get_allocator().resource()->allocate(size + 1, 1));
    std::ranges::copy(held_, copy);
    held_.clear();
    return add({.text = {copy, size}, .kind = Kind::string}, error);
  }
  // A string without escapes is seen where it stands; one with escapes in the parser's buffer.
  bool is_in_text(View view) const {
    std::less_equal<char const*> at_most;
    return at_most(text_.data(), view.data()) &&
           at_most(view.data() + view.size(), text_.data() + text_.size());
  }

  std::string_view text_;
  std::pmr::vector<Node>& nodes_;
  std::size_t values_max_;
  std::uint32_t innermost_ = 0;
  std::string held_;
};

}  // namespace

Document::Document(std::string_view text, Limits const& limits) {
  if (text.size() > limits.bytes_max) return;
  if (limits.lone_surrogates)
    if (auto mended = with_lone_surrogates_replaced(text)) {
      auto* copy = static_cast<char*>(arena_.allocate(mended->size(), 1));
      std::ranges::copy(*mended, copy);
      text = {copy, mended->size()};
    }
  boost::json::parse_options options;
  options.max_depth = limits.depth_max;
  boost::json::basic_parser<Builder> parser(options, text, nodes_, limits.values_max);
  error_code error;
  auto taken = parser.write_some(false, text.data(), text.size(), error);
  valid_ = !error && taken == text.size() && !nodes_.empty();
}

std::optional<double> Value::number() const {
  if (node_->kind != Kind::integer && node_->kind != Kind::real) return std::nullopt;
  double number = 0;
  auto const* end = node_->text.data() + node_->text.size();
  auto [rest, error] = std::from_chars(node_->text.data(), end, number);
  if (error != std::errc{} || rest != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<std::int64_t> Value::integer() const {
  if (node_->kind == Kind::integer) return node_->number;
  constexpr double exact_max = 9007199254740992.0;  // 2^53
  auto whole = number();
  if (!whole || std::trunc(*whole) != *whole || std::abs(*whole) > exact_max) return std::nullopt;
  return static_cast<std::int64_t>(*whole);
}

std::optional<Value> Value::find(std::string_view name) const {
  std::optional<Value> found;
  if (!is_object()) return found;
  each_member([&](std::string_view other, Value value) {
    if (other == name) found = value;
    return !found.has_value();
  });
  return found;
}

bool has_duplicates(Value object) {
  return !object.each_member([&](std::string_view name, Value) {
    int times = 0;
    object.each_member([&](std::string_view other, Value) {
      times += other == name ? 1 : 0;
      return true;
    });
    return times == 1;
  });
}

}  // namespace switchboard::json
