#pragma once
// What is sent to people, and the one way it leaves: kept first when it is to be kept, then told to
// whoever is connected.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "features/push/connections.hpp"
#include "model/inbox.hpp"
#include "ports/inbox_store.hpp"
#include "ports/publisher.hpp"

namespace switchboard::push {

// What every sending needs. All must outlive whoever sends.
struct Parts {
  Connections& connections;
  ports::Publisher& publisher;
  ports::InboxStore& inboxes;
  Clock const& clock;
};

// How long the inbox keeps something.
struct Keep {
  std::chrono::seconds time = inbox_time_default;  // 1 s to inbox_time_max
  std::optional<std::string> collapse_key;         // 1 to collapse_key_bytes_max bytes
};

struct Outgoing {
  std::string type;                    // free text
  std::optional<std::string> content;  // valid JSON text, passed through unchanged
  std::optional<Keep> keep;            // absent: only for whoever is connected now
};

// invalid_argument: how long it is to be kept, or under which key.
[[nodiscard]] Result<void> check_keep(Keep const& keep);

// Sends to each subject, who comes once in the list. Durable when it answers, if it is to be kept;
// then it is published in the order of the inbox's seqs, with the seq as the publication's.
// unavailable: it could not be kept, and nobody was told. invalid_argument: it cannot be kept for
// these.
Task<Result<void>> dispatch(Parts parts, std::vector<std::string> subjects, Outgoing outgoing,
                            Timestamp now);

[[nodiscard]] std::unexpected<Error> not_connected(std::string_view subject);

}  // namespace switchboard::push
