#include "signatures/database/database.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "tests/support/made_up_database.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::signatures::database {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::made_up_artifact;
using tests::sha256_of;
using tests::TemporaryFolder;

DraftArtifact wheel(const std::string& release, const std::string& tag = "cp311", const std::string& content = "") {
  auto artifact = made_up_artifact("numpy", release, fmt::format("numpy-{}-{}.whl", release, tag),
                                   {{"numpy/__init__.py", "of " + release + content}, {"numpy/core.so", "core" + tag}});
  artifact.binaries[sha256_of("core" + tag)] = tests::made_up_binary("core" + tag);
  return artifact;
}

DraftArtifact openblas() {
  auto artifact = made_up_artifact("scipy-openblas64", "0.3.30", "scipy_openblas64-0.3.30-py3.whl",
                                   {{"lib/libopenblas.so", "openblas"}});
  auto& facts = artifact.binaries[sha256_of("openblas")] = tests::made_up_binary("openblas");
  facts.blas.emplace().vendor = signatures::blas::Vendor::openblas;
  return artifact;
}

const Damage& only_refusal(const Database& database) {
  static const Damage none;
  EXPECT_THAT(database.refused(), SizeIs(1));
  return database.refused().empty() ? none : database.refused()[0];
}

TEST(Database, YieldsWhatItWasAskedForAndReadsNoMore) {
  const TemporaryFolder folder;
  const Sources sources =
      tests::write_pinned_database(folder / "own", {wheel("2.3.5"), wheel("2.10.0"), wheel("2.3.10"), openblas()});
  // The others' files may be gone: nobody asks for them.
  std::filesystem::remove(folder / "own/numpy-2.3.10.manifest");
  Database database(sources);
  EXPECT_THAT(database.refused(), IsEmpty());
  EXPECT_EQ(database.releases(), 4U);
  EXPECT_THAT(database.releases_of("numpy"), ElementsAre("2.3.5", "2.3.10", "2.10.0"));
  EXPECT_THAT(database.releases_of("scipy"), IsEmpty());
  EXPECT_TRUE(database.knows("numpy", "2.3.10"));
  EXPECT_FALSE(database.knows("numpy", "2.3.11"));

  ASSERT_THAT(database.databases(), SizeIs(1));
  const DatabaseInfo& info = *database.databases()[0];
  EXPECT_EQ(info.name, "made up");
  EXPECT_EQ(info.index_version, 5U);
  EXPECT_EQ(info.created, "2026-11-01");
  EXPECT_EQ(info.signed_by, "the program's own digest");
  EXPECT_EQ(info.folder, folder / "own");
  EXPECT_TRUE(info.built_in);

  const auto known = database.manifests("numpy", "2.3.5");
  ASSERT_THAT(known, SizeIs(1));
  EXPECT_EQ(known[0].database, &info);
  EXPECT_EQ(known[0].manifest->artifacts()[0].name, "numpy-2.3.5-cp311.whl");
  EXPECT_EQ(database.manifests("numpy", "2.3.5")[0].manifest, known[0].manifest) << "read once";
  EXPECT_THAT(database.manifests("numpy", "9"), IsEmpty());
  EXPECT_THAT(database.refused(), IsEmpty());

  EXPECT_THAT(database.manifests("numpy", "2.3.10"), IsEmpty());
  EXPECT_EQ(only_refusal(database).file, folder / "own/numpy-2.3.10.manifest");
  EXPECT_EQ(only_refusal(database).reason, "cannot be opened: No such file or directory");
  EXPECT_THAT(database.manifests("numpy", "2.3.10"), IsEmpty());
  EXPECT_THAT(database.refused(), SizeIs(1)) << "reported once";
}

