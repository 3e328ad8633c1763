#include "signatures/python/numpy_build.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <optional>

#include "signatures/python/literals.h"

namespace fairplay::signatures::python {

namespace {

using Literals = std::map<std::string, Literal>;

const Literal::Dict* dict_in(const Literal::Dict& parent, const std::string& key) {
  const auto it = parent.find(key);
  return it == parent.end() ? nullptr : it->second.dict();
}

std::string string_in(const Literal::Dict& parent, const std::string& key) {
  const auto it = parent.find(key);
  if (it == parent.end() || it->second.string() == nullptr) return {};
  return *it->second.string();
}

/// Meson's names for a dependency that is none: "dep" and the object's address.
bool is_placeholder(std::string_view name) {
  return name.starts_with("dep") && name.size() > 3 &&
         name.find_first_not_of("0123456789", 3) == std::string_view::npos;
}

std::optional<Claim> meson_claim(const Literal::Dict& dependencies, const std::string& what) {
  const Literal::Dict* section = dict_in(dependencies, what);
  if (section == nullptr) return std::nullopt;
  Claim claim{what, string_in(*section, "name"), string_in(*section, "version"), {}};
  if (claim.name.empty() || claim.name == "none" || is_placeholder(claim.name)) return std::nullopt;
  // Written as bool("False".lower().replace("false", "")): read as source, not computed.
  if (const auto found = section->find("found"); found != section->end()) {
    const auto* source = std::get_if<Literal::Source>(&found->second.value);
    if (source != nullptr && source->text.find("False") != std::string::npos) return std::nullopt;
  }
  if (claim.version == "unknown") claim.version.clear();
  const std::string configuration = string_in(*section, "openblas configuration");
  claim.detail = fmt::format("CONFIG[\"Build Dependencies\"][\"{}\"]", what);
  if (!configuration.empty() && configuration != "unknown") claim.detail += ": " + configuration;
  return claim;
}

/// The sections of numpy.distutils.system_info, what the build settled on first. The rest matters only where a
/// build of old wrote no *_opt_info; NumPy 1.22 and later name ILP64 builds apart.
constexpr std::array blas_sections = {"blas_ilp64_opt_info",
                                      "blas_ilp64_plain_opt_info",
                                      "blas64__opt_info",
                                      "blas_opt_info",
                                      "blas_mkl_info",
                                      "blas_armpl_info",
                                      "blas_ssl2_info",
                                      "blis_info",
                                      "openblas64__info",
                                      "openblas_ilp64_info",
                                      "openblas_info",
                                      "accelerate_info",
                                      "atlas_3_10_blas_threads_info",
                                      "atlas_3_10_blas_info",
                                      "atlas_blas_threads_info",
                                      "atlas_blas_info",
                                      "blas_info"};
constexpr std::array lapack_sections = {"lapack_ilp64_opt_info",
                                        "lapack_ilp64_plain_opt_info",
                                        "lapack64__opt_info",
                                        "lapack_opt_info",
                                        "lapack_mkl_info",
                                        "lapack_armpl_info",
                                        "lapack_ssl2_info",
                                        "openblas64__lapack_info",
                                        "openblas_lapack_info",
                                        "openblas_clapack_info",
                                        "flame_info",
                                        "accelerate_info",
                                        "atlas_3_10_threads_info",
                                        "atlas_3_10_info",
                                        "atlas_threads_info",
                                        "atlas_info",
                                        "lapack_info"};

/// The first library of a section, or Accelerate from macOS' link flags. System libraries that stand
/// beside the BLAS never come first in what system_info writes.
std::string library_in(const Literal::Dict& section) {
  if (const auto it = section.find("libraries"); it != section.end() && it->second.list() != nullptr) {
    for (const Literal& name : *it->second.list()) {
      if (name.string() != nullptr && !name.string()->empty()) return *name.string();
    }
  }
  if (const auto it = section.find("extra_link_args"); it != section.end() && it->second.list() != nullptr) {
    for (const Literal& argument : *it->second.list()) {
      if (argument.string() != nullptr && argument.string()->find("Accelerate") != std::string::npos)
        return "accelerate";
      if (argument.string() != nullptr && argument.string()->find("vecLib") != std::string::npos) return "accelerate";
    }
  }
  return {};
}

template <class Sections>
std::optional<Claim> distutils_claim(const Literals& literals, const std::string& what, const Sections& sections) {
  for (const char* name : sections) {
    const auto it = literals.find(name);
    if (it == literals.end() || it->second.dict() == nullptr) continue;
    std::string library = library_in(*it->second.dict());
    if (!library.empty()) return Claim{what, std::move(library), {}, name};
  }
  return std::nullopt;
}

std::string resolved(const Literals& literals, std::string name) {
  for (int step = 0; step < 8; ++step) {  // version = full_version; cycles end here too
    const auto it = literals.find(name);
    if (it == literals.end()) return {};
    if (const std::string* text = it->second.string()) return *text;
    const auto* source = std::get_if<Literal::Source>(&it->second.value);
    if (source == nullptr) return {};
    name = source->text;
  }
  return {};
}

}  // namespace

std::vector<Claim> build_claims(std::string_view source, std::string_view file, std::vector<Damage>& damage) {
  const Literals literals = module_literals(source, file, damage);
  std::vector<Claim> claims;
  const auto add = [&](std::optional<Claim> claim) {
    if (claim) claims.push_back(std::move(*claim));
  };
  if (const auto config = literals.find("CONFIG"); config != literals.end() && config->second.dict() != nullptr) {
    if (const Literal::Dict* dependencies = dict_in(*config->second.dict(), "Build Dependencies")) {
      add(meson_claim(*dependencies, "blas"));
      add(meson_claim(*dependencies, "lapack"));
    }
    return claims;
  }
  add(distutils_claim(literals, "blas", blas_sections));
  add(distutils_claim(literals, "lapack", lapack_sections));
  return claims;
}

std::string numpy_version(std::string_view source, std::string_view file, std::vector<Damage>& damage) {
  const Literals literals = module_literals(source, file, damage);
  for (const char* name : {"full_version", "version", "__version__", "short_version"}) {
    std::string version = resolved(literals, name);
    if (!version.empty()) return version;
  }
  const auto json = literals.find("version_json");
  if (json == literals.end() || json->second.string() == nullptr) return {};
  // versioneer's JSON object is also a Python dict display (null and false are names to it).
  std::string assignment = "versions = " + *json->second.string();
  const std::size_t start = assignment.find('{');
  if (start == std::string::npos) return {};
  assignment = "versions = " + assignment.substr(start);
  std::vector<Damage> inner;
  const Literals versions = module_literals(assignment, file, inner);
  for (Damage& one : inner) damage.push_back({one.file, "version_json", one.reason, one.grave});
  const auto it = versions.find("versions");
  return it == versions.end() || it->second.dict() == nullptr ? std::string()
                                                              : string_in(*it->second.dict(), "version");
}

}  // namespace fairplay::signatures::python
