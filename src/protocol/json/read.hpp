#pragma once
// `json::read<T>(text)`: JSON into a struct that BOOST_DESCRIBE_STRUCT describes, member by member:
//   std::string, bool, integers, double, Uuid, Strong, a described struct   required
//   std::optional<T>, json::Omittable<T>       absent or null: nullopt
//   std::optional<std::optional<T>>            absent: nullopt; null: an optional without value
//   std::vector<T>                             required; an array
// Unknown members are ignored. A known one that comes twice, a missing or a wrong one is
// Errc::invalid_argument with a sentence that names it. Numbers are range-checked; `1.0` is an
// integer (see Value::integer).

#include <boost/describe/class.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <concepts>
#include <optional>
#include <utility>
#include <vector>

#include "base/strong.hpp"
#include "protocol/json/field_reader.hpp"
#include "protocol/json/omittable.hpp"

namespace switchboard::json {
namespace detail {

template <class T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_any_access>;
template <class T>
concept Described = boost::describe::has_describe_members<T>::value;

template <std::integral T>
bool read_into(T& out, Value value, Path const& path, Complaint& complaint);
template <class Tag, class T>
bool read_into(Strong<Tag, T>& out, Value value, Path const& path, Complaint& complaint);
template <class T>
bool read_into(std::vector<T>& out, Value value, Path const& path, Complaint& complaint);
template <Described T>
bool read_into(T& out, Value value, Path const& path, Complaint& complaint);

template <class T>
bool read_into(std::optional<T>& out, Value value, Path const& path, Complaint& complaint) {
  out.reset();
  return value.is_null() || read_into(out.emplace(), value, path, complaint);
}
// The outer optional says whether the member is there, the inner one whether it is null.
template <class T>
bool read_into(std::optional<std::optional<T>>& out, Value value, Path const& path,
               Complaint& complaint) {
  return read_into(out.emplace(), value, path, complaint);
}

template <std::integral T>
bool read_into(T& out, Value value, Path const& path, Complaint& complaint) {
  std::int64_t wide = 0;
  if (!read_into(wide, value, path, complaint)) return false;
  if (!std::in_range<T>(wide)) return complaint.about(path, "is out of range");
  out = static_cast<T>(wide);
  return true;
}

template <class Tag, class T>
bool read_into(Strong<Tag, T>& out, Value value, Path const& path, Complaint& complaint) {
  T bare{};
  if (!read_into(bare, value, path, complaint)) return false;
  out = Strong<Tag, T>(std::move(bare));
  return true;
}

template <class T>
bool read_into(std::vector<T>& out, Value value, Path const& path, Complaint& complaint) {
  if (value.kind() != Kind::array) return complaint.about(path, "must be an array");
  out.clear();
  out.reserve(value.size());
  return value.each_element([&](Value element) {
    Path inside{&path, {}, out.size()};
    T item{};
    if (!read_into(item, element, inside, complaint)) return false;
    out.push_back(std::move(item));
    return true;
  });
}

template <class T>
constexpr bool may_be_absent = false;
template <class T>
constexpr bool may_be_absent<std::optional<T>> = true;
template <class T>
constexpr bool may_be_absent<Omittable<T>> = true;

template <class T>
bool read_member(T& out, Value object, Path const& path, Complaint& complaint) {
  auto member = find_member(object, path.name);
  if (member.presence == Presence::repeated) return complaint.about(path, "is there twice");
  if (member.presence == Presence::once) return read_into(out, member.value, path, complaint);
  if constexpr (may_be_absent<T>) return true;
  return complaint.about(path, "is required");
}

template <Described T>
bool read_into(T& out, Value value, Path const& path, Complaint& complaint) {
  if (!value.is_object()) return complaint.about(path, "must be a JSON object");
  bool good = true;
  boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
    if (!good) return;
    Path inside{&path, member.name};
    good = read_member(out.*member.pointer, value, inside, complaint);
  });
  return good;
}

}  // namespace detail

template <class T>
[[nodiscard]] Result<T> read(std::string_view text, Limits const& limits = {}) {
  Document document(text, limits);
  if (!document.valid()) return detail::not_json(text, limits);
  T out{};
  detail::Complaint complaint;
  if (!detail::read_into(out, document.root(), detail::Path{}, complaint))
    return fail(Errc::invalid_argument, complaint.take());
  return out;
}

}  // namespace switchboard::json