TEST(Database, FindsLibrariesByHashAndBuildId) {
  const TemporaryFolder folder;
  Database database(tests::write_pinned_database(folder.path(), {wheel("2.3.5"), openblas()}));
  const auto by_hash = database.with_library(sha256_of("openblas"));
  ASSERT_THAT(by_hash, SizeIs(1));
  EXPECT_EQ(by_hash[0].manifest->project(), "scipy-openblas64");
  EXPECT_THAT(database.with_library_build_id(tests::made_up_binary("openblas").build_id), SizeIs(1));
  EXPECT_THAT(database.with_library(sha256_of("corecp311")), IsEmpty()) << "an extension is no library";
  EXPECT_THAT(database.with_library_build_id(tests::made_up_binary("corecp311").build_id), IsEmpty());
  EXPECT_THAT(database.with_library_build_id(""), IsEmpty());
}

TEST(Database, WithoutSourcesKnowsNothing) {
  Database database;
  EXPECT_THAT(database.databases(), IsEmpty());
  EXPECT_EQ(database.releases(), 0U);
  EXPECT_THAT(database.manifests("numpy", "2.3.5"), IsEmpty());
  EXPECT_THAT(database.with_library(sha256_of("x")), IsEmpty());
  EXPECT_THAT(database.refused(), IsEmpty());
}

TEST(Database, AddsOthersBehindItsOwn) {
  const TemporaryFolder folder;
  const PrivateKey key = tests::made_up_key();
  const Sources own = tests::write_pinned_database(folder / "own", {wheel("2.3.5")});
  tests::MadeUpIndex about;
  about.name = "Ada's";
  const Sources others = tests::write_signed_database(
      folder / "others", {wheel("2.3.5"), wheel("2.3.5", "cp312"), wheel("2.3.6")}, key, {"numpy"}, about);
  Sources sources = tests::joined(own, others);
  sources.folders.push_back(folder / "others/../others");  // the same folder once more
  Database database(sources);
  EXPECT_THAT(database.refused(), IsEmpty());
  ASSERT_THAT(database.databases(), SizeIs(2));
  EXPECT_EQ(database.databases()[1]->name, "Ada's");
  EXPECT_EQ(database.databases()[1]->signed_by, "the made-up key (" + key.public_key().hex().substr(0, 16) + ")");
  EXPECT_FALSE(database.databases()[1]->built_in);
  EXPECT_EQ(database.releases(), 2U);
  const auto known = database.manifests("numpy", "2.3.5");
  ASSERT_THAT(known, SizeIs(2));
  EXPECT_TRUE(known[0].database->built_in);
  EXPECT_THAT(known[1].manifest->artifacts(), SizeIs(2));
  EXPECT_THAT(database.manifests("numpy", "2.3.6"), SizeIs(1));
}

TEST(Database, NeverReplacesWhatAnEarlierOneSays) {
  const TemporaryFolder folder;
  Database database(tests::joined(
      tests::write_pinned_database(folder / "own", {wheel("2.3.5")}),
      tests::write_signed_database(folder / "others",
                                   {wheel("2.3.5", "cp311", " but changed"), wheel("2.3.5", "cp312"), wheel("2.3.6")},
                                   tests::made_up_key())));
  const auto known = database.manifests("numpy", "2.3.5");
  ASSERT_THAT(known, SizeIs(1)) << "nothing of the other's manifest is believed";
  EXPECT_TRUE(known[0].database->built_in);
  const Damage& refusal = only_refusal(database);
  EXPECT_EQ(refusal.file, folder / "others/numpy-2.3.5.manifest");
  EXPECT_EQ(refusal.place, "artifact numpy-2.3.5-cp311.whl");
  EXPECT_EQ(refusal.reason, "is listed with SHA-256 " + wheel("2.3.5", "cp311", " but changed").sha256 +
                                ", but the database made up lists it with " + wheel("2.3.5").sha256 +
                                ": a database may add to another, not replace");
  EXPECT_THAT(database.manifests("numpy", "2.3.6"), SizeIs(1));
}

