#include "signatures/database/signing.h"

#include "tests/support/made_up_database.h"

namespace fairplay::signatures::database {
namespace {

// RFC 8032 section 7.1, tests 1 and 2; the PEM is RFC 8410's (section 7) of their secret keys.
struct Vector {
  const char* pem;
  const char* public_key;
  const char* message;
  const char* signature;
};
const std::vector<Vector> vectors = {
    {"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE "
     "KEY-----\n",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe246"
     "55141438e7a100b"},
    {"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n-----END PRIVATE "
     "KEY-----\n",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "\x72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb"
     "00d291612bb0c00"}};

TEST(Signing, FollowsTheSpecificationsVectors) {
  for (const Vector& vector : vectors) {
    const auto key = PrivateKey::from_pem(vector.pem, "key.pem");
    ASSERT_TRUE(key) << key.error().reason;
    EXPECT_EQ(key->public_key().hex(), vector.public_key);
    EXPECT_EQ(key->sign(vector.message), vector.signature);
    EXPECT_EQ(key->pem(), vector.pem);
    EXPECT_TRUE(verifies(*public_key_from_hex(vector.public_key), vector.message, vector.signature));
  }
}

TEST(Signing, VerifiesOnlyTheVeryBytes) {
  const PrivateKey key = tests::made_up_key();
  const PublicKey other = tests::made_up_key().public_key();
  const std::string message = "fairplay-index 1\n";
  const std::string signature = key.sign(message);
  EXPECT_TRUE(verifies(key.public_key(), message, signature));
  EXPECT_FALSE(verifies(other, message, signature));
  EXPECT_FALSE(verifies(key.public_key(), message + "\n", signature));
  EXPECT_FALSE(verifies(PublicKey{}, message, signature));
  EXPECT_FALSE(verifies(key.public_key(), message, std::string(128, '0')));
  EXPECT_FALSE(verifies(key.public_key(), message, signature.substr(2)));
  EXPECT_FALSE(verifies(key.public_key(), message, ""));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    std::string changed = signature;
    changed[i] = changed[i] == '0' ? '1' : '0';
    EXPECT_FALSE(verifies(key.public_key(), message, changed));
  }
  // A signature with S >= L would be a second one of the same message (RFC 8032 section 5.1.7).
  std::string upper = signature;
  upper[126] = 'f';
  EXPECT_FALSE(verifies(key.public_key(), message, upper));
}

TEST(Signing, KeysGoThroughTheirText) {
  const PrivateKey key = tests::made_up_key();
  const auto again = PrivateKey::from_pem(key.pem(), "key.pem");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->public_key(), key.public_key());
  EXPECT_EQ(public_key_from_hex(key.public_key().hex()), key.public_key());
  EXPECT_EQ(public_key_from_hex(std::string(64, 'A')), std::nullopt);
  EXPECT_EQ(public_key_from_hex(std::string(62, 'a')), std::nullopt);
}

TEST(Signing, SaysWhatIsWrongWithAKey) {
  const auto reason = [](std::string_view pem) {
    const auto key = PrivateKey::from_pem(pem, "key.pem");
    EXPECT_FALSE(key);
    EXPECT_EQ(key ? "" : key.error().file, "key.pem");
    return key ? "" : key.error().reason;
  };
  EXPECT_EQ(reason(""), "holds no private key in PEM (\"-----BEGIN PRIVATE KEY-----\")");
  EXPECT_EQ(reason("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\n-----END PRIVATE KEY-----\n"),
            "holds no private key in PEM (\"-----BEGIN PRIVATE KEY-----\")");
  EXPECT_EQ(reason("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END "
                   "PUBLIC KEY-----\n"),
            "holds no private key in PEM (\"-----BEGIN PRIVATE KEY-----\")");
  EXPECT_EQ(reason(std::string(70000, 'x')), "has 70000 bytes: too many for a private key");
  // openssl genpkey -algorithm x25519
  EXPECT_EQ(
      reason("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIHgqKsE0Fg1TwIKF/12YnXqLHFbuWXi13DP7Xr3mWH5Y\n-----END "
             "PRIVATE KEY-----\n"),
      "holds a private key of another kind than Ed25519");
  // openssl pkcs8 -topk8 -passout pass:x: nobody is asked for the password.
  EXPECT_EQ(reason("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                   "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAic9WYTf+"
                   "tvHgICCAAw\nDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEECD78+2pUNGp8rLHCDnGflwEQGeE\n"
                   "JkefB/voKf+nMzLBRxhj7oQJiL9hCX+AcMKrw1pI8+lojM6/qvuMc2yWljbuvDXe\nyB580JkIMDMKcNXceQY=\n-----END "
                   "ENCRYPTED PRIVATE KEY-----\n"),
            "is encrypted; fairplay reads unencrypted keys only (PKCS#8 PEM that only you may read)");
}

}  // namespace
}  // namespace fairplay::signatures::database
