#include "signatures/digest.h"

#include <gmock/gmock.h>

#include <thread>

namespace fairplay::signatures {
namespace {

std::span<const std::byte> bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

// "abc": FIPS 180-2 appendices B.1, D.1 and C.1; RFC 1321 section A.5.
constexpr std::string_view abc_md5 = "900150983cd24fb0d6963f7d28e17f72";
constexpr std::string_view abc_sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr std::string_view abc_sha384 =
    "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7";
constexpr std::string_view abc_sha512 =
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a"
    "9ac94fa54ca49f";

TEST(Hasher, KnowsTheStandardsExamples) {
  Hasher hasher({Algorithm::md5, Algorithm::sha256, Algorithm::sha384, Algorithm::sha512});
  hasher.update(bytes("a"));
  hasher.update({});
  hasher.update(bytes("bc"));
  const Digests digests = hasher.finish();
  ASSERT_EQ(digests.size(), 4U);
  EXPECT_EQ(find(digests, Algorithm::md5)->hex(), abc_md5);
  EXPECT_EQ(find(digests, Algorithm::sha256)->hex(), abc_sha256);
  EXPECT_EQ(find(digests, Algorithm::sha384)->hex(), abc_sha384);
  EXPECT_EQ(find(digests, Algorithm::sha512)->hex(), abc_sha512);
  EXPECT_EQ(sha256_hex(bytes("abc")), abc_sha256);
}

TEST(Hasher, GivesOnlyWhatWasAsked) {
  Hasher hasher({Algorithm::sha256});
  const Digests digests = hasher.finish();
  ASSERT_EQ(digests.size(), 1U);
  EXPECT_EQ(digests[0].hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(find(digests, Algorithm::md5), nullptr);
  EXPECT_TRUE(Hasher(Algorithms{}).finish().empty());
}

TEST(Hasher, ReusedContextsForgetWhatTheyHadSeen) {
  for (int i = 0; i < 3; ++i) {
    Hasher abandoned({Algorithm::sha256});
    abandoned.update(bytes("left over"));
  }
  EXPECT_EQ(sha256_hex(bytes("abc")), abc_sha256);
}

TEST(Hasher, MayEndOnAnotherThread) {
  Hasher hasher({Algorithm::sha256});
  hasher.update(bytes("abc"));
  std::string hex;
  std::thread([moved = std::move(hasher), &hex]() mutable { hex = moved.finish().front().hex(); }).join();
  EXPECT_EQ(hex, abc_sha256);
}

TEST(Algorithms, HaveTheNamesThatRecordsUse) {
  for (Algorithm algorithm : {Algorithm::md5, Algorithm::sha256, Algorithm::sha384, Algorithm::sha512})
    EXPECT_EQ(algorithm_named(name(algorithm)), algorithm);
  EXPECT_EQ(algorithm_named("SHA256"), std::nullopt);
  EXPECT_EQ(algorithm_named("sha1"), std::nullopt);
  EXPECT_EQ(algorithm_named(""), std::nullopt);
}

TEST(DigestFromHex, TakesBothCasesAndNothingElse) {
  const auto lower = digest_from_hex(Algorithm::md5, abc_md5);
  ASSERT_TRUE(lower);
  EXPECT_EQ(lower->hex(), abc_md5);
  EXPECT_EQ(digest_from_hex(Algorithm::md5, "900150983CD24FB0D6963F7D28E17F72"), lower);
  EXPECT_FALSE(digest_from_hex(Algorithm::md5, "900150983cd24fb0d6963f7d28e17f7"));
  EXPECT_FALSE(digest_from_hex(Algorithm::md5, "900150983cd24fb0d6963f7d28e17f7g"));
  EXPECT_FALSE(digest_from_hex(Algorithm::sha256, abc_md5));
  EXPECT_FALSE(digest_from_hex(Algorithm::md5, ""));
}

TEST(DigestFromBase64, ReadsRecordsForm) {
  const auto digest = digest_from_urlsafe_base64(Algorithm::sha256, "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
  ASSERT_TRUE(digest);
  EXPECT_EQ(digest->hex(), abc_sha256);
  EXPECT_EQ(digest_from_urlsafe_base64(Algorithm::sha256, "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0="), digest);
  EXPECT_EQ(
      digest_from_urlsafe_base64(
          Algorithm::sha512, "3a81oZNherrMQXNJriBBMRLm-k6JqX6iCp7u5ktV05ohkpkqJ0_BqDa6PCOj_uu9RU1EI2Q86A4qmslPpUyknw==")
          ->hex(),
      abc_sha512);
}

TEST(DigestFromBase64, RefusesWhatDoesntFit) {
  EXPECT_FALSE(digest_from_urlsafe_base64(Algorithm::sha256,
                                          "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0"));  // the other alphabet
  EXPECT_FALSE(digest_from_urlsafe_base64(Algorithm::sha256, "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa"));
  EXPECT_FALSE(digest_from_urlsafe_base64(Algorithm::sha256, "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0==="));
  EXPECT_FALSE(digest_from_urlsafe_base64(Algorithm::sha256, ""));
  EXPECT_FALSE(digest_from_urlsafe_base64(Algorithm::sha384, "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"));
}

}  // namespace
}  // namespace fairplay::signatures