TEST(Database, PinnedIsRefusedWhereItsIndexIsAnother) {
  const TemporaryFolder folder;
  Sources sources = tests::write_pinned_database(folder.path(), {wheel("2.3.5")});
  const std::string digest = std::exchange(sources.built_in_digest, std::string(64, '0'));
  const Database database(sources);
  EXPECT_THAT(database.databases(), IsEmpty());
  EXPECT_EQ(only_refusal(database).file, folder / "index");
  EXPECT_EQ(only_refusal(database).reason,
            "has SHA-256 " + digest + ", but fairplay was built for " + std::string(64, '0') + ": it was altered");

  sources.built_in_digest.clear();
  const Database undigested(sources);
  EXPECT_EQ(only_refusal(undigested).reason, "this fairplay was built without a digest of its own database");
}

TEST(Database, PinnedNeverExpires) {
  const TemporaryFolder folder;
  Sources sources = tests::write_pinned_database(folder.path(), {wheel("2.3.5")});
  sources.today = "2099-01-01";
  EXPECT_THAT(Database(sources).databases(), SizeIs(1));
}

// Each refusal of a signed index: the folder, and the sources as the test spoils them.
class SignedDatabase : public testing::Test {
 protected:
  Damage refusal() {
    Database database(sources);
    EXPECT_THAT(database.databases(), IsEmpty());
    EXPECT_EQ(database.releases(), 0U);
    EXPECT_THAT(database.manifests("numpy", "2.3.5"), IsEmpty());
    const Damage refusal = only_refusal(database);
    EXPECT_EQ(refusal.file, folder / "index");
    EXPECT_TRUE(refusal.grave);
    const auto verified = verify_folder(folder.path(), sources.keys, "", sources.today);
    EXPECT_THAT(verified, SizeIs(1));
    EXPECT_EQ(verified.empty() ? "" : verified[0].reason, refusal.reason);
    return refusal;
  }
  void rewrite(const std::string& name, const std::string& old_text, const std::string& new_text) {
    std::string text = tests::read_file(folder / name);
    const std::size_t at = text.find(old_text);
    ASSERT_NE(at, std::string::npos);
    folder.write(name, text.replace(at, old_text.size(), new_text));
  }

  TemporaryFolder folder;
  PrivateKey key = tests::made_up_key();
  std::string label = "the made-up key (" + key.public_key().hex().substr(0, 16) + ")";
  Sources sources =
      tests::write_signed_database(folder.path(), {wheel("2.3.5"), openblas()}, key, {"numpy", "scipy-openblas64"});
};

TEST_F(SignedDatabase, IsBelievedAsItIs) {
  Database database(sources);
  EXPECT_THAT(database.refused(), IsEmpty());
  EXPECT_THAT(database.manifests("numpy", "2.3.5"), SizeIs(1));
  EXPECT_THAT(verify_folder(folder.path(), sources.keys, "", sources.today), IsEmpty());
}

TEST_F(SignedDatabase, IsRefusedWithoutASignature) {
  const std::string text = tests::read_file(folder / "index");
  folder.write("index", text.substr(0, text.find("signed ")));
  EXPECT_EQ(refusal().reason, "is not signed: nobody vouches for this database");
}

TEST_F(SignedDatabase, IsRefusedWithAnUnknownKey) {
  sources.keys = {};
  const Damage damage = refusal();
  EXPECT_EQ(damage.place, "last line");
  EXPECT_EQ(damage.reason, "is signed by the key " + key.public_key().hex() + ", which is not among the trusted keys");
}

TEST_F(SignedDatabase, IsRefusedWhereTheIndexWasAltered) {
  rewrite("index", "version 5", "version 6");
  EXPECT_EQ(refusal().reason, "the signature of " + label + " does not fit: the index was altered");
}

TEST_F(SignedDatabase, IsRefusedWhereAnotherKeyIsNamed) {
  const PrivateKey other = tests::made_up_key();
  sources.keys.push_back({other.public_key(), "", {"*"}, 0});
  rewrite("index", key.public_key().hex(), other.public_key().hex());
  EXPECT_EQ(refusal().reason,
            "the signature of " + other.public_key().hex().substr(0, 16) + " does not fit: the index was altered");
}

