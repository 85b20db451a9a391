#pragma once
// `json::append_schema<T>(out, use, named)`: the JSON Schema (2020-12, which OpenAPI 3.1 speaks) of
// what read<T> takes or append<T> writes, from the very description that those two go by. A type
// with a schema_name is written once, among `named`, and referred to.

#include <boost/describe/class.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.hpp"
#include "base/strong.hpp"
#include "base/uuid.hpp"
#include "protocol/json/append.hpp"
#include "protocol/json/omittable.hpp"

namespace switchboard::json {

// What is read may lack an optional member; what is written has all but the Omittable ones.
enum class Use : std::uint8_t { read, written };

using NamedSchemas = std::map<std::string, std::string, std::less<>>;
using AppendSchema = void (*)(std::string& out, Use use, NamedSchemas& named);

// Any JSON at all.
struct Anything {};

// For whole types that are no struct; a type of one's own is told by a specialization.
template <class T>
constexpr std::string_view fixed_schema{};
template <>
inline constexpr std::string_view fixed_schema<std::string> = R"({"type":"string"})";
template <>
inline constexpr std::string_view fixed_schema<bool> = R"({"type":"boolean"})";
template <>
inline constexpr std::string_view fixed_schema<double> = R"({"type":"number"})";
template <>
inline constexpr std::string_view fixed_schema<Uuid> = R"({"type":"string","format":"uuid"})";
template <>
inline constexpr std::string_view fixed_schema<Timestamp> =
    R"({"type":"string","format":"date-time"})";
template <>
inline constexpr std::string_view fixed_schema<Anything> = "{}";

// The name of a struct among the API's schemas; empty: it is written where it stands.
template <class T>
constexpr std::string_view schema_name{};

template <class T>
void append_schema(std::string& out, Use use, NamedSchemas& named);

namespace detail {

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;
template <class T>
constexpr bool is_omittable = false;
template <class T>
constexpr bool is_omittable<Omittable<T>> = true;

template <class T>
struct Schema;  // what has no schema does not compile

template <class T>
  requires(!fixed_schema<T>.empty())
struct Schema<T> {
  static void append(std::string& out, Use /*use*/, NamedSchemas& /*named*/) {
    out += fixed_schema<T>;
  }
};

template <std::integral T>
  requires(!std::same_as<T, bool>)
struct Schema<T> {
  static void append(std::string& out, Use /*use*/, NamedSchemas& /*named*/) {
    out += sizeof(T) == sizeof(std::int64_t) ? R"({"type":"integer","format":"int64"})"
                                             : R"({"type":"integer"})";
  }
};

template <class Tag, class T>
struct Schema<Strong<Tag, T>> : Schema<T> {};

template <class T>
struct Schema<std::optional<T>> {
  static void append(std::string& out, Use use, NamedSchemas& named) {
    out += R"({"anyOf":[)";
    append_schema<T>(out, use, named);
    out += R"(,{"type":"null"}]})";
  }
};
template <class T>
struct Schema<std::optional<std::optional<T>>> : Schema<std::optional<T>> {};
template <class T>
struct Schema<Omittable<T>> : Schema<T> {};

template <class T>
struct Schema<std::vector<T>> {
  static void append(std::string& out, Use use, NamedSchemas& named) {
    out += R"({"type":"array","items":)";
    append_schema<T>(out, use, named);
    out += '}';
  }
};

template <class T>
  requires boost::describe::has_describe_members<T>::value
struct Schema<T> {
  static void append(std::string& out, Use use, NamedSchemas& named) {
    using Members = boost::describe::describe_members<T, boost::describe::mod_any_access>;
    std::vector<std::string> required;
    out += R"({"type":"object","properties":{)";
    bool first = true;
    boost::mp11::mp_for_each<Members>([&](auto member) {
      using Type = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
      if (!std::exchange(first, false)) out += ',';
      json::append(out, std::string_view(member.name));
      out += ':';
      append_schema<Type>(out, use, named);
      if (!is_omittable<Type> && (use == Use::written || !is_optional<Type>))
        required.emplace_back(member.name);
    });
    out += '}';
    if (!required.empty()) json::append(out += R"(,"required":)", required);
    out += '}';
  }
};

}  // namespace detail

template <class T>
void append_schema(std::string& out, Use use, NamedSchemas& named) {
  constexpr auto name = schema_name<T>;
  if constexpr (name.empty()) {
    detail::Schema<T>::append(out, use, named);
  } else {
    auto [known, added] = named.try_emplace(std::string(name));
    if (added) {
      std::string text;
      detail::Schema<T>::append(text, use, named);
      named[std::string(name)] = std::move(text);
    }
    json::append(out += R"({"$ref":)", "#/components/schemas/" + std::string(name));
    out += '}';
  }
}

}  // namespace switchboard::json
