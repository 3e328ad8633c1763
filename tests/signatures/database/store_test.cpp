#include "signatures/database/store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "signatures/database/footprint_document.h"
#include "tests/support/made_up_database.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::signatures::database {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::made_up_artifact;

DraftArtifact wheel(const std::string& release, const std::string& python, const std::string& content = "print()") {
  DraftArtifact artifact =
      made_up_artifact("numpy", release, "numpy-" + release + "-" + python + "-" + python + "-linux_x86_64.whl",
                       {{"numpy/__init__.py", content}, {"numpy/" + python, python}});
  const std::string library = tests::sha256_of(release + python);
  artifact.files["numpy.libs/libopenblas.so"] = {library, 7};
  artifact.binaries[library] = tests::made_up_binary(library);
  artifact.binaries[library].blas.emplace();
  artifact.binaries[library].blas->vendor = signatures::blas::Vendor::openblas;
  artifact.footprint = tests::made_up_footprint("numpy", release, artifact.name);
  return artifact;
}

class Store : public testing::Test {
 protected:
  Store() : key_(tests::made_up_key()) {
    options_.folder = folder_ / "signatures";
    options_.name = "test";
    options_.today = tests::made_up_today;
    options_.expires = "2027-11-21";
    options_.key = &key_;
    trusted_ = {{key_.public_key(), "test", {"*"}, 0}};
  }

  std::string add(const std::vector<DraftArtifact>& artifacts) {
    const auto damage = add_to_store(options_, artifacts);
    return damage ? damage->reason : "";
  }
  std::vector<Damage> verify() const { return verify_folder(options_.folder, trusted_, "", options_.today); }

  Database open() const {
    Sources sources;
    sources.folders = {options_.folder};
    sources.keys = trusted_;
    sources.today = options_.today;
    return Database(sources);
  }
  /// The names of what the database lists under one release; nothing may be refused.
  std::vector<std::string> listed(const std::string& release) const {
    Database database = open();
    std::vector<std::string> names;
    for (const Known& known : database.manifests("numpy", release)) {
      for (const Artifact& artifact : known.manifest->artifacts())
        names.emplace_back(artifact.name.substr(6, artifact.name.find("-linux") - 6));
    }
    for (const Damage& damage : database.refused()) ADD_FAILURE() << damage.file << ": " << damage.reason;
    return names;
  }
  /// The artifact that the release's footprint was read from.
  std::string footprint_of(const std::string& release) const {
    Database database = open();
    const auto footprint = database.footprint("numpy", release);
    for (const Damage& damage : database.refused()) ADD_FAILURE() << damage.file << ": " << damage.reason;
    return footprint ? footprint->artifact.substr(6, footprint->artifact.find("-linux") - 6) : "none";
  }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(options_.folder))
      names.push_back(file.path().filename());
    std::ranges::sort(names);
    return names;
  }

  tests::TemporaryFolder folder_;
  PrivateKey key_;
  StoreOptions options_;
  std::vector<TrustedKey> trusted_;
};

TEST_F(Store, MakesADatabaseThatIsBelieved) {
  ASSERT_EQ(add({wheel("2.3.5", "cp311"), wheel("2.3.4", "cp311"), wheel("2.3.5", "cp312")}), "");
  EXPECT_THAT(verify(), IsEmpty());
  EXPECT_THAT(files(), ElementsAre(".lock", "index", "numpy-2.3.4.footprint", "numpy-2.3.4.manifest",
                                   "numpy-2.3.5.footprint", "numpy-2.3.5.manifest"));
  EXPECT_THAT(listed("2.3.5"), ElementsAre("2.3.5-cp311-cp311", "2.3.5-cp312-cp312"));
  EXPECT_THAT(listed("2.3.4"), ElementsAre("2.3.4-cp311-cp311"));
  Database database = open();
  ASSERT_THAT(database.databases(), SizeIs(1));
  EXPECT_EQ(database.databases()[0]->name, "test");
  EXPECT_EQ(database.databases()[0]->index_version, 1U);
  EXPECT_EQ(database.databases()[0]->created, tests::made_up_today);
  EXPECT_THAT(database.with_library(tests::sha256_of("2.3.5cp312")), SizeIs(1));
}