TEST_F(SignedDatabase, IsRefusedWholeForAProjectTheKeyMayNotVouchFor) {
  sources.keys[0].projects = {"scipy-openblas64"};
  const Damage damage = refusal();
  EXPECT_EQ(damage.place, "manifest numpy 2.3.5");
  EXPECT_EQ(damage.reason, label +
                               " may not vouch for numpy, so nothing of this database is believed; the key file names "
                               "the projects a key may vouch for");
}

TEST_F(SignedDatabase, IsRefusedTheDayAfterItExpires) {
  sources.today = "2027-11-01";
  EXPECT_THAT(Database(sources).refused(), IsEmpty());
  sources.today = "2027-11-02";
  const Damage damage = refusal();
  EXPECT_EQ(damage.place, "expires");
  EXPECT_EQ(damage.reason, "expired: it was valid until 2027-11-01, and today is 2027-11-02");
  sources.today = "";
  EXPECT_EQ(refusal().reason, "is valid until 2027-11-01, but today's date is not known");
}

TEST_F(SignedDatabase, IsRefusedWhereItIsOlderThanTheUserAccepts) {
  sources.keys[0].lowest_version = 5;
  EXPECT_THAT(Database(sources).refused(), IsEmpty());
  sources.keys[0].lowest_version = 6;
  const Damage damage = refusal();
  EXPECT_EQ(damage.place, "version");
  EXPECT_EQ(damage.reason,
            "is version 5; from " + label + " only 6 and later are accepted: an old database was put back");
}

TEST_F(SignedDatabase, IsRefusedWhereItsTextIsNone) {
  const std::string text = "nonsense\n";
  folder.write("index", text + "signed " + key.public_key().hex() + " " + key.sign(text) + "\n");
  EXPECT_EQ(refusal().reason, "is not \"fairplay-index 1\": no index, or one of a later fairplay");
}

TEST_F(SignedDatabase, LosesAnAlteredManifest) {
  rewrite("numpy-2.3.5.manifest", "numpy/core.so", "numpy/c0re.so");
  const std::string sha256 = sha256_of(tests::read_file(folder / "numpy-2.3.5.manifest"));
  Database database(sources);
  EXPECT_THAT(database.manifests("numpy", "2.3.5"), IsEmpty());
  EXPECT_EQ(only_refusal(database).file, folder / "numpy-2.3.5.manifest");
  EXPECT_THAT(only_refusal(database).reason,
              testing::AllOf(testing::StartsWith("has SHA-256 " + sha256 + ", the index lists "),
                             testing::EndsWith(": it was altered")));
  EXPECT_THAT(database.manifests("scipy-openblas64", "0.3.30"), SizeIs(1)) << "the rest stands";

  folder.write("numpy-2.3.5.manifest", "");
  Database emptied(sources);
  EXPECT_THAT(emptied.manifests("numpy", "2.3.5"), IsEmpty());
  EXPECT_THAT(only_refusal(emptied).reason, testing::StartsWith("has 0 bytes, the index lists "));
}

// What a signer can get wrong: the index says one thing, the manifest another.
TEST_F(SignedDatabase, LosesAManifestThatIsNotTheListedRelease) {
  const auto listed_as = [&](const std::string& project, const std::string& release, std::uint32_t artifacts) {
    const std::string text = tests::read_file(folder / "numpy-2.3.5.manifest");
    folder.write(manifest_file_name(project, release), text);
    Index index;
    index.name = "x";
    index.created = "2026-11-01";
    index.manifests.push_back({project, release, sha256_of(text), text.size(), artifacts});
    folder.write("index", signed_index_text(index, key));
    sources.keys[0].projects = {"*"};
    Database database(sources);
    EXPECT_THAT(database.manifests(project, release), IsEmpty());
    const auto verified = verify_folder(folder.path(), sources.keys, "", sources.today);
    EXPECT_THAT(verified, SizeIs(1));
    EXPECT_EQ(verified.at(0).reason, only_refusal(database).reason);
    return only_refusal(database).reason;
  };
  EXPECT_EQ(listed_as("numpy", "2.3.6", 1), "describes numpy 2.3.5, the index lists it as numpy 2.3.6");
  EXPECT_EQ(listed_as("scipy", "2.3.5", 1), "describes numpy 2.3.5, the index lists it as scipy 2.3.5");
  EXPECT_EQ(listed_as("numpy", "2.3.5", 2), "holds 1 artifacts, the index lists 2");
}

