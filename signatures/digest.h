#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fairplay::signatures {

/// The digests that installers' records use: dpkg MD5; wheel RECORDs SHA-2 (PEP 376 and the
/// "Recording installed projects" specification allow any of hashlib's; pip writes SHA-256).
enum class Algorithm : std::uint8_t { md5, sha256, sha384, sha512 };

std::string_view name(Algorithm algorithm);                       ///< "sha256"
std::optional<Algorithm> algorithm_named(std::string_view name);  ///< inverse of name()

/// A set of algorithms to run over one stream.
class Algorithms {
 public:
  constexpr Algorithms() = default;
  constexpr Algorithms(std::initializer_list<Algorithm> list) {
    for (Algorithm a : list) insert(a);
  }
  constexpr void insert(Algorithm a) { bits_ |= bit(a); }
  constexpr bool contains(Algorithm a) const { return (bits_ & bit(a)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }

 private:
  static constexpr std::uint8_t bit(Algorithm a) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(a)); }
  std::uint8_t bits_ = 0;
};

/// One digest's raw bytes (16 for MD5, 32, 48 or 64 for SHA-2).
struct Digest {
  Algorithm algorithm = Algorithm::sha256;
  std::vector<std::uint8_t> bytes;

  bool operator==(const Digest&) const = default;
  std::string hex() const;  ///< lower case, as dpkg and conda write it
};

using Digests = std::vector<Digest>;

/// The digest of `algorithm` in `digests`, or nullptr.
const Digest* find(const Digests& digests, Algorithm algorithm);

/// Parses lower- or upper-case hex; nullopt where length or characters don't fit.
std::optional<Digest> digest_from_hex(Algorithm algorithm, std::string_view hex);
/// Parses RECORD's URL-safe base64 without padding (padding tolerated).
std::optional<Digest> digest_from_urlsafe_base64(Algorithm algorithm, std::string_view text);

/// Hashes one stream with several algorithms at once (OpenSSL's, which use the CPU's SHA instructions).
class Hasher {
 public:
  explicit Hasher(Algorithms algorithms);
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  void update(std::span<const std::byte> bytes);
  Digests finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// SHA-256 of bytes already in memory, as lower-case hex.
std::string sha256_hex(std::span<const std::byte> bytes);

}  // namespace fairplay::signatures
