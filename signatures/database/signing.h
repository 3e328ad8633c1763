#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "signatures/damage.h"

/// Ed25519 (RFC 8032) by OpenSSL. Keys and signatures are written as lower-case hex, which has one spelling only.
namespace fairplay::signatures::database {

struct PublicKey {
  std::array<std::uint8_t, 32> bytes{};
  bool operator==(const PublicKey&) const = default;
  std::string hex() const;
};
std::optional<PublicKey> public_key_from_hex(std::string_view hex);

/// A private key in memory; wiped when it goes.
class PrivateKey {
 public:
  static Expected<PrivateKey> generate();
  /// PKCS#8 PEM (RFC 8410), unencrypted, as `openssl genpkey -algorithm ed25519` writes it. `file` names it in
  /// messages.
  static Expected<PrivateKey> from_pem(std::string_view pem, const std::string& file);
  std::string pem() const;
  PublicKey public_key() const;
  std::string sign(std::string_view message) const;  ///< 128 hex digits

  ~PrivateKey();
  PrivateKey(PrivateKey&&) noexcept;
  PrivateKey& operator=(PrivateKey&&) noexcept;

 private:
  PrivateKey();
  struct State;
  std::unique_ptr<State> state_;
};

bool verifies(const PublicKey& key, std::string_view message, std::string_view signature_hex);

}  // namespace fairplay::signatures::database