TEST_F(SignedDatabase, VerifyComparesTheLibrariesToo) {
  Index index = *parse_index(tests::read_file(folder / "index"), "index");
  ASSERT_THAT(index.libraries, SizeIs(1));
  const Index::LibraryEntry real = index.libraries[0];
  index.libraries[0].build_id = "";
  folder.write("index", signed_index_text(index, key));
  const auto damage = verify_folder(folder.path(), sources.keys, "", sources.today);
  ASSERT_THAT(damage, SizeIs(2));
  EXPECT_EQ(damage[0].place, "library " + real.sha256);
  EXPECT_EQ(damage[0].reason, "is listed with build-id -, but scipy-openblas64-0.3.30.manifest has no such library");
  EXPECT_EQ(damage[1].reason,
            "is in scipy-openblas64-0.3.30.manifest with build-id " + real.build_id + ", but isn't listed");
}

TEST_F(SignedDatabase, ReadsTheManifestBeforeAChangeThatWasNotCommitted) {
  std::filesystem::rename(folder / "numpy-2.3.5.manifest", folder / "numpy-2.3.5.manifest.before");
  folder.write("numpy-2.3.5.manifest", "what the killed writer left");
  Database database(sources);
  EXPECT_THAT(database.manifests("numpy", "2.3.5"), SizeIs(1));
  EXPECT_THAT(database.refused(), IsEmpty());
  EXPECT_THAT(verify_folder(folder.path(), sources.keys, "", sources.today), IsEmpty());
}

TEST_F(SignedDatabase, ReadsTheIndexAgainWhereAChangeWasCommittedMeanwhile) {
  Database database(sources);
  const DatabaseInfo* info = database.databases()[0];
  tests::MadeUpIndex later;
  later.version = 6;
  tests::write_signed_database(folder.path(), {wheel("2.3.5"), wheel("2.3.5", "cp312"), openblas()}, key, {}, later);
  const auto known = database.manifests("numpy", "2.3.5");
  ASSERT_THAT(known, SizeIs(1));
  EXPECT_THAT(known[0].manifest->artifacts(), SizeIs(2));
  EXPECT_EQ(known[0].database, info);
  EXPECT_EQ(info->index_version, 6U);
  EXPECT_THAT(database.refused(), IsEmpty());
}

TEST_F(SignedDatabase, DoesNotGoBackToAnOlderIndexMeanwhile) {
  Database database(sources);
  tests::MadeUpIndex earlier;
  earlier.version = 4;
  tests::write_signed_database(folder.path(), {wheel("2.3.5", "cp312"), openblas()}, key, {}, earlier);
  EXPECT_THAT(database.manifests("numpy", "2.3.5"), IsEmpty());
  EXPECT_THAT(only_refusal(database).reason, HasSubstr("it was altered"));
}

TEST_F(SignedDatabase, ReadsRegularFilesOfABoundedSizeOnly) {
  std::filesystem::remove(folder / "index");
  EXPECT_EQ(refusal().reason, "cannot be opened: No such file or directory");
  ASSERT_EQ(::mkfifo((folder / "index").c_str(), 0600), 0);
  EXPECT_EQ(refusal().reason, "is not a regular file");
  std::filesystem::remove(folder / "index");
  folder.link("index", "index");
  EXPECT_EQ(refusal().reason, "cannot be opened: Too many levels of symbolic links");
  std::filesystem::remove(folder / "index");
  folder.link("index", "/dev/zero");
  EXPECT_EQ(refusal().reason, "is not a regular file");
  std::filesystem::remove(folder / "index");
  std::filesystem::create_directory(folder / "index");
  EXPECT_EQ(refusal().reason, "is not a regular file");
  std::filesystem::remove(folder / "index");
  folder.write("index", "");
  std::filesystem::resize_file(folder / "index", largest_index + 1);
  EXPECT_EQ(refusal().reason, "has 16777217 bytes; at most 16777216 are read");
}

