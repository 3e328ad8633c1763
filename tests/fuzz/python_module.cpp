// fuzz-libraries: signatures_footprint
// Python source of any kind as a package's module: cut into statements, parsed, hashed, and followed as its import
// would be. The seeds in corpus/python_module are hand-written.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "signatures/footprint/c_api.h"
#include "signatures/footprint/evaluator.h"
#include "signatures/footprint/signature.h"
#include "signatures/python/syntax_hash.h"

namespace fairplay {

namespace {

using namespace signatures;

/// "numpy" is the input up to a form feed, "numpy.q" what follows.
class Package : public footprint::Modules {
 public:
  Package(std::string_view first, std::string_view second, std::vector<Damage>& damage) {
    add("numpy", first, damage);
    add("numpy.q", second, damage);
    modules_["numpy"]->package = true;
  }
  ~Package() override {
    for (auto& [name, module] : modules_) module->names->clear();
  }
  footprint::Module* find(const std::string& name) override {
    const auto found = modules_.find(name);
    return found == modules_.end() ? nullptr : found->second.get();
  }
  int python_minor() const override { return 11; }

 private:
  void add(const std::string& name, std::string_view text, std::vector<Damage>& damage) {
    auto module = std::make_unique<footprint::Module>();
    module->name = name;
    module->source = std::make_unique<python::ModuleSource>(python::module_source(std::string(text), name, damage));
    module->code = std::make_unique<python::Block>(python::read_module(*module->source, damage));
    module->value = std::make_shared<footprint::Value>();
    module->value->kind = footprint::ValueKind::module;
    module->value->module = module.get();
    module->value->names = module->names;
    modules_[name] = std::move(module);
  }
  std::map<std::string, std::unique_ptr<footprint::Module>> modules_;
};

/// Ranges of statements lie within their parents and the source; or it is our mistake.
void check(const python::ModuleSource& source) {
  const auto& all = source.statements.all;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (all[i].begin > all[i].header_end || all[i].header_end > all[i].end || all[i].end > source.text.size() ||
        all[i].next <= i || all[i].next > all.size())
      std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = std::min(input.find('\f'), input.size());
  std::vector<Damage> damage;
  Package package(input.substr(0, cut), input.substr(std::min(cut + 1, input.size())), damage);
  const python::ModuleSource& source = *package.find("numpy")->source;
  check(source);
  python::SyntaxHasher().of_module(source);
  // What takes the most work is as slow as the bound allows: a low one leaves time for other inputs.
  footprint::Evaluator evaluator(package, damage, 100'000);
  if (footprint::Module* module = evaluator.import("numpy")) {
    for (const std::string& name : evaluator.dir(*module)) {
      if (const footprint::Ref value = evaluator.attribute(module->value, name))
        footprint::signature_text(evaluator, value);
    }
  }
  footprint::CApi api;
  footprint::add_header(input, "input.h", api);
  return 0;
}

}  // namespace fairplay
