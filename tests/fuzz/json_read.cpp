// Any text: it is read or refused, and what was read is written so that it reads the same.

#include <boost/describe/class.hpp>

#include <cstdint>
#include <cstdlib>

#include "protocol/json/append.hpp"
#include "protocol/json/read.hpp"

using namespace switchboard;

namespace {

struct Item {
  std::string a;
  std::optional<std::int64_t> b;
  friend bool operator==(Item const&, Item const&) = default;
};
BOOST_DESCRIBE_STRUCT(Item, (), (a, b))

struct Body {
  json::Omittable<std::string> a;
  std::optional<double> b;
  std::optional<bool> c;
  std::optional<std::vector<Item>> d;
  std::optional<Uuid> e;
  std::optional<std::int16_t> f;
  friend bool operator==(Body const&, Body const&) = default;
};
BOOST_DESCRIBE_STRUCT(Body, (), (a, b, c, d, e, f))

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  std::string_view text(reinterpret_cast<char const*>(bytes), size);
  auto body = json::read<Body>(text, {.bytes_max = 65536, .depth_max = 8, .values_max = 4096});
  if (!body) {
    if (body.error().message.empty()) std::abort();
    return 0;
  }
  auto again = json::read<Body>(json::to_text(*body));
  if (!again || *again != *body) std::abort();
  return 0;
}
