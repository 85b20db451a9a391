#include <doctest/doctest.h>

#include <array>

#include "unit/protocol/websocket/client_frames.hpp"

using namespace switchboard::websocket;
using Kind = Event::Kind;
using All = std::vector<Seen>;

namespace {

constexpr FrameShape more{.final_fragment = false};
constexpr FrameShape rsv1{.reserved = 4};
constexpr FrameShape rsv1_more{.final_fragment = false, .reserved = 4};

std::string deflated(std::string_view message) {
  Deflater deflater;
  std::string out;
  deflater.deflate(message, out);
  return out;
}

}  // namespace

TEST_CASE("a frame that is not masked is refused at its second byte") {
  CHECK(refused_with(client_frame(1, "a", {.masked = false})) == 1002);
  CHECK(refused_with("\x81") == 0);
  CHECK(refused_with("\x81\x01") == 1002);
}

TEST_CASE("reserved bits and opcodes are refused at the first byte") {
  for (unsigned reserved = 1; reserved < 8; ++reserved) {
    FrameShape const shape{.reserved = reserved};
    for (unsigned opcode : {0U, 1U, 2U, 8U, 9U, 10U})
      CHECK(refused_with(client_frame(opcode, "", shape)) == 1002);
  }
  for (unsigned opcode : {3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 14U, 15U})
    CHECK(refused_with(client_frame(opcode, "").substr(0, 1)) == 1002);
}

