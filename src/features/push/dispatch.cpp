#include "features/push/dispatch.hpp"

#include <algorithm>
#include <utility>

#include "features/push/channel.hpp"
#include "features/push/frames.hpp"
#include "model/subject.hpp"

namespace switchboard::push {
namespace {

void tell(ports::Publisher& publisher, std::string const& subject, Seq seq,
          std::string const& event) {
  Publication publication{.channel = channel_of(subject), .seq = seq, .data = event, .except = {}};
  publisher.publish(std::move(publication));
}

Result<void> check_subjects(std::vector<std::string> const& subjects) {
  if (subjects.size() > inbox_subjects_max)
    return fail(Errc::invalid_argument,
                "A stored message goes to at most " + std::to_string(inbox_subjects_max) + " users",
                "too_many_users");
  auto fits = [](auto const& id) { return !id.empty() && id.size() <= subject_bytes_max; };
  if (!std::ranges::all_of(subjects, fits))
    return fail(Errc::invalid_argument,
                "A user id is 1 to " + std::to_string(subject_bytes_max) + " bytes", "bad_user_id");
  return {};
}

ports::InboxDraft draft_of(Outgoing&& outgoing, Timestamp now) {
  return {.type = std::move(outgoing.type),
          .content = std::move(outgoing.content),
          .collapse_key = std::move(outgoing.keep->collapse_key),
          .created_at = now,
          .lapses_at = now + outgoing.keep->time};
}

}  // namespace

Result<void> check_keep(Keep const& keep) {
  if (keep.time < std::chrono::seconds(1) || keep.time > inbox_time_max)
    return fail(Errc::invalid_argument,
                "Field 'ttl' must be 1 to " + std::to_string(inbox_time_max.count()) + " seconds",
                "bad_ttl");
  auto const& key = keep.collapse_key;
  if (key && (key->empty() || key->size() > collapse_key_bytes_max))
    return fail(
        Errc::invalid_argument,
        "Field 'collapse_key' must be 1 to " + std::to_string(collapse_key_bytes_max) + " bytes",
        "bad_collapse_key");
  return {};
}

Task<Result<void>> dispatch(Parts parts, std::vector<std::string> subjects, Outgoing outgoing,
                            Timestamp now) {
  auto event = message_event(outgoing.type, outgoing.content, now);
  if (!outgoing.keep) {
    for (auto const& subject : subjects) tell(parts.publisher, subject, Seq(0), event);
    co_return Result<void>();
  }
  if (auto checked = check_keep(*outgoing.keep); !checked) co_return checked;
  if (auto checked = check_subjects(subjects); !checked) co_return checked;
  ports::OnStored on_stored = [&publisher = parts.publisher, event = std::move(event)](
                                  std::string const& subject, Seq seq) {
    tell(publisher, subject, seq, event);
  };
  auto draft = draft_of(std::move(outgoing), now);
  auto stored = parts.inboxes.append(std::move(subjects), std::move(draft), std::move(on_stored));
  co_return co_await stored;
}

std::unexpected<Error> not_connected(std::string_view subject) {
  return fail(Errc::not_found, "User " + std::string(subject) + " is not connected",
              "not_connected");
}

}  // namespace switchboard::push
