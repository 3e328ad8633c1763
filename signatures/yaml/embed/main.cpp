#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "signatures/yaml/packed_tree.h"
#include "signatures/yaml/tree.h"

// Part of the build, not of the program: writes a C++ source that defines FUNCTION() of NAMESPACE, declared in HEADER,
// which returns the tree of the YAML file INPUT. A file that isn't good YAML fails the build.
namespace {

using namespace fairplay::signatures;

/// The bytes as adjacent string literals. Three octal digits each where a byte doesn't stand for itself.
std::string literals(std::string_view bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 100) {
    text += "    \"";
    for (const char byte : bytes.substr(at, 100)) {
      const auto value = static_cast<unsigned char>(byte);
      const bool plain = value >= 0x20 && value < 0x7f && byte != '"' && byte != '\\' && byte != '?';
      text += plain ? std::string(1, byte) : fmt::format("\\{:03o}", value);
    }
    text += "\"\n";
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    fmt::print(stderr, "usage: embed_yaml INPUT OUTPUT HEADER NAMESPACE FUNCTION\n");
    return 2;
  }
  const std::string input = argv[1];
  std::ifstream file(input, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  const auto tree = yaml::parse_yaml(bytes.view(), input);
  if (!file || !tree) {
    fmt::print(stderr, "{}: {}\n", input, tree ? "can't be read" : tree.error().place + ": " + tree.error().reason);
    return 1;
  }
  const std::string packed = yaml::pack(*tree);
  std::ofstream source(argv[2], std::ios::binary);
  source << fmt::format(
      "// Generated from {0}.\n"
      "#include \"{1}\"\n"
      "#include \"signatures/yaml/packed_tree.h\"\n"
      "namespace {2} {{\n"
      "fairplay::signatures::yaml::YamlNode {3}() {{\n"
      "  static constexpr char bytes[] =\n{4};\n"
      "  return fairplay::signatures::yaml::unpack({{bytes, sizeof bytes - 1}});\n"
      "}}\n"
      "}}  // namespace {2}\n",
      input.substr(input.rfind('/') + 1), argv[3], argv[4], argv[5], literals(packed));
  source.close();
  if (!source) {
    fmt::print(stderr, "{}: can't be written\n", argv[2]);
    return 1;
  }
  return 0;
}
