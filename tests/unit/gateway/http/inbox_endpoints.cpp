#include "gateway/http/inbox_endpoints.hpp"

#include "unit/gateway/http/push_http_rig.hpp"

using namespace switchboard;
using namespace switchboard::tests;

namespace {

struct Jane {
  PushHttpRig rig;
  User user = rig.accounts.add("jane");
  std::string id = user.id.value().to_string();
  std::string token = rig.accounts.token(user);

  void notify(std::string const& title) {
    auto sent = rig.post("notification",
                         R"({"userId":")" + id + R"(","title":")" + title + R"(","body":"B"})");
    REQUIRE(sent.status == 200);
  }
  http::Response inbox(std::string const& query = {}) {
    return rig.send_to(rig.main_router, {.target = "/api/inbox" + query, .token = token});
  }
  http::Response mark(std::string body) {
    return rig.send_to(
        rig.main_router,
        {.method = "POST", .target = "/api/inbox/read", .token = token, .body = std::move(body)});
  }
};

}  // namespace

TEST_CASE("whoever was away finds notifications in the inbox, in order, and reads them once") {
  Jane jane;
  jane.notify("first");
  jane.notify("second");
  auto body = jane.inbox().body;
  CHECK(body.starts_with(R"({"items":[{"seq":1,"type":"notification","data":{"title":"first",)"
                         R"("body":"B","userId":")" +
                         jane.id + R"("},"created_at":")"));
  CHECK(body.contains(R"("read":false},{"seq":2,)"));
  CHECK(body.contains(R"("head_seq":2,"epoch":")"));
  CHECK(body.ends_with(R"(,"unread":2})"));
  auto marked = jane.mark(R"({"seq":1})");
  CHECK(marked.status == 200);
  CHECK(marked.body.ends_with(R"(,"unread":1})"));
  CHECK(jane.inbox().body.contains(R"("read":true},{"seq":2,)"));
  CHECK(jane.inbox("?after_seq=1").body.starts_with(R"({"items":[{"seq":2,)"));
  CHECK(jane.inbox("?after_seq=2").body.starts_with(R"({"items":[],"head_seq":2,)"));
}

TEST_CASE("an inbox is its account's own, behind the account's sign-in") {
  Jane jane;
  jane.notify("private");
  auto other = jane.rig.accounts.add("joe");
  auto seen = jane.rig.send_to(jane.rig.main_router,
                               {.target = "/api/inbox", .token = jane.rig.accounts.token(other)});
  CHECK(seen.body.starts_with(R"({"items":[],"head_seq":0,)"));
  auto nobody = jane.rig.send_to(jane.rig.main_router, {.target = "/api/inbox"});
  CHECK(nobody.status == 401);
  CHECK(nobody.body.contains(R"("error":true)"));
  auto stranger =
      jane.rig.send_to(jane.rig.main_router, {.target = "/api/inbox", .token = jane.rig.sender()});
  CHECK(stranger.status == 401);
}

TEST_CASE("a place in the inbox is a number from 0") {
  Jane jane;
  for (auto const* query : {"?after_seq=-1", "?after_seq=x", "?after_seq="})
    CHECK(jane.inbox(query).status == 400);
  for (auto const* body : {R"({})", R"({"seq":-1})", R"({"seq":"1"})", R"({"seq":1.5})", "[]"})
    CHECK(jane.mark(body).status == 400);
  CHECK(jane.mark(R"({"seq":99})").body.ends_with(R"("unread":0})"));
}

TEST_CASE("what replaces itself by its key is there once") {
  Jane jane;
  for (auto const* score : {"1-0", "2-0"})
    CHECK(jane.rig
              .post("message/user", R"({"userId":")" + jane.id +
                                        R"(","type":"score","store":true,"collapse_key":"s",)"
                                        R"("data":")" +
                                        score + "\"}")
              .status == 200);
  CHECK(jane.inbox().body.starts_with(R"({"items":[{"seq":2,"type":"score","data":"2-0",)"));
}