TEST_F(SignedDatabase, ReadsManifestsThatAreRegularFilesOfTheListedSizeOnly) {
  const std::string path = folder / "numpy-2.3.5.manifest";
  const auto reason = [&] {
    Database database(sources);
    EXPECT_THAT(database.manifests("numpy", "2.3.5"), IsEmpty());
    EXPECT_EQ(only_refusal(database).file, path);
    return only_refusal(database).reason;
  };
  std::filesystem::rename(path, folder / "elsewhere");
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(reason(), "is not a regular file");
  std::filesystem::remove(path);
  folder.write("numpy-2.3.5.manifest", "");
  std::filesystem::resize_file(path, largest_manifest + 1);
  EXPECT_EQ(reason(), "has 67108865 bytes; at most 67108864 are read");
  std::filesystem::remove(path);
  // A link is what it leads to: these very bytes were signed.
  folder.link("numpy-2.3.5.manifest", "elsewhere");
  EXPECT_THAT(Database(sources).manifests("numpy", "2.3.5"), SizeIs(1));
}

// A release's name may hold anything: its file stays in the folder.
TEST(Database, NeverLeavesItsFolder) {
  const TemporaryFolder folder;
  const PrivateKey key = tests::made_up_key();
  const std::string text = "fairplay-manifest 1\nproject ../../outside\nrelease x/../..\n";
  folder.write("outside-x", text);
  Index index;
  index.name = "x";
  index.created = "2026-11-01";
  index.manifests.push_back({"../../outside", "x/../..", sha256_of(text), text.size(), 0});
  folder.write("inner/inside/index", signed_index_text(index, key));
  Sources sources;
  sources.folders = {folder / "inner/inside"};
  sources.keys = {{key.public_key(), "", {"*"}, 0}};
  sources.today = tests::made_up_today;
  Database database(sources);
  EXPECT_THAT(database.manifests("../../outside", "x/../.."), IsEmpty());
  EXPECT_EQ(only_refusal(database).file, folder / "inner/inside/%2E.%2F..%2Foutside-x%2F..%2F...manifest");
}

DraftArtifact with_footprint(DraftArtifact artifact) {
  artifact.footprint = tests::made_up_footprint(artifact.project, artifact.release, artifact.name);
  return artifact;
}

TEST(Database, GivesTheFootprintOfTheFirstDatabaseThatHasOne) {
  const TemporaryFolder folder;
  DraftArtifact other = with_footprint(wheel("2.3.4"));
  const Sources sources =
      tests::joined(tests::write_pinned_database(folder / "one", {wheel("2.3.4"), with_footprint(wheel("2.3.5"))}),
                    tests::write_signed_database(
                        folder / "two", {other, with_footprint(wheel("2.3.5")), wheel("2.3.6")}, tests::made_up_key()));
  Database database(sources);
  const auto footprint = database.footprint("numpy", "2.3.5");
  ASSERT_TRUE(footprint);
  EXPECT_EQ(footprint->footprint.release, "2.3.5");
  EXPECT_EQ(footprint->footprint.modules.at("numpy").at("load").line, 12U);
  EXPECT_EQ(database.footprint("numpy", "2.3.5"), footprint) << "read once";
  EXPECT_TRUE(database.footprint("numpy", "2.3.4"));
  EXPECT_FALSE(database.footprint("numpy", "2.3.6"));
  EXPECT_FALSE(database.footprint("numpy", "9.9"));
  EXPECT_THAT(database.refused(), IsEmpty());
}

