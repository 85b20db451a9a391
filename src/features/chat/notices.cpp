#include "features/chat/notices.hpp"

#include "features/chat/channel.hpp"

namespace switchboard::chat {

Publication notice_for(RoomId const& room, Notice notice, Person const& who, Timestamp now,
                       SessionId except) {
  Publication publication{.channel = channel_of(room), .seq = {}, .data = {}, .except = except};
  append_notice(publication.data, notice, MessageId(Uuid::at(now)), room, who, now);
  return publication;
}

Publication presence_for(RoomId const& room, PresenceChange const& change) {
  Publication publication{.channel = channel_of(room),
                          .seq = {},
                          .data = {},
                          .audience = Publication::Audience::extended,
                          .except = {}};
  append_presence(publication.data, room, change);
  return publication;
}

}  // namespace switchboard::chat