TEST_CASE("a control frame is whole and small") {
  for (unsigned opcode : {8U, 9U, 10U}) {
    CHECK(refused_with(client_frame(opcode, "", more)) == 1002);
    CHECK(refused_with(frame_header(opcode, 126)) == 1002);
    CHECK(refused_with(frame_header(opcode, 65'536)) == 1002);
    CHECK(refused_with(frame_header(opcode, 5, {.length_bytes = 2})) == 1002);
  }
  CHECK(read_all(client_frame(9, std::string(125, 'p'))) ==
        All{{Kind::ping, std::string(125, 'p')}});
}

TEST_CASE("a continuation continues something, and a message does not begin inside another") {
  CHECK(refused_with(client_frame(0, "a")) == 1002);
  CHECK(refused_with(client_frame(0, "a", more)) == 1002);
  CHECK(refused_with(text_frame("a") + client_frame(0, "b")) == 1002);
  CHECK(refused_with(client_frame(1, "a", more) + text_frame("b")) == 1002);
  CHECK(refused_with(client_frame(1, "a", more) + client_frame(2, "b", more)) == 1002);
  CHECK(refused_with(client_frame(1, "a", more) + client_frame(0, "b") + client_frame(0, "c")) ==
        1002);
}

TEST_CASE("a length is in its shortest form, without its highest bit") {
  CHECK(refused_with(frame_header(2, 125, {.length_bytes = 2})) == 1002);
  CHECK(refused_with(frame_header(2, 65'535, {.length_bytes = 8})) == 1002);
  CHECK(refused_with(frame_header(2, std::uint64_t{1} << 63)) == 1002);
  CHECK(refused_with(frame_header(2, ~std::uint64_t{0})) == 1002);
}

TEST_CASE("a message of the most bytes passes, and one byte more is refused when it is announced") {
  ReaderLimits const limits{.message_bytes_max = 1000};
  CHECK(read_all(text_frame(std::string(1000, 'a')), limits) ==
        All{text_seen(std::string(1000, 'a'))});
  CHECK(refused_with(frame_header(1, 1001).substr(0, 4), limits) == 1009);
  CHECK(refused_with(frame_header(2, (std::uint64_t{1} << 63) - 1), limits) == 1009);
  auto const begun = client_frame(1, std::string(600, 'a'), more);
  CHECK(read_all(begun + client_frame(0, std::string(400, 'a')), limits).size() == 1);
  CHECK(refused_with(begun + frame_header(0, 401).substr(0, 4), limits) == 1009);
  CHECK(read_all(client_frame(1, std::string(1000, 'a'), more) + client_frame(0, ""), limits)
            .size() == 1);
}

TEST_CASE("a message of the most fragments passes, and one more is refused") {
  auto const with = [](int fragments) {
    std::string bytes = client_frame(1, "a", more);
    for (int i = 2; i < fragments; ++i) bytes += client_frame(0, "", more);
    return refused_with(bytes + client_frame(0, "b"), {.fragments_max = 5});
  };
  CHECK(with(5) == 0);
  CHECK(with(6) == 1008);
}

TEST_CASE("a compressed message needs the agreement") {
  Inflater inflater;
  auto const frame = client_frame(1, deflated("Hello"), rsv1);
  CHECK(refused_with(frame) == 1002);
  CHECK(read_all(frame + text_frame("plain"), {}, &inflater) ==
        All{text_seen("Hello"), text_seen("plain")});
  CHECK(refused_with(client_frame(9, "", rsv1), {}, &inflater) == 1002);
  CHECK(refused_with(client_frame(1, "", {.reserved = 2}), {}, &inflater) == 1002);
}

TEST_CASE("a compressed message may be cut anywhere, its first fragment alone saying that it is") {
  Inflater inflater;
  auto const payload = deflated("Hello, hello, hello");
  for (std::size_t cut = 0; cut <= payload.size(); ++cut)
    CHECK(read_all(client_frame(1, payload.substr(0, cut), rsv1_more) + client_frame(10, "p") +
                       client_frame(0, payload.substr(cut)),
                   {}, &inflater) == All{{Kind::pong, "p"}, text_seen("Hello, hello, hello")});
  CHECK(refused_with(client_frame(1, payload, rsv1_more) + client_frame(0, "", rsv1), {},
                     &inflater) == 1002);
  CHECK(refused_with(client_frame(1, "a", more) + client_frame(0, "", rsv1), {}, &inflater) ==
        1002);
}

TEST_CASE("the limit holds after inflating") {
  Inflater inflater;
  ReaderLimits const limits{.message_bytes_max = 1000};
  auto const with = [&](std::size_t size) {
    return refused_with(client_frame(2, deflated(std::string(size, 'a')), rsv1), limits, &inflater);
  };
  CHECK(with(1000) == 0);
  CHECK(with(1001) == 1009);
  CHECK(with(10'000'000) == 1009);
}

TEST_CASE("a compressed message may be a little larger than what it inflates to, and not more") {
  Inflater inflater;
  ReaderLimits const limits{.message_bytes_max = 800};
  std::string noise;
  for (unsigned i = 0; i < 800; ++i) noise += static_cast<char>(i * i * 7 + i / 3);
  auto const payload = deflated(noise);
  CHECK(payload.size() > 0);
  CHECK(read_all(client_frame(2, payload, rsv1), limits, &inflater) == All{{Kind::binary, noise}});
  CHECK(refused_with(frame_header(2, 800 + 100 + 64, rsv1), limits, &inflater) == 0);
  CHECK(refused_with(frame_header(2, 800 + 100 + 65, rsv1), limits, &inflater) == 1009);
}

TEST_CASE("what does not inflate, or to broken text, is refused") {
  Inflater inflater;
  CHECK(refused_with(client_frame(2, "\xff\xff", rsv1), {}, &inflater) == 1007);
  CHECK(refused_with(client_frame(1, deflated("a\xff"), rsv1), {}, &inflater) == 1007);
  CHECK(read_all(client_frame(2, deflated("a\xff"), rsv1), {}, &inflater) ==
        All{{Kind::binary, "a\xff"}});
}

TEST_CASE("an announced message holds no more than twice what came of it") {
  // Were it reserved at once, a thousand such clients would take 16 GB.
  std::size_t constexpr announced = 16 << 20;
  std::vector<MessageReader> readers;
  for (int i = 0; i < 1000; ++i) {
    auto& reader = readers.emplace_back(ReaderLimits{.message_bytes_max = announced}, nullptr);
    auto bytes = frame_header(2, announced) + "some bytes";
    std::size_t taken = 0;
    CHECK(reader.next({bytes.data(), bytes.size()}, taken).kind == Kind::none);
    CHECK(taken == bytes.size());
  }
}