TEST(Database, RefusesAFootprintThatIsAnothers) {
  const TemporaryFolder folder;
  DraftArtifact artifact = with_footprint(wheel("2.3.5"));
  artifact.footprint = tests::made_up_footprint("numpy", "2.3.4", artifact.name);
  const PrivateKey key = tests::made_up_key();
  Database database(tests::write_signed_database(folder.path(), {artifact}, key));
  EXPECT_FALSE(database.footprint("numpy", "2.3.5"));
  EXPECT_THAT(only_refusal(database).reason, HasSubstr("describes numpy 2.3.4, the index lists it as numpy 2.3.5"));
  EXPECT_THAT(database.manifests("numpy", "2.3.5"), SizeIs(1));

  const TemporaryFolder unlisted;
  artifact.footprint = tests::made_up_footprint("numpy", "2.3.5", "numpy-2.3.5-cp399-cp399-linux_x86_64.whl");
  const Sources sources = tests::write_signed_database(unlisted.path(), {artifact}, key);
  const std::vector<Damage> damage = verify_folder(unlisted.path(), sources.keys, "", sources.today);
  ASSERT_THAT(damage, SizeIs(1));
  EXPECT_THAT(damage[0].reason, HasSubstr("which the release's manifest doesn't list"));
}

// The promise of the whole: one bit of any file, and what it stood for isn't believed.
void flip_bits_everywhere(const TemporaryFolder& folder, const std::function<std::vector<Damage>()>& verify,
                          const Sources& sources, unsigned rounds) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  ASSERT_THAT(names, SizeIs(5));
  ASSERT_THAT(verify(), IsEmpty());
  std::mt19937 random(20261121);
  for (unsigned round = 0; round < rounds; ++round) {
    const std::string& name = names[round % names.size()];
    const std::string whole = tests::read_file(folder / name);
    std::string flipped = whole;
    const std::size_t bit = random() % (whole.size() * 8);
    flipped[bit / 8] = static_cast<char>(static_cast<unsigned char>(flipped[bit / 8]) ^ (1U << bit % 8));
    folder.write(name, flipped);
    EXPECT_THAT(verify(), testing::Not(IsEmpty())) << name << " bit " << bit;
    Database database(sources);
    for (const auto& [project, release] :
         {std::pair("numpy", "2.3.4"), std::pair("numpy", "2.3.5"), std::pair("scipy-openblas64", "0.3.30")}) {
      const bool spoilt = name == "index" || name == manifest_file_name(project, release);
      EXPECT_THAT(database.manifests(project, release), SizeIs(spoilt ? 0 : 1)) << name << " bit " << bit;
    }
    const bool footprint_spoilt = name == "index" || name == manifest_file_name("numpy", "2.3.5") ||
                                  name == footprint_file_name("numpy", "2.3.5");
    EXPECT_EQ(database.footprint("numpy", "2.3.5") == nullptr, footprint_spoilt) << name << " bit " << bit;
    EXPECT_THAT(database.refused(), SizeIs(1)) << name << " bit " << bit;
    folder.write(name, whole);
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_THAT(verify(), IsEmpty());
}

TEST(Database, BelievesNoFlippedBitOfASignedFolder) {
  const TemporaryFolder folder;
  const Sources sources = tests::write_signed_database(
      folder.path(), {wheel("2.3.4"), with_footprint(wheel("2.3.5")), openblas()}, tests::made_up_key());
  flip_bits_everywhere(
      folder, [&] { return verify_folder(folder.path(), sources.keys, "", sources.today); }, sources, 2500);
}

TEST(Database, BelievesNoFlippedBitOfAPinnedFolder) {
  const TemporaryFolder folder;
  const Sources sources =
      tests::write_pinned_database(folder.path(), {wheel("2.3.4"), with_footprint(wheel("2.3.5")), openblas()});
  flip_bits_everywhere(
      folder, [&] { return verify_folder(folder.path(), {}, sources.built_in_digest, sources.today); }, sources, 1500);
}

}  // namespace
}  // namespace fairplay::signatures::database
