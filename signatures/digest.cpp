#include "signatures/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <utility>

#include "signatures/enum_names.h"
#include "signatures/hexadecimal.h"

namespace fairplay::signatures {
namespace {

constexpr auto algorithm_names = enum_names<Algorithm>({{Algorithm::md5, "md5"},
                                                        {Algorithm::sha256, "sha256"},
                                                        {Algorithm::sha384, "sha384"},
                                                        {Algorithm::sha512, "sha512"}});
constexpr std::size_t algorithm_count = algorithm_names.all().size();
constexpr std::array<Algorithm, algorithm_count> all_algorithms{Algorithm::md5, Algorithm::sha256, Algorithm::sha384,
                                                                Algorithm::sha512};
constexpr std::array<std::size_t, algorithm_count> digest_sizes{16, 32, 48, 64};

constexpr std::size_t index_of(Algorithm algorithm) { return static_cast<std::size_t>(algorithm); }

// EVP_MD_fetch walks provider tables under locks: done once a process, not once a file. A
// provider may lack MD5 (FIPS); then that digest is simply absent from the results.
const EVP_MD* implementation(Algorithm algorithm) {
  static const std::array<const EVP_MD*, algorithm_count> fetched = [] {
    // The user's openssl.cnf could load foreign providers into an audit that must not be influenced by its subject.
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
    return std::array<const EVP_MD*, algorithm_count>{
        EVP_MD_fetch(nullptr, "MD5", nullptr), EVP_MD_fetch(nullptr, "SHA2-256", nullptr),
        EVP_MD_fetch(nullptr, "SHA2-384", nullptr), EVP_MD_fetch(nullptr, "SHA2-512", nullptr)};
  }();
  return fetched[index_of(algorithm)];
}

// A context that has served an algorithm once is re-initialised without allocating, so each thread keeps
// its own by algorithm: an installation is a thousand small files.
class ContextPool {
 public:
  ContextPool() = default;
  ContextPool(const ContextPool&) = delete;
  ContextPool& operator=(const ContextPool&) = delete;
  ~ContextPool() {
    for (auto& contexts : free_) {
      for (EVP_MD_CTX* context : contexts) EVP_MD_CTX_free(context);
    }
  }

  /// nullptr where OpenSSL can't provide the algorithm.
  EVP_MD_CTX* take(Algorithm algorithm) {
    const EVP_MD* md = implementation(algorithm);
    if (md == nullptr) return nullptr;
    auto& contexts = free_[index_of(algorithm)];
    EVP_MD_CTX* context = nullptr;
    if (contexts.empty()) {
      context = EVP_MD_CTX_new();
    } else {
      context = contexts.back();
      contexts.pop_back();
    }
    if (context != nullptr && EVP_DigestInit_ex2(context, md, nullptr) != 1) {
      EVP_MD_CTX_free(context);
      context = nullptr;
    }
    return context;
  }

  void give_back(Algorithm algorithm, EVP_MD_CTX* context) { free_[index_of(algorithm)].push_back(context); }

 private:
  std::array<std::vector<EVP_MD_CTX*>, algorithm_count> free_;
};

ContextPool& pool() {
  thread_local ContextPool contexts;
  return contexts;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// RFC 4648 section 5, the URL- and filename-safe alphabet.
int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '-') return 62;
  if (c == '_') return 63;
  return -1;
}

}  // namespace

std::string_view name(Algorithm algorithm) { return algorithm_names.name(algorithm); }

std::optional<Algorithm> algorithm_named(std::string_view text) { return algorithm_names.named(text); }

std::string Digest::hex() const { return hex_of(std::as_bytes(std::span(bytes))); }

const Digest* find(const Digests& digests, Algorithm algorithm) {
  for (const Digest& digest : digests) {
    if (digest.algorithm == algorithm) return &digest;
  }
  return nullptr;
}

std::optional<Digest> digest_from_hex(Algorithm algorithm, std::string_view hex) {
  const std::size_t size = digest_sizes[index_of(algorithm)];
  if (hex.size() != size * 2) return std::nullopt;
  Digest digest{algorithm, {}};
  digest.bytes.reserve(size);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = hex_value(hex[i]);
    const int low = hex_value(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    digest.bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return digest;
}

std::optional<Digest> digest_from_urlsafe_base64(Algorithm algorithm, std::string_view text) {
  const std::size_t size = digest_sizes[index_of(algorithm)];
  const std::size_t characters = (size * 4 + 2) / 3;
  for (int padding = 0; padding < 2 && text.size() > characters && text.ends_with('='); ++padding)
    text.remove_suffix(1);
  if (text.size() != characters) return std::nullopt;
  Digest digest{algorithm, {}};
  digest.bytes.reserve(size);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (char c : text) {
    const int value = base64_value(c);
    if (value < 0) return std::nullopt;
    bits = (bits << 6U | static_cast<std::uint32_t>(value)) & 0xFFFFU;
    held += 6;
    if (held >= 8) {
      held -= 8;
      digest.bytes.push_back(static_cast<std::uint8_t>(bits >> held));
    }
  }
  return digest;
}

struct Hasher::State {
  std::array<EVP_MD_CTX*, algorithm_count> contexts{};

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    for (Algorithm algorithm : all_algorithms) {
      if (EVP_MD_CTX* context = contexts[index_of(algorithm)]) pool().give_back(algorithm, context);
    }
  }
};

Hasher::Hasher(Algorithms algorithms) : state_(std::make_unique<State>()) {
  for (Algorithm algorithm : all_algorithms) {
    if (algorithms.contains(algorithm)) state_->contexts[index_of(algorithm)] = pool().take(algorithm);
  }
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::span<const std::byte> bytes) {
  if (bytes.empty() || !state_) return;
  for (EVP_MD_CTX* context : state_->contexts) {
    if (context != nullptr) EVP_DigestUpdate(context, bytes.data(), bytes.size());
  }
}

Digests Hasher::finish() {
  Digests digests;
  if (!state_) return digests;
  for (Algorithm algorithm : all_algorithms) {
    EVP_MD_CTX* context = std::exchange(state_->contexts[index_of(algorithm)], nullptr);
    if (context == nullptr) continue;
    Digest digest{algorithm, std::vector<std::uint8_t>(digest_sizes[index_of(algorithm)])};
    unsigned size = 0;
    if (EVP_DigestFinal_ex(context, digest.bytes.data(), &size) == 1 && size == digest.bytes.size())
      digests.push_back(std::move(digest));
    pool().give_back(algorithm, context);
  }
  return digests;
}

std::string sha256_hex(std::span<const std::byte> bytes) {
  Hasher hasher({Algorithm::sha256});
  hasher.update(bytes);
  const Digests digests = hasher.finish();
  return digests.empty() ? std::string() : digests.front().hex();
}

}  // namespace fairplay::signatures