TEST_F(Store, AddsToWhatIsThereAndKeepsItsName) {
  ASSERT_EQ(add({wheel("2.3.5", "cp311")}), "");
  options_.name = "another";
  ASSERT_EQ(add({wheel("2.3.5", "cp312"), wheel("2.3.4", "cp311")}), "");
  EXPECT_THAT(verify(), IsEmpty());
  EXPECT_THAT(listed("2.3.5"), ElementsAre("2.3.5-cp311-cp311", "2.3.5-cp312-cp312"));
  EXPECT_EQ(open().databases()[0]->index_version, 2U);
  EXPECT_EQ(open().databases()[0]->name, "test");
  EXPECT_THAT(files(), ElementsAre(".lock", "index", "numpy-2.3.4.footprint", "numpy-2.3.4.manifest",
                                   "numpy-2.3.5.footprint", "numpy-2.3.5.manifest"));
}

TEST_F(Store, ChangesNothingForWhatItHolds) {
  ASSERT_EQ(add({wheel("2.3.5", "cp311")}), "");
  const std::string before = tests::read_file(options_.folder + "/index");
  ASSERT_EQ(add({wheel("2.3.5", "cp311")}), "");
  EXPECT_EQ(tests::read_file(options_.folder + "/index"), before);
}

TEST_F(Store, IsTheSameWhateverTheOrder) {
  ASSERT_EQ(add({wheel("2.3.5", "cp311"), wheel("2.3.5", "cp312")}), "");
  const std::string one = tests::read_file(options_.folder + "/numpy-2.3.5.manifest");
  options_.folder = folder_ / "other";
  ASSERT_EQ(add({wheel("2.3.5", "cp312")}), "");
  ASSERT_EQ(add({wheel("2.3.5", "cp311")}), "");
  EXPECT_EQ(tests::read_file(options_.folder + "/numpy-2.3.5.manifest"), one);
}

/// The footprint of a release with `functions` functions, and further names that are constants.
std::string with_functions(const std::string& release, const std::string& artifact, int functions) {
  FootprintDocument document{"numpy", release, {}};
  document.content.artifact = artifact;
  for (int i = 0; i < 100; ++i) {
    footprint::PublicName& name = document.content.footprint.modules["numpy"]["f" + std::to_string(i)];
    if (i < functions) name.kind = footprint::NameKind::function;
  }
  return footprint_text(document);
}

TEST_F(Store, RefusesAFootprintThatItsNeighboursContradict) {
  const auto made = [](const std::string& release, int functions) {
    DraftArtifact artifact = wheel(release, "cp311");
    artifact.footprint = with_functions(release, artifact.name, functions);
    return artifact;
  };
  ASSERT_EQ(add({made("2.3.5", 100)}), "");
  EXPECT_THAT(add({made("2.4.0", 50)}), HasSubstr("50 names that are functions or classes in 2.3.5 are constants"));
  EXPECT_EQ(footprint_of("2.4.0"), "none");
  EXPECT_THAT(add({made("2.2.0", 50)}), HasSubstr("50 names that are functions or classes in 2.3.5 are constants"));
  EXPECT_THAT(add({made("2.4.0", 100), made("2.4.1", 60)}), HasSubstr("in 2.4.0 are constants"));
  EXPECT_EQ(footprint_of("2.4.0"), "none") << "all in one step, or nothing";
  EXPECT_EQ(add({made("2.4.0", 95)}), "");
  DraftArtifact shallow = made("2.4.1", 0);
  shallow.footprint.clear();
  EXPECT_EQ(add({shallow}), "");
}

TEST_F(Store, KeepsTheFootprintOfTheArtifactThatComesFirst) {
  EXPECT_EQ(add({wheel("2.3.5", "cp312")}), "");
  EXPECT_EQ(footprint_of("2.3.5"), "2.3.5-cp312-cp312");
  DraftArtifact without = wheel("2.3.5", "cp310");
  without.footprint.clear();
  EXPECT_EQ(add({without}), "");
  EXPECT_EQ(footprint_of("2.3.5"), "2.3.5-cp312-cp312") << "one that none could be read of doesn't count";
  EXPECT_EQ(add({wheel("2.3.5", "cp311"), wheel("2.3.5", "cp313")}), "");
  EXPECT_EQ(footprint_of("2.3.5"), "2.3.5-cp311-cp311");
  DraftArtifact local = wheel("2.3.5", "cp39");
  local.name = "numpy-2.3.5-cp1-cp1-linux_x86_64.whl";
  local.origin = Origin::local;
  local.sha256 = tests::sha256_of("local");
  local.footprint = tests::made_up_footprint("numpy", "2.3.5", local.name);
  EXPECT_EQ(add({local}), "");
  EXPECT_EQ(footprint_of("2.3.5"), "2.3.5-cp311-cp311") << "upstream's come before a local one";
  EXPECT_THAT(verify(), IsEmpty());
  const std::string one = tests::read_file(options_.folder + "/numpy-2.3.5.footprint");
  options_.folder = folder_ / "other";
  EXPECT_EQ(add({local}), "");
  EXPECT_EQ(footprint_of("2.3.5"), "2.3.5-cp1-cp1");
  EXPECT_EQ(add({wheel("2.3.5", "cp313"), without}), "");
  EXPECT_EQ(add({wheel("2.3.5", "cp311")}), "");
  EXPECT_EQ(tests::read_file(options_.folder + "/numpy-2.3.5.footprint"), one) << "whatever the order";
  EXPECT_EQ(add({wheel("2.3.5", "cp310")}), "");
  EXPECT_EQ(footprint_of("2.3.5"), "2.3.5-cp310-cp310") << "adding it again may bring its footprint";
  EXPECT_EQ(footprint_of("2.3.4"), "none");
}

