#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "signatures/footprint/evaluator.h"

namespace fairplay {

/// A package of source files that are strings: {"p", "..."} is p/__init__.py where a module's name begins with "p.", or
/// else p.py. `extensions` are modules of C code.
class MadeUpPackage : public signatures::footprint::Modules {
 public:
  explicit MadeUpPackage(const std::map<std::string, std::string>& files,
                         const std::map<std::string, signatures::footprint::ExtensionNames>& extensions = {})
      : extensions_(extensions) {
    using namespace signatures;
    for (const auto& [name, text] : files) {
      auto module = std::make_unique<footprint::Module>();
      module->name = name;
      module->file = name + ".py";
      for (const auto& [other, ignored] : files) module->package = module->package || other.starts_with(name + ".");
      module->source = std::make_unique<python::ModuleSource>(python::module_source(text, module->file, damage));
      module->code = std::make_unique<python::Block>(python::read_module(*module->source, damage));
      add(std::move(module));
    }
    for (const auto& [name, names] : extensions_) {
      auto module = std::make_unique<footprint::Module>();
      module->name = name;
      module->file = name + ".so";
      module->extension = &names;
      add(std::move(module));
    }
  }

  ~MadeUpPackage() override {
    for (auto& [name, module] : modules_) module->names->clear();
  }

  signatures::footprint::Module* find(const std::string& name) override {
    const auto found = modules_.find(name);
    return found == modules_.end() ? nullptr : found->second.get();
  }
  int python_minor() const override { return 11; }

  std::vector<signatures::Damage> damage;

 private:
  void add(std::unique_ptr<signatures::footprint::Module> module) {
    module->value = std::make_shared<signatures::footprint::Value>();
    module->value->kind = signatures::footprint::ValueKind::module;
    module->value->module = module.get();
    module->value->names = module->names;
    module->value->text = module->name;
    modules_[module->name] = std::move(module);
  }

  std::map<std::string, signatures::footprint::ExtensionNames> extensions_;
  std::map<std::string, std::unique_ptr<signatures::footprint::Module>> modules_;
};

}  // namespace fairplay
