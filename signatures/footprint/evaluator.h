#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"
#include "signatures/footprint/module.h"
#include "signatures/footprint/value.h"

namespace fairplay::signatures::footprint {

/// Follows what a package's modules do when they are imported, without running them: assignments, imports (also star
/// imports through `__all__`), conditions on the Python version and platform, try/except around imports, loops, calls
/// of the package's own functions, `globals()[name] = ...`. What it doesn't understand becomes an unknown value; where
/// a condition is unknown both branches are followed. Values are taken apart when it is destroyed. Bounded: `steps` in
/// all, `deepest_call` calls within each other.
class Evaluator {
 public:
  static constexpr std::uint64_t most_steps = 4'000'000;  ///< many times what any release of NumPy takes
  static constexpr int deepest_call = 24;
  static constexpr int deepest_expression = 220;
  static constexpr int deepest_nesting = 600;  ///< of statements, calls and expressions together: bounds the stack
  static constexpr std::size_t most_items = 100'000;  ///< of one container

  Evaluator(Modules& modules, std::vector<Damage>& damage, std::uint64_t steps = most_steps)
      : modules_(modules), damage_(damage), most_(steps), limit_(steps) {}

  /// Imports a module of the subject, its parents first; null where there is none.
  Module* import(const std::string& name);

  /// What `object.name` is: null where it certainly doesn't exist.
  Ref attribute(const Ref& object, const std::string& name);
  /// A class's attribute by its bases, depth first; null without it.
  Ref class_attribute(const Ref& type, std::string_view name, int depth = 0);

  /// What dir() of the module shows: its `__dir__`, where it defines one that can be followed, else its namespace.
  std::vector<std::string> dir(Module& module);

  /// Calls a function of the subject with positional arguments; unknown where it can't be followed.
  Ref call(const Ref& function, std::vector<Ref> arguments, std::vector<std::pair<std::string, Ref>> keywords = {});

  /// Whether it is known what the value is; not of None, which stands for code that couldn't be followed, too.
  bool is_followed(const Ref& value);

  /// What an expression of the module's source comes to, evaluated among the module's names.
  Ref evaluate_in(Module& module, const python::Expression& expression);

  /// Python's repr() of a value, where it is known.
  std::optional<std::string> repr(const Ref& value, int depth = 0);

  bool out_of_steps() const { return steps_ > most_; }

 private:
  enum class Flow : std::uint8_t { normal, break_, continue_, return_, raise };

  struct Frame {
    Module* module = nullptr;
    std::shared_ptr<Names> names;    ///< where names are bound
    std::shared_ptr<Names> closure;  ///< enclosing functions' names, flattened
    bool at_module = false;
    bool in_class = false;
    std::string class_name;  ///< of the class whose body it is
    std::set<std::string, std::less<>> globals;
    Ref returned;
  };

  struct Arguments {
    std::vector<Ref> positional;
    std::vector<std::pair<std::string, Ref>> keywords;
    bool partial = false;  ///< with *args or **kwargs of unknown content
  };

  // Statements (evaluator.cpp)
  Flow run(const python::Block& block, Frame& frame);
  Flow statement(const python::Code& code, Frame& frame);
  Flow try_statement(const python::Code& code, Frame& frame);
  Flow if_statement(const python::Code& code, Frame& frame);
  Flow for_statement(const python::Code& code, Frame& frame);
  Flow while_statement(const python::Code& code, Frame& frame);
  void import_statement(const python::Code& code, Frame& frame);
  void import_from(const python::Code& code, Frame& frame);
  void star_import(Module& from, Frame& frame);
  void assign(const python::Expression& target, const Ref& value, Frame& frame, int depth = 0);
  void augment(const python::Code& code, Frame& frame);
  void remove(const python::Expression& target, Frame& frame);
  void bind(const std::string& name, Ref value, Frame& frame);
  bool catches(const python::Clause& clause, Frame& frame);
  void raise(std::string exception);

  // Definitions (definitions.cpp)
  void define_function(const python::Code& code, Frame& frame);
  static std::shared_ptr<Names> enclosed(const Frame& frame);
  void define_class(const python::Code& code, Frame& frame);
  Ref decorated(const python::Code& code, Ref value, Frame& frame);

