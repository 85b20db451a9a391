#pragma once
// What one looks for: messages, people, and who is here. One shard's own.

#include "features/accounts/find_users.hpp"
#include "features/chat/search_messages.hpp"
#include "features/delivery/attendance.hpp"
#include "gateway/http/request.hpp"
#include "gateway/http/router.hpp"

namespace switchboard::http {

constexpr std::size_t presence_ids_max = 100;

class FindEndpoints {
 public:
  struct Parts {
    chat::SearchMessages& search;
    accounts::FindUsers& find_users;
    delivery::Attendance& attendance;
  };

  // The parts must outlive it, and it must outlive the router that it is added to.
  explicit FindEndpoints(Parts parts) : parts_(parts) {}
  FindEndpoints(FindEndpoints const&) = delete;

  void add_to(Router& router);

 private:
  Task<Result<Response>> messages(Request& request);
  Task<Result<Response>> users(Request& request);
  Task<Result<Response>> presence(Request& request);

  Parts parts_;
};

}  // namespace switchboard::http
