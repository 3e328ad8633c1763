#include "signatures/database/signing.h"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <span>
#include <utility>

#include "signatures/database/record_text.h"
#include "signatures/hexadecimal.h"

namespace fairplay::signatures::database {
namespace {

constexpr std::size_t signature_size = 64;  // bytes; RFC 8032 section 5.1.6
constexpr std::size_t largest_pem = 64U << 10U;

template <auto free>
struct Free {
  template <class T>
  void operator()(T* pointer) const {
    free(pointer);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using Bio = std::unique_ptr<BIO, Free<BIO_free>>;

// The user's openssl.cnf could load foreign providers into an audit that must not be influenced by its subject.
void initialise() { OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr); }

template <std::size_t size>
std::optional<std::array<std::uint8_t, size>> bytes_of(std::string_view hex) {
  if (!is_hex(hex, size * 2)) return std::nullopt;
  const auto value = [](char c) { return static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10); };
  std::array<std::uint8_t, size> bytes{};
  for (std::size_t i = 0; i < size; ++i)
    bytes[i] = static_cast<std::uint8_t>(value(hex[2 * i]) << 4U | value(hex[2 * i + 1]));
  return bytes;
}

const std::uint8_t* bytes_at(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }

}  // namespace

std::string PublicKey::hex() const { return hex_of(std::as_bytes(std::span(bytes))); }

std::optional<PublicKey> public_key_from_hex(std::string_view hex) {
  const auto bytes = bytes_of<32>(hex);
  if (!bytes) return std::nullopt;
  return PublicKey{*bytes};
}

struct PrivateKey::State {
  Key key;  // OpenSSL wipes the secret when it is freed
};

PrivateKey::PrivateKey() : state_(std::make_unique<State>()) {}
PrivateKey::~PrivateKey() = default;
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;

Expected<PrivateKey> PrivateKey::generate() {
  initialise();
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "ED25519", nullptr));
  EVP_PKEY* made = nullptr;
  const bool done = context && EVP_PKEY_keygen_init(context.get()) == 1 && EVP_PKEY_generate(context.get(), &made) == 1;
  ERR_clear_error();
  if (!done) return std::unexpected(Damage{"", "", "this machine's OpenSSL can't make Ed25519 keys", true});
  PrivateKey key;
  key.state_->key.reset(made);
  return key;
}

Expected<PrivateKey> PrivateKey::from_pem(std::string_view pem, const std::string& file) {
  const auto refuse = [&](std::string reason) { return std::unexpected(Damage{file, "", std::move(reason), true}); };
  if (pem.size() > largest_pem) return refuse(fmt::format("has {} bytes: too many for a private key", pem.size()));
  initialise();
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (!bio) return refuse("cannot be read: out of memory");
  // Without a callback of ours OpenSSL would ask on the terminal for an encrypted key's password.
  bool asked = false;
  const auto no_password = [](char*, int, int, void* was_asked) {
    *static_cast<bool*>(was_asked) = true;
    return -1;
  };
  Key read(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, &asked));
  ERR_clear_error();
  if (asked) return refuse("is encrypted; fairplay reads unencrypted keys only (PKCS#8 PEM that only you may read)");
  if (!read) return refuse("holds no private key in PEM (\"-----BEGIN PRIVATE KEY-----\")");
  if (EVP_PKEY_is_a(read.get(), "ED25519") != 1) return refuse("holds a private key of another kind than Ed25519");
  PrivateKey key;
  key.state_->key = std::move(read);
  return key;
}

std::string PrivateKey::pem() const {
  const Bio bio(BIO_new(BIO_s_secmem()));
  std::string text;
  if (bio && state_ &&
      PEM_write_bio_PKCS8PrivateKey(bio.get(), state_->key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    if (size > 0) text.assign(data, static_cast<std::size_t>(size));
  }
  ERR_clear_error();
  return text;
}

PublicKey PrivateKey::public_key() const {
  PublicKey key;
  std::size_t size = key.bytes.size();
  if (!state_ || EVP_PKEY_get_raw_public_key(state_->key.get(), key.bytes.data(), &size) != 1 ||
      size != key.bytes.size())
    key.bytes.fill(0);
  ERR_clear_error();
  return key;
}

std::string PrivateKey::sign(std::string_view message) const {
  const DigestContext context(EVP_MD_CTX_new());
  std::array<std::uint8_t, signature_size> signature{};
  std::size_t size = signature.size();
  const bool done =
      state_ && context &&
      EVP_DigestSignInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, state_->key.get(), nullptr) == 1 &&
      EVP_DigestSign(context.get(), signature.data(), &size, bytes_at(message), message.size()) == 1 &&
      size == signature.size();
  ERR_clear_error();
  return done ? hex_of(std::as_bytes(std::span(signature))) : std::string();
}

bool verifies(const PublicKey& key, std::string_view message, std::string_view signature_hex) {
  const auto signature = bytes_of<signature_size>(signature_hex);
  if (!signature) return false;
  initialise();
  const Key read(EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr, key.bytes.data(), key.bytes.size()));
  const DigestContext context(EVP_MD_CTX_new());
  const bool fits =
      read && context &&
      EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, read.get(), nullptr) == 1 &&
      EVP_DigestVerify(context.get(), signature->data(), signature->size(), bytes_at(message), message.size()) == 1;
  ERR_clear_error();
  return fits;
}

}  // namespace fairplay::signatures::database