TEST_F(Store, RefusesASecondHashForAnArtifactAndAddsNothingThen) {
  ASSERT_EQ(add({wheel("2.3.5", "cp311")}), "");
  EXPECT_THAT(add({wheel("2.3.4", "cp311"), wheel("2.3.5", "cp311", "other")}), HasSubstr("is listed with"));
  EXPECT_THAT(verify(), IsEmpty());
  EXPECT_THAT(listed("2.3.4"), IsEmpty());
  EXPECT_THAT(files(), ElementsAre(".lock", "index", "numpy-2.3.5.footprint", "numpy-2.3.5.manifest"));
}

TEST_F(Store, BelongsToItsKey) {
  ASSERT_EQ(add({wheel("2.3.5", "cp311")}), "");
  const PrivateKey other = tests::made_up_key();
  options_.key = &other;
  EXPECT_THAT(add({wheel("2.3.4", "cp311")}), HasSubstr("only the key that signed it"));
  EXPECT_THAT(sign_store(options_)->reason, HasSubstr("only the key that signed it"));
  options_.key = nullptr;
  EXPECT_THAT(add({wheel("2.3.4", "cp311")}), HasSubstr("only that key may change it"));
  EXPECT_THAT(verify(), IsEmpty());
}

TEST_F(Store, DoesNotBuildOnWhatWasAltered) {
  ASSERT_EQ(add({wheel("2.3.5", "cp311")}), "");
  const std::string index = options_.folder + "/index";
  const std::string manifest = options_.folder + "/numpy-2.3.5.manifest";
  const std::string good_index = tests::read_file(index);
  const std::string good_manifest = tests::read_file(manifest);

  std::string altered = good_index;
  altered.replace(altered.find("2027-11-21"), 10, "2037-11-21");
  std::ofstream(index) << altered;
  EXPECT_THAT(add({wheel("2.3.5", "cp312")}), HasSubstr("altered"));
  EXPECT_THAT(sign_store(options_)->reason, HasSubstr("altered"));
  std::ofstream(index) << good_index;

  std::ofstream(manifest) << good_manifest << ' ';
  EXPECT_THAT(add({wheel("2.3.5", "cp312")}), HasSubstr("altered"));
  EXPECT_THAT(sign_store(options_)->reason, HasSubstr("altered")) << "who signs vouches for all of it";
  std::ofstream(manifest) << good_manifest;

  const std::string footprint = options_.folder + "/numpy-2.3.5.footprint";
  const std::string good_footprint = tests::read_file(footprint);
  std::ofstream(footprint) << good_footprint << ' ';
  EXPECT_THAT(add({wheel("2.3.5", "cp312")}), HasSubstr("altered"));
  EXPECT_THAT(sign_store(options_)->reason, HasSubstr("altered"));
  EXPECT_THAT(verify(), SizeIs(1));
  std::ofstream(footprint) << good_footprint;
  std::ofstream(manifest) << good_manifest << ' ';
  EXPECT_EQ(add({wheel("2.3.4", "cp311")}), "") << "another release's stays what it is";
  EXPECT_THAT(verify(), SizeIs(1));
}

TEST_F(Store, SignsAnewWithAHigherVersion) {
  ASSERT_EQ(add({wheel("2.3.5", "cp311")}), "");
  options_.today = "2027-12-01";
  EXPECT_THAT(verify(), SizeIs(1)) << "expired";
  options_.expires = "2028-12-01";
  ASSERT_EQ(sign_store(options_), std::nullopt);
  EXPECT_THAT(verify(), IsEmpty());
  EXPECT_EQ(open().databases()[0]->index_version, 2U);
  EXPECT_EQ(open().databases()[0]->created, "2027-12-01");
  EXPECT_THAT(listed("2.3.5"), SizeIs(1));
}

