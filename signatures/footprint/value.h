#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "signatures/python/code.h"

namespace fairplay::signatures::footprint {

struct Value;
struct Module;
/// Values are shared as Python's are. Never null.
using Ref = std::shared_ptr<Value>;
using Names = std::map<std::string, Ref, std::less<>>;

enum class ValueKind : std::uint8_t {
  unknown,
  none,
  boolean,
  integer,
  real,
  string,
  beginning,  ///< a string of which `text` is the beginning; the rest isn't known
  bytes,
  ellipsis,
  list,
  tuple,
  set,
  dict,
  names,  ///< a namespace as a dict: globals(), vars(module)
  module,
  function,
  builtin,  ///< a function of C or of Python's own library
  class_,
  ufunc,
  instance,  ///< of `of`
  bound,     ///< method `text` of `of`
};

/// Where a name comes from: source that was read, a C extension, or Python itself.
enum class Origin : std::uint8_t { python, extension, foreign };

/// Python's objects refer to each other in circles (a module's function knows its module), which shared pointers never
/// free. While a scope lives, the values made on its thread are linked to it; at its end it takes them apart. Scopes
/// nest.
class ValueScope {
 public:
  ValueScope();
  ~ValueScope();
  ValueScope(const ValueScope&) = delete;
  ValueScope& operator=(const ValueScope&) = delete;

  class Link {
   public:
    Link();
    Link(const Link&) : Link() {}
    Link& operator=(const Link&) { return *this; }
    ~Link();

   private:
    friend class ValueScope;
    explicit Link(std::nullptr_t) {}
    void unlink();
    Link* previous_ = nullptr;
    Link* next_ = nullptr;
  };

 private:
  Link first_{nullptr};
  ValueScope* outer_;
};

/// What the evaluator knows of a Python object: enough to follow how a package makes its namespace.
struct Value : ValueScope::Link, std::enable_shared_from_this<Value> {
  Value() = default;
  Value(const Value&) = default;
  Value& operator=(const Value&) = default;
  ~Value();  ///< without recursion, however deep values hold values

  ValueKind kind = ValueKind::unknown;
  Origin origin = Origin::python;
  bool partial = false;      ///< a container or namespace that may hold more; of an integer: no value is known
  std::int64_t integer = 0;  ///< also boolean
  double real = 0;
  std::string text;   ///< a string's value; a function's, class's or foreign module's name
  std::string place;  ///< the module that a function or class says it is of (__module__)
  std::vector<Ref>
      items;  ///< list, tuple, set; a class's bases; a function's defaults, by parameter (null without one)
  std::vector<std::pair<Ref, Ref>> pairs;  ///< dict
  std::shared_ptr<Names> names;            ///< attributes; a module's or a class's namespace
  Module* module = nullptr;                ///< a module of the subject; where a function or class was defined
  const python::Code* code = nullptr;      ///< of a function or class; of an instance, the `def` that it decorates
  std::shared_ptr<Names> closure;          ///< what a nested function sees around it
  Ref of;                                  ///< an instance's class; a bound method's object
  std::optional<std::string> signature;    ///< of C code, where known, as its documentation writes it
  enum class Binding : std::uint8_t { plain, static_method, class_method, property } binding = Binding::plain;
};

}  // namespace fairplay::signatures::footprint