  // Expressions (expressions.cpp)
  Ref evaluate(const python::Expression& expression, Frame& frame, int depth = 0);
  Ref lookup(const std::string& name, Frame& frame);
  Ref attribute_expression(const python::Expression& expression, Frame& frame, int depth);
  Ref sequence_display(const python::Expression& expression, Frame& frame, int depth);
  Ref dict_display(const python::Expression& expression, Frame& frame, int depth);
  Ref unary(const python::Expression& expression, Frame& frame, int depth);
  Ref boolean(const python::Expression& expression, Frame& frame, int depth);
  static Ref lambda(const python::Expression& expression, const Frame& frame);
  Ref subscript(const Ref& container, const Ref& index);
  Ref slice(const Ref& container, const python::Expression& slice, Frame& frame, int depth);
  Ref comprehension(const python::Expression& expression, Frame& frame, int depth);
  bool comprehend(const python::Expression& expression, std::size_t clause, Frame& frame, int depth, Value& into);
  Ref format_string(const python::Expression& expression, Frame& frame);
  Ref call_expression(const python::Expression& expression, Frame& frame, int depth);
  Arguments arguments(const python::Expression& call, Frame& frame, int depth);

  // Operators (operators.cpp)
  Ref binary(std::string_view op, const Ref& left, const Ref& right);
  Ref set_operation(std::string_view op, const Ref& left, const Ref& right);
  Ref compare(const python::Expression& expression, Frame& frame, int depth);

  // Calls (calls.cpp)
  Ref invoke(const Ref& function, Arguments& arguments, Frame& frame);
  Ref call_function(const Ref& function, Arguments& arguments);
  void add_dtype_classes(const Module& extension);
  Ref lazy_attribute(Module& module, const std::string& name);
  Ref instantiate(const Ref& type, Arguments& arguments);

  // Built-in functions (builtins.cpp)
  Ref builtin(const Ref& function, Arguments& arguments, Frame& frame);
  Ref call_partial(const Ref& function, const Arguments& given, Frame& frame);  ///< calls functools.partial's result
  Ref range(const std::vector<Ref>& in);
  Ref zip(std::string_view name, const std::vector<Ref>& in);  ///< zip() and enumerate()
  Ref map_or_filter(std::string_view name, const std::vector<Ref>& in, Frame& frame);
  Ref attribute_function(std::string_view name, const std::vector<Ref>& in);  ///< getattr(), hasattr(), ...
  Ref next_item(const std::vector<Ref>& in);
  Ref make_int(const Ref& value);
  Ref inspect_function(const Ref& function, const Arguments& given);  ///< of the modules inspect and textwrap
  static void add_documentation(const std::vector<Ref>& in);          ///< NumPy's own add_docstring(object, text)

  // Methods of built-in types (builtin_methods.cpp; those of strings are in string_methods.h)
  Ref method(const Ref& object, const std::string& name, Arguments& arguments);
  Ref list_method(Value& list, std::string_view name, const std::vector<Ref>& in);
  Ref set_method(const Ref& set, std::string_view name, const std::vector<Ref>& in);
  Ref dict_method(Value& dict, std::string_view name, const Arguments& given);

  /// Work that grows with a value's size counts as steps, which so bound time and memory.
  void charge(std::size_t size, std::size_t share = 4) { steps_ += size / share; }
  struct Nesting {
    explicit Nesting(int& level) : level_(level) { ++level_; }
    ~Nesting() { --level_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    int& level_;
  };
  bool step() { return ++steps_ <= limit_; }

  ValueScope scope_;  ///< values live as long as their evaluator
  Modules& modules_;
  std::vector<Damage>& damage_;
  std::uint64_t steps_ = 0;
  const std::uint64_t most_;
  std::uint64_t limit_;  ///< lower while something is followed that may stay unknown
  int tries_ = 0;        ///< try statements that we are inside of
  int calls_ = 0;
  int nesting_ = 0;
  std::string raised_;  ///< the exception that is on its way, by class name
};

/// True, false, or nothing where it isn't known.
std::optional<bool> truth(const Ref& value);
/// Equal, different, or nothing where it isn't known.
std::optional<bool> equal(const Ref& left, const Ref& right);
/// The values of a container or namespace in iteration order; nothing where they aren't all known.
std::optional<std::vector<Ref>> iterate(const Ref& value);

Ref make_unknown();
Ref make_none();
Ref make_bool(bool value);
Ref make_integer(std::int64_t value);
Ref make_real(double value);
Ref make_string(std::string text);
Ref make_container(ValueKind kind, std::vector<Ref> items);

/// Looks a key up in a dict; null where it isn't in there. `uncertain` is set where it may be.
Ref dict_get(const Value& dict, const Ref& key, bool& uncertain);
void dict_set(Value& dict, const Ref& key, Ref value);

}  // namespace fairplay::signatures::footprint