TEST_F(Store, MakesAnUnsignedOneThatAKeyMayTakeOver) {
  options_.key = nullptr;
  options_.expires.reset();
  ASSERT_EQ(add({wheel("2.3.5", "cp311")}), "");
  ASSERT_EQ(add({wheel("2.3.5", "cp312")}), "");
  const std::string index = tests::read_file(options_.folder + "/index");
  EXPECT_THAT(index, testing::Not(HasSubstr("\nsigned ")));
  EXPECT_THAT(verify_folder(options_.folder, {}, tests::sha256_of(index), options_.today), IsEmpty());
  options_.key = &key_;
  EXPECT_THAT(add({wheel("2.3.4", "cp311")}), HasSubstr("is not signed"));
  ASSERT_EQ(sign_store(options_), std::nullopt);
  EXPECT_THAT(verify(), IsEmpty());
}

TEST_F(Store, SignsNothingWhereNothingIs) {
  EXPECT_THAT(sign_store(options_)->reason, HasSubstr("no index"));
  EXPECT_FALSE(std::filesystem::exists(options_.folder));
}

TEST_F(Store, WantsDatesThatExist) {
  options_.expires = "2027-02-29";
  EXPECT_THAT(add({wheel("2.3.5", "cp311")}), HasSubstr("is no date"));
  EXPECT_FALSE(std::filesystem::exists(options_.folder));
}

