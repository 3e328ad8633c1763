#include "signatures/database/draft.h"

#include <algorithm>
#include <random>

#include "tests/support/made_up_database.h"

namespace fairplay::signatures::database {
namespace {

using testing::HasSubstr;
using testing::Optional;
using testing::SizeIs;
using tests::made_up_artifact;
using tests::made_up_binary;
using tests::sha256_of;

DraftArtifact wheel(const std::string& tag, std::map<std::string, std::string> files = {}) {
  files.emplace("numpy/__init__.py", "all the same");
  files.emplace("numpy/version.py", tag.substr(0, 4));
  return made_up_artifact("numpy", "2.3.5", "numpy-2.3.5-" + tag + ".whl", files);
}

std::shared_ptr<const Manifest> parsed(const std::string& text) {
  auto manifest = Manifest::parse(text, "x.manifest");
  if (!manifest) {
    ADD_FAILURE() << manifest.error().place << ": " << manifest.error().reason << '\n' << text;
    return nullptr;
  }
  return *manifest;
}

TEST(Draft, WritesTheSameTextWhateverTheOrder) {
  std::vector<DraftArtifact> artifacts;
  for (int i = 0; i < 9; ++i) {
    DraftArtifact artifact =
        wheel(fmt::format("cp{}-{}", 310 + i % 3, i),
              {{"numpy/core.so", fmt::format("binary {}", i % 4)}, {fmt::format("numpy/only{}", i), ""}});
    const std::string sha256 = artifact.files["numpy/core.so"].sha256;
    artifact.binaries[sha256] = made_up_binary(sha256);
    artifacts.push_back(std::move(artifact));
  }
  std::mt19937 random(7);
  std::string first;
  for (int round = 0; round < 20; ++round) {
    Draft draft("numpy", "2.3.5");
    for (const DraftArtifact& artifact : artifacts) EXPECT_EQ(draft.add(artifact), std::nullopt);
    for (const DraftArtifact& artifact : artifacts)
      EXPECT_EQ(draft.add(artifact), std::nullopt) << "a second time changes nothing";
    if (round == 0) first = draft.text();
    EXPECT_EQ(draft.text(), first);
    // Half of them through a manifest.
    Draft half("numpy", "2.3.5");
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(half.add(artifacts[i]), std::nullopt);
    Draft rest(*parsed(half.text()));
    for (std::size_t i = 5; i < artifacts.size(); ++i) EXPECT_EQ(rest.add(artifacts[i]), std::nullopt);
    EXPECT_EQ(rest.text(), first);
    std::ranges::shuffle(artifacts, random);
  }
  const auto manifest = parsed(first);
  ASSERT_TRUE(manifest);
  EXPECT_THAT(manifest->artifacts(), SizeIs(9));
  EXPECT_THAT(manifest->files_at("numpy/__init__.py"), SizeIs(1));
  EXPECT_THAT(manifest->files_at("numpy/core.so"), SizeIs(4));
  EXPECT_THAT(manifest->binaries(), SizeIs(4));
  EXPECT_EQ(Draft(*manifest).text(), first);
}

TEST(Draft, KeepsWhatEveryArtifactHolds) {
  std::vector<DraftArtifact> artifacts;
  for (int i = 0; i < 7; ++i)
    artifacts.push_back(wheel(fmt::format("cp31{}", i), {{"numpy/x", fmt::format("{}", i % 3)}}));
  Draft draft("numpy", "2.3.5");
  for (const DraftArtifact& artifact : artifacts) EXPECT_EQ(draft.add(artifact), std::nullopt);
  const auto manifest = parsed(draft.text());
  ASSERT_TRUE(manifest);
  for (std::size_t i = 0; i < artifacts.size(); ++i) {
    std::map<std::string, std::string> held;
    for (const FileRow& row : manifest->files()) {
      if (manifest->set(row).contains(i)) held.emplace(row.path, row.sha256);
    }
    std::map<std::string, std::string> given;
    for (const auto& [path, file] : artifacts[i].files) given.emplace(path, file.sha256);
    EXPECT_EQ(held, given) << artifacts[i].name;
  }
}

TEST(Draft, DeepensWhatItHasAlready) {
  DraftArtifact artifact = wheel("cp311", {{"numpy/core.so", "binary"}});
  Draft draft("numpy", "2.3.5");
  EXPECT_EQ(draft.add(artifact), std::nullopt);
  EXPECT_EQ(draft.text().find("\nbinary "), std::string::npos);
  artifact.binaries[sha256_of("binary")] = made_up_binary("binary");
  EXPECT_EQ(draft.add(artifact), std::nullopt);
  const auto manifest = parsed(draft.text());
  ASSERT_TRUE(manifest && manifest->binary(sha256_of("binary")));
  EXPECT_THAT(manifest->name_list(manifest->binary(sha256_of("binary"))->methods),
              testing::ElementsAre("dot", "frompyfunc"));
}

TEST(Draft, WritesWhateverABinarySays) {
  DraftArtifact artifact = wheel("cp311", {{"numpy/\xff \n%.so", "binary"}});
  auto& facts = artifact.binaries[sha256_of("binary")] = made_up_binary("binary");
  facts.soname = "a b\n";
  facts.runpath = "%41";
  facts.needed = {"z", "", "a", "a"};
  facts.methods = {"b", "a a", "", "b"};
  facts.parts = {{"", 1, sha256_of("")}, {".text", 2, sha256_of("2")}, {".text", 1, sha256_of("1")}};
  facts.blas.emplace();
  facts.blas->vendor = signatures::blas::Vendor::armpl;
  facts.blas->configuration = " two\nlines ";
  Draft draft("numpy", "2.3.5");
  EXPECT_EQ(draft.add(artifact), std::nullopt);
  const auto manifest = parsed(draft.text());
  ASSERT_TRUE(manifest);
  EXPECT_THAT(manifest->files_at("numpy/\xff \n%.so"), SizeIs(1));
  const BinaryRow& row = manifest->binaries()[0];
  EXPECT_EQ(row.soname, "a b\n");
  EXPECT_EQ(row.runpath, "%41");
  EXPECT_THAT(row.needed, testing::ElementsAre("z", "a", "a"));
  EXPECT_THAT(manifest->name_list(row.methods), testing::ElementsAre("a a", "b"));
  ASSERT_THAT(row.parts, SizeIs(3));
  EXPECT_EQ(row.parts[0].name, "-");
  EXPECT_EQ(row.part(".text")->size, 2U) << "parts of one name stay in the file's order";
  EXPECT_EQ(row.blas_vendor, "Arm PL");
  EXPECT_EQ(row.blas_version, "");
  EXPECT_EQ(row.blas_configuration, " two\nlines ");
  EXPECT_EQ(Draft(*manifest).text(), draft.text());
}

TEST(Draft, RefusesWhatContradictsIt) {
  Draft draft("numpy", "2.3.5");
  EXPECT_EQ(draft.add(wheel("cp311")), std::nullopt);
  const std::string before = draft.text();
  const auto refused = [&](auto change) {
    DraftArtifact artifact = wheel("cp312");
    change(artifact);
    return draft.add(artifact).value_or("accepted");
  };
  EXPECT_EQ(refused([](auto& a) { a.project = "scipy"; }),
            "numpy-2.3.5-cp312.whl is of scipy 2.3.5, this manifest is of numpy 2.3.5");
  EXPECT_EQ(refused([](auto& a) { a.release = "2.3.4"; }),
            "numpy-2.3.5-cp312.whl is of numpy 2.3.4, this manifest is of numpy 2.3.5");
  EXPECT_EQ(refused([](auto& a) { a.name = "numpy-2.3.5-cp311.whl"; }),
            "numpy-2.3.5-cp311.whl is listed with sha256 " + wheel("cp311").sha256 + ", not " + wheel("cp312").sha256);
  EXPECT_EQ(refused([](auto& a) { a.name = "numpy-2.3.5-cp311.whl", a.sha256 = wheel("cp311").sha256, a.size = 1; }),
            fmt::format("numpy-2.3.5-cp311.whl is listed with {} bytes, not 1", wheel("cp311").size));
  EXPECT_EQ(refused([](auto& a) { a.name = "scipy-2.3.5-cp312.whl"; }),
            "scipy-2.3.5-cp312.whl names the project scipy, but is listed under numpy");
  EXPECT_EQ(refused([](auto& a) { a.c_abi = 0x01000009; }),
            "numpy-2.3.5-cp312.whl has C ABI version 0x01000009, the release has 0x02000000");
  EXPECT_EQ(refused([](auto& a) { a.c_api = 0x15; }),
            "numpy-2.3.5-cp312.whl has C API version 0x00000015, the release has 0x00000014");
  EXPECT_THAT(refused([](auto& a) { a.sha256 = wheel("cp311").sha256.substr(0, 8) + std::string(56, '0'); }),
              HasSubstr("numpy-2.3.5-cp312.whl and numpy-2.3.5-cp311.whl begin with the same eight digits of SHA-256"));
  EXPECT_EQ(refused([](auto& a) { a.sha256[0] = 'A'; }),
            "numpy-2.3.5-cp312.whl has no SHA-256 of 64 lower-case hex digits");
  EXPECT_EQ(refused([](auto& a) { a.confirmed = ""; }),
            "an artifact needs a name and a word on how its hash was confirmed");
  EXPECT_EQ(refused([](auto& a) { a.files["x"].sha256 = "0"; }),
            "x in numpy-2.3.5-cp312.whl has no SHA-256 of 64 lower-case hex digits");
  EXPECT_EQ(refused([](auto& a) { a.files[""] = a.files.begin()->second; }),
            "numpy-2.3.5-cp312.whl has a file without a path");
  EXPECT_EQ(refused([](auto& a) { a.files["numpy/__init__.py"].size = 3; }),
            "numpy/__init__.py in numpy-2.3.5-cp312.whl has 3 bytes, another artifact's file with this SHA-256 12");
  EXPECT_EQ(refused([](auto& a) { a.binaries[sha256_of("no file")]; }),
            "numpy-2.3.5-cp312.whl has no file with the SHA-256 " + sha256_of("no file") +
                " of a binary that was looked into");
  EXPECT_EQ(draft.text(), before) << "what is refused leaves nothing behind";
}

}  // namespace
}  // namespace fairplay::signatures::database
