// HTTP/1.1 for conformance suites: `/` answers a text or echoes the body, `/echo` the request's
// headers, `/cookie` its cookies; HEAD and OPTIONS are right, TRACE and CONNECT are refused.

#include "protocol/http/target.hpp"
#include "support/harness_server.hpp"

using namespace switchboard;

namespace {

struct Probe final : http::RequestHandler {
  Task<http::Response> handle(http::Request& request) override { co_return answer(request); }

  static http::Response answer(http::Request const& request) {
    auto const& head = request.head;
    http::Response response;
    response.with("Content-Type", "text/plain; charset=utf-8");
    if (head.method == http::Method::trace || head.method == http::Method::connect) {
      response.status = 405;
      response.with("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    } else if (head.method == http::Method::options) {
      response.with("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    } else if (head.path == "/echo") {
      for (auto const& header : head.headers())
        response.body.append(header.name).append(": ").append(header.value).append("\n");
    } else if (head.path == "/cookie") {
      for (auto const& [name, value] : http::cookies(head.header("Cookie").value_or("")))
        response.body.append(name).append("=").append(value).append("\n");
    } else if (head.method == http::Method::get || head.method == http::Method::head) {
      response.body = "switchboard http probe\n";
    } else {
      response.body = request.body;
    }
    return response;
  }
};

}  // namespace

int main() {
  harness::HarnessServer server(1);
  server.run([](gateway::Edge&, std::size_t) {
    return harness::HarnessServer::Service{std::make_unique<Probe>(), {}};
  });
}