TEST_F(Store, IsWrittenByOneAtATime) {
  ASSERT_EQ(add({wheel("2.3.5", "cp311")}), "");
  const int lock = ::open((options_.folder + "/.lock").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(::flock(lock, LOCK_EX), 0);
  EXPECT_THAT(add({wheel("2.3.4", "cp311")}), HasSubstr("is being written by another process"));
  EXPECT_THAT(verify(), IsEmpty()) << "readers need no lock";
  ::close(lock);
  EXPECT_EQ(add({wheel("2.3.4", "cp311")}), "");
}

TEST_F(Store, FollowsNoLinkThatSomebodyPutThere) {
  std::filesystem::create_directory(options_.folder);
  const std::string victim = folder_.write("victim", "precious");
  std::filesystem::create_symlink(victim, options_.folder + "/.new-numpy-2.3.5.manifest");
  std::filesystem::create_symlink(victim, options_.folder + "/numpy-2.3.5.manifest");
  ASSERT_EQ(add({wheel("2.3.5", "cp311")}), "");
  EXPECT_EQ(tests::read_file(victim), "precious");
  EXPECT_THAT(verify(), IsEmpty());
  options_.folder = folder_ / "locked";
  std::filesystem::create_directory(options_.folder);
  std::filesystem::create_symlink(victim, options_.folder + "/.lock");
  EXPECT_THAT(add({wheel("2.3.5", "cp311")}), HasSubstr("cannot be written"));
  EXPECT_EQ(tests::read_file(victim), "precious");
}

TEST_F(Store, LeavesOtherProgramsFilesAlone) {
  folder_.write("signatures/app.manifest", "<assembly/>");
  folder_.write("signatures/notes", "mine");
  folder_.write("signatures/numpy-9.9.manifest", "fairplay-manifest 1\n");
  folder_.write("signatures/numpy-9.9.footprint", "fairplay-footprint 1\n");
  folder_.write("signatures/own.footprint", "a shoe's");
  folder_.write("signatures/.new-index", "half");
  ASSERT_EQ(add({wheel("2.3.5", "cp311")}), "");
  EXPECT_THAT(files(), ElementsAre(".lock", "app.manifest", "index", "notes", "numpy-2.3.5.footprint",
                                   "numpy-2.3.5.manifest", "own.footprint"))
      << "a killed run's own leftovers are gone";
}

TEST_F(Store, ReportsWhereItCannotWrite) {
  options_.folder = folder_.write("file", "") + "/signatures";
  EXPECT_THAT(add({wheel("2.3.5", "cp311")}), HasSubstr("cannot be made"));
}

/// Runs `change` in a child that ends at its `step`-th step: whether it got that far.
template <class Change>
bool ends_at(int step, StoreOptions options, const Change& change) {
  const pid_t child = ::fork();
  if (child == 0) {
    int seen = 0;
    options.at_step = [&](std::string_view) {
      if (++seen == step) ::_exit(9);
    };
    change(options);
    ::_exit(0);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 9;
}

// At each step: all that was there is there, the new is there wholly or not at all, and the next change succeeds.
TEST_F(Store, LosesNothingWhereverItIsKilled) {
  const std::vector<DraftArtifact> more{wheel("2.3.5", "cp310"), wheel("2.3.3", "cp311"), wheel("2.3.4", "cp312")};
  int steps = 0;
  int committed = 0;
  for (int step = 1;; ++step) {
    std::filesystem::remove_all(options_.folder);
    ASSERT_EQ(add({wheel("2.3.5", "cp311"), wheel("2.3.4", "cp311")}), "");
    if (!ends_at(step, options_, [&](const StoreOptions& options) { add_to_store(options, more); })) break;
    ++steps;
    SCOPED_TRACE(step);
    EXPECT_THAT(verify(), IsEmpty());
    const bool is_new = open().databases().at(0)->index_version == 2;
    committed += is_new ? 1 : 0;
    EXPECT_THAT(listed("2.3.5"), SizeIs(is_new ? 2 : 1));
    EXPECT_THAT(listed("2.3.4"), SizeIs(is_new ? 2 : 1));
    EXPECT_THAT(listed("2.3.3"), SizeIs(is_new ? 1 : 0));
    EXPECT_EQ(footprint_of("2.3.5"), is_new ? "2.3.5-cp310-cp310" : "2.3.5-cp311-cp311");
    EXPECT_EQ(footprint_of("2.3.3"), is_new ? "2.3.3-cp311-cp311" : "none");

    // Killed again in its repair, at each of the first steps.
    for (const int again : {1, 2, 3, 4}) {
      ends_at(again, options_, [&](const StoreOptions& options) { add_to_store(options, {wheel("2.3.2", "cp311")}); });
      EXPECT_THAT(verify(), IsEmpty());
      EXPECT_THAT(listed("2.3.5"), SizeIs(is_new ? 2 : 1));
    }
    ASSERT_EQ(add(more), "");
    ASSERT_EQ(add({wheel("2.3.1", "cp311")}), "");
    EXPECT_THAT(verify(), IsEmpty());
    EXPECT_THAT(listed("2.3.5"), SizeIs(2));
    EXPECT_THAT(files(), testing::Each(testing::AllOf(testing::Not(testing::EndsWith(".before")),
                                                      testing::Not(testing::StartsWith(".new-")))));
  }
  EXPECT_GT(steps, 20);
  EXPECT_GT(committed, 1) << "the clean-up comes after the moment of change";
  EXPECT_LT(committed, steps / 2);
}

TEST_F(Store, LosesNothingWhereTheFirstChangeIsKilled) {
  for (int step = 1;; ++step) {
    std::filesystem::remove_all(options_.folder);
    if (!ends_at(step, options_,
                 [&](const StoreOptions& options) { add_to_store(options, {wheel("2.3.5", "cp311")}); }))
      break;
    SCOPED_TRACE(step);
    ASSERT_EQ(add({wheel("2.3.4", "cp311")}), "");
    EXPECT_THAT(verify(), IsEmpty());
    EXPECT_THAT(listed("2.3.4"), SizeIs(1));
  }
}

// A disk that is full, or a quota: the change is refused, and what was there remains.
TEST_F(Store, LosesNothingWhereItCannotWriteOn) {
  ASSERT_EQ(add({wheel("2.3.5", "cp311")}), "");
  const auto largest = std::filesystem::file_size(options_.folder + "/numpy-2.3.5.manifest");
  for (const rlim_t limit : {rlim_t{0}, rlim_t{100}, static_cast<rlim_t>(largest)}) {
    const pid_t child = ::fork();
    if (child == 0) {
      std::signal(SIGXFSZ, SIG_IGN);
      const rlimit limits{limit, limit};
      ::setrlimit(RLIMIT_FSIZE, &limits);
      const auto damage = add_to_store(options_, {wheel("2.3.5", "cp312")});
      ::_exit(damage && damage->reason.find("cannot be written: File too large") != std::string::npos ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0) << "with files of at most " << limit << " bytes";
    EXPECT_THAT(verify(), IsEmpty());
    EXPECT_THAT(listed("2.3.5"), SizeIs(1));
  }
  EXPECT_EQ(add({wheel("2.3.5", "cp312")}), "");
  EXPECT_THAT(files(), ElementsAre(".lock", "index", "numpy-2.3.5.footprint", "numpy-2.3.5.manifest"));
}

}  // namespace
}  // namespace fairplay::signatures::database
