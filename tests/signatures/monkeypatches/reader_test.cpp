#include <fmt/format.h>
#include <gmock/gmock.h>

#include "signatures/monkeypatches/module_facts.h"

namespace fairplay {

namespace {

using namespace signatures::monkeypatches;
using signatures::Damage;
using testing::ElementsAre;
using testing::IsEmpty;

struct Read {
  ModuleFacts facts;
  std::vector<Damage> damage;
  signatures::python::ModuleSource source;
};

Read read(std::string text, std::string module = "pkg.mod", bool package = false) {
  Read result;
  result.source = signatures::python::module_source(std::move(text), "pkg/mod.py", result.damage);
  result.facts = read_facts(result.source, std::move(module), package, result.damage);
  return result;
}

std::vector<std::string> events(const Body& body) {
  std::vector<std::string> lines;
  for (const Event& event : body.events) {
    static constexpr const char* kinds[] = {"import", "patch", "restore", "call", "notice"};
    lines.push_back(fmt::format("{} {}", kinds[static_cast<int>(event.kind)],
                                event.kind == Event::Kind::notice ? event.text : event.target));
  }
  return lines;
}

}  // namespace

TEST(PatchingReader, EventsInTheirOrder) {
  const Read found =
      read("import numpy as np\nfrom .x import y\ny()\nprint('numpy!')\nold = np.load\nnp.load = y\nnp.load = old\n");
  EXPECT_THAT(events(found.facts.bodies[0]), ElementsAre("import numpy", "import pkg.x", "call pkg.x.y",
                                                         "notice numpy!", "patch numpy.load", "restore numpy.load"));
}

TEST(PatchingReader, RelativeImportsCountFromTheModule) {
  EXPECT_THAT(events(read("from . import a\nfrom ..b import c\n", "p.q.r").facts.bodies[0]),
              ElementsAre("import p.q", "import p.b"));
  EXPECT_THAT(events(read("from . import a\nfrom ..b import c\n", "p.q.r", true).facts.bodies[0]),
              ElementsAre("import p.q.r", "import p.q.b"));
}

TEST(PatchingReader, FunctionsAreReadOnDemand) {
  Read found = read("import numpy as np\ndef f(a, b=np.fft):\n  b.fft = a\n  return np\n");
  const std::size_t f = found.facts.functions.at("f");
  EXPECT_FALSE(found.facts.bodies[f].read);
  EXPECT_THAT(found.facts.bodies[f].defaults, ElementsAre("", "numpy.fft"));
  read_body(found.source, found.facts, f, found.damage);
  EXPECT_THAT(events(found.facts.bodies[f]), ElementsAre("patch $1.fft"));
  EXPECT_EQ(found.facts.bodies[f].events[0].value, "$0");
  EXPECT_THAT(found.facts.bodies[f].returns, ElementsAre("numpy"));
  read_body(found.source, found.facts, 999, found.damage);
}

TEST(PatchingReader, GuardsAreKeptByWhatTheyAsk) {
  const Read found = read(
      "import numpy as np, sys\nif not hasattr(np, 'x') and np.__version__ >= '1.20':\n  np.x = 1\nelif "
      "sys.version_info < (3, 8):\n  np.y = 1\n");
  ASSERT_EQ(found.facts.bodies[0].events.size(), 4U);
  const Event& first = found.facts.bodies[0].events[2];
  ASSERT_EQ(first.guards.size(), 2U);
  EXPECT_EQ(found.facts.guards[first.guards[0]].kind, Guard::Kind::absent);
  EXPECT_THAT(found.facts.guards[first.guards[0]].paths, ElementsAre("numpy.x"));
  EXPECT_EQ(found.facts.guards[first.guards[1]].kind, Guard::Kind::version);
  EXPECT_EQ(found.facts.guards[first.guards[1]].op, ">=");
  EXPECT_EQ(found.facts.guards[first.guards[1]].version, "1.20");
  const Event& second = found.facts.bodies[0].events[3];
  EXPECT_EQ(found.facts.guards[second.guards.back()].kind, Guard::Kind::python);
}

TEST(PatchingReader, AnotherClassesSetterIsNotNumPys) {
  EXPECT_THAT(events(read("import numpy as np\nnp.void.__setattr__(thing, 'a', 1)\n").facts.bodies[0]),
              ElementsAre("import numpy"));
  EXPECT_THAT(events(read("import numpy as np\ntype.__setattr__(np.ndarray, 'a', 1)\n").facts.bodies[0]),
              ElementsAre("import numpy", "patch numpy.ndarray.a"));
}

TEST(PatchingReader, BrokenSourcesGiveWhatCanBeRead) {
  EXPECT_THAT(events(read("import numpy as np\nnp.x = = 2\nnp.y = 3\n").facts.bodies[0]),
              testing::Contains("patch numpy.y"));
  EXPECT_THAT(events(read(std::string(3'000'000, '(')).facts.bodies[0]), IsEmpty());
  EXPECT_THAT(events(read(std::string("\0\0\0", 3)).facts.bodies[0]), IsEmpty());
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += std::string(static_cast<std::size_t>(i), ' ') + "if x:\n";
  EXPECT_THAT(events(read(deep).facts.bodies[0]), IsEmpty());
  EXPECT_EQ(read(std::string(largest_module + 1, '\n')).damage.size(), 1U);
}

}  // namespace fairplay
