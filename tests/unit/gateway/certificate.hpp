#pragma once
// Certificates for tests, signed by themselves, made in a moment.

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>

namespace switchboard::tests {

inline void keep(bool good) {
  if (!good) throw std::runtime_error("OpenSSL failed");
}

using KeyPair = std::shared_ptr<EVP_PKEY>;

inline KeyPair make_key() { return {EVP_EC_gen("P-256"), EVP_PKEY_free}; }

inline void write_key(std::filesystem::path const& path, KeyPair const& key,
                      char const* passphrase = nullptr) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "w"), std::fclose);
  keep(file != nullptr);
  keep(PEM_write_PrivateKey(file.get(), key.get(), passphrase ? EVP_aes_128_cbc() : nullptr,
                            nullptr, 0, nullptr, const_cast<char*>(passphrase)) == 1);
}

inline void write_certificate(std::filesystem::path const& path, KeyPair const& key,
                              long serial = 1) {
  std::unique_ptr<X509, void (*)(X509*)> certificate(X509_new(), X509_free);
  auto* name = X509_get_subject_name(certificate.get());
  auto const* host = reinterpret_cast<unsigned char const*>("localhost");
  keep(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0) == 1);
  keep(X509_set_version(certificate.get(), 2) == 1);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86'400);
  keep(X509_set_issuer_name(certificate.get(), name) == 1);
  keep(X509_set_pubkey(certificate.get(), key.get()) == 1);
  keep(X509_sign(certificate.get(), key.get(), EVP_sha256()) != 0);
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "w"), std::fclose);
  keep(file != nullptr && PEM_write_X509(file.get(), certificate.get()) == 1);
}

}  // namespace switchboard::tests
