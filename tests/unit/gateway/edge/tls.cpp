#include "gateway/edge/tls.hpp"

#include <doctest/doctest.h>
#include <openssl/ssl.h>

#include <fstream>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "unit/gateway/certificate.hpp"

using namespace switchboard;
using gateway::TlsCredentials;

namespace {

struct Files {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("switchboard-test-" + random_hex(8));
  std::filesystem::path cert = folder / "cert.pem";
  std::filesystem::path key = folder / "key.pem";
  tests::KeyPair pair = tests::make_key();

  Files() {
    std::filesystem::create_directories(folder);
    tests::write_key(key, pair);
    tests::write_certificate(cert, pair);
  }
  ~Files() { std::filesystem::remove_all(folder); }
};

std::string error_of(std::filesystem::path const& cert, std::filesystem::path const& key) {
  auto loaded = TlsCredentials::load(cert, key);
  return loaded ? "" : loaded.error().message;
}

bool says(std::string const& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

using Ssl = std::unique_ptr<SSL, void (*)(SSL*)>;

// Both ends in memory, back to back.
struct Handshake {
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> client_context{SSL_CTX_new(TLS_client_method()),
                                                              SSL_CTX_free};
  Ssl server;
  Ssl client;

  explicit Handshake(TlsCredentials const& tls)
      : server(SSL_new(tls.get().get()), SSL_free),
        client(SSL_new(client_context.get()), SSL_free) {
    BIO* near = nullptr;
    BIO* far = nullptr;
    REQUIRE(BIO_new_bio_pair(&near, 0, &far, 0) == 1);
    SSL_set_bio(server.get(), near, near);
    SSL_set_bio(client.get(), far, far);
    SSL_set_accept_state(server.get());
    SSL_set_connect_state(client.get());
  }

  bool run() {
    for (int round = 0; round < 10; ++round) {
      SSL_do_handshake(client.get());
      SSL_do_handshake(server.get());
    }
    return SSL_is_init_finished(client.get()) == 1 && SSL_is_init_finished(server.get()) == 1;
  }
};

std::string_view chosen_protocol(SSL* ssl) {
  unsigned char const* name = nullptr;
  unsigned length = 0;
  SSL_get0_alpn_selected(ssl, &name, &length);
  return {reinterpret_cast<char const*>(name), length};
}

void offer(Handshake& handshake, std::string_view protocols) {
  SSL_set_alpn_protos(handshake.client.get(),
                      reinterpret_cast<unsigned char const*>(protocols.data()),
                      static_cast<unsigned>(protocols.size()));
}

long serial_seen(Handshake& handshake) {
  auto* certificate = SSL_get0_peer_certificate(handshake.client.get());
  return ASN1_INTEGER_get(X509_get0_serialNumber(certificate));
}

}  // namespace

TEST_CASE("a certificate and its key make a handshake, with TLS 1.3 unless the client cannot") {
  Files files;
  auto tls = TlsCredentials::load(files.cert, files.key);
  REQUIRE(tls);
  Handshake modern(**tls);
  CHECK(modern.run());
  CHECK(SSL_version(modern.client.get()) == TLS1_3_VERSION);
  Handshake older(**tls);
  SSL_set_max_proto_version(older.client.get(), TLS1_2_VERSION);
  CHECK(older.run());
  CHECK(SSL_version(older.client.get()) == TLS1_2_VERSION);
}

TEST_CASE("TLS 1.1 and suites without forward secrecy are refused") {
  Files files;
  auto tls = TlsCredentials::load(files.cert, files.key);
  Handshake old(**tls);
  SSL_set_security_level(old.client.get(), 0);
  SSL_set_min_proto_version(old.client.get(), TLS1_VERSION);
  SSL_set_max_proto_version(old.client.get(), TLS1_1_VERSION);
  CHECK_FALSE(old.run());
  Handshake weak(**tls);
  SSL_set_max_proto_version(weak.client.get(), TLS1_2_VERSION);
  SSL_set_cipher_list(weak.client.get(), "AES128-SHA:AES256-SHA256:ECDHE-ECDSA-AES128-SHA");
  CHECK_FALSE(weak.run());
}

TEST_CASE("ALPN chooses http/1.1 and refuses a client that only speaks something else") {
  Files files;
  auto tls = TlsCredentials::load(files.cert, files.key);
  Handshake both(**tls);
  offer(both, "\x02h2\x08http/1.1");
  CHECK(both.run());
  CHECK(chosen_protocol(both.client.get()) == "http/1.1");
  Handshake other(**tls);
  offer(other, "\x02h2");
  CHECK_FALSE(other.run());
  Handshake silent(**tls);
  CHECK(silent.run());
  CHECK(chosen_protocol(silent.client.get()).empty());
}

TEST_CASE("a client that asks to renegotiate gets nowhere") {
  Files files;
  auto tls = TlsCredentials::load(files.cert, files.key);
  Handshake handshake(**tls);
  SSL_set_max_proto_version(handshake.client.get(), TLS1_2_VERSION);
  REQUIRE(handshake.run());
  SSL_renegotiate(handshake.client.get());
  handshake.run();
  char byte = 0;
  SSL_read(handshake.server.get(), &byte, 1);
  SSL_read(handshake.client.get(), &byte, 1);
  CHECK(SSL_num_renegotiations(handshake.server.get()) == 0);
}

TEST_CASE("what is wrong with the files is said in words") {
  Files files;
  auto none = files.folder / "none.pem";
  CHECK(says(error_of(none, files.key), "certificate " + none.string() + ": No such file"));
  CHECK(says(error_of(files.cert, none), "key " + none.string() + ": No such file"));
  CHECK(says(error_of(files.folder, files.key), "is a directory"));
  CHECK(says(error_of(files.cert, ""), "no path is set"));
  CHECK(says(error_of(files.key, files.key), "certificate " + files.key.string() + ": holds no"));
  CHECK(says(error_of(files.cert, files.cert), "key " + files.cert.string() + ": holds no"));
  std::ofstream(none) << "nonsense";
  CHECK(says(error_of(none, files.key), "holds no usable PEM"));
  tests::write_key(none, tests::make_key());
  CHECK(says(error_of(files.cert, none), "does not belong to certificate"));
  tests::write_key(none, files.pair, "passphrase");
  CHECK(says(error_of(files.cert, none), "holds no usable PEM key"));
}

TEST_CASE("reloading takes the new certificate, and keeps the old one when the new one is bad") {
  Files files;
  auto tls = *TlsCredentials::load(files.cert, files.key);
  tests::write_certificate(files.cert, files.pair, 2);
  Handshake before(*tls);
  REQUIRE(tls->reload());
  Handshake after(*tls);
  REQUIRE(before.run());
  REQUIRE(after.run());
  CHECK(serial_seen(before) == 1);
  CHECK(serial_seen(after) == 2);
  tests::write_key(files.key, tests::make_key());
  auto failed = tls->reload();
  REQUIRE_FALSE(failed);
  CHECK(says(failed.error().message, "does not belong"));
  Handshake still(*tls);
  REQUIRE(still.run());
  CHECK(serial_seen(still) == 2);
}

TEST_CASE("a certificate says how long it is good for") {
  Files files;
  auto tls = *TlsCredentials::load(files.cert, files.key);
  auto [from, until] = tls->validity();
  CHECK(until - from == std::chrono::seconds(86'400 + 3600));
  CHECK(from < SystemClock().timestamp());
}
