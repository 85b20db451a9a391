#include "features/chat/mark_read.hpp"

#include <utility>

#include "features/chat/channel.hpp"
#include "protocol/chat/change_frames.hpp"

namespace switchboard::chat {

Task<Result<ports::Marked>> MarkRead::run(RoomId room, UserId reader, Seq seq, SessionId session) {
  auto marking = rooms_.mark_read(room, reader, seq);
  auto marked = co_await marking;
  if (!marked || !marked->moved) co_return marked;
  Publication publication{.channel = channel_of(room),
                          .seq = {},
                          .data = {},
                          .audience = Publication::Audience::extended,
                          .except = session};
  append_read(publication.data, room, reader, marked->seq);
  publisher_.publish_sparsely(std::move(publication), reader, ports::Sparse::latest);
  co_return marked;
}

}  // namespace switchboard::chat
