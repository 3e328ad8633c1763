#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/python/code.h"

namespace fairplay::auditor::provenance {

/// What a name or an expression stands for.
struct Sort {
  enum class Kind : std::uint8_t {
    unknown,
    data,     ///< constants, and what was made of them: nothing else can see or change it
    foreign,  ///< data that belongs to another module: it may be read
    file,     ///< `__file__`
    folder,   ///< a place inside the tree
    folders,  ///< a list of such places
  };
  Kind kind = Kind::unknown;
  std::string folder;  ///< "numpy/.libs", counted from the import folder

  bool is_known() const { return kind != Kind::unknown; }
  bool operator==(const Sort&) const = default;
};

/// The names of a generated file as its statements bind them, and the sorts of expressions with these names: a grammar
/// of what does nothing but give a value. A name keeps its sort, so that it doesn't matter in which order loops,
/// branches and exceptions make the statements run.
class GeneratedNames {
 public:
  /// `path`: of the file, from the import folder. Borrows `source`.
  GeneratedNames(std::string_view path, const signatures::python::ModuleSource& source)
      : own_folder_(path.substr(0, path.rfind('/'))), source_(source) {}

  /// A function or class of upstream's own file, which nothing else may be called.
  void reserve(std::string name) { upstreams_definitions_.insert(std::move(name)); }
  /// A function of the file that equals upstream's, which may be called with data.
  void know_function(const std::string& name) { known_functions_.insert(name); }
  void forget_function(const std::string& name) { known_functions_.erase(name); }
  bool binds(const std::string& name) const { return sorts_.contains(name); }

  /// "ctypes.WinDLL" of what a name or attribute leads to by the imports; of a name that isn't imported, itself.
  std::string origin(const signatures::python::Expression& expression) const;
  static bool is_cpu_description(std::string_view origin);
  /// Binds a name, which keeps its sort from then on; false if it mustn't be bound.
  bool bind(const std::string& name, Sort sort);
  Sort sort(const signatures::python::Expression& expression, int depth = 0);
  static bool is_data(const Sort& sort);
  /// `os.add_dll_directory(FOLDER)`, `ctypes.CDLL(FILE, mode=DATA)`: nothing if it isn't such a call; else whether its
  /// place is inside the tree.
  std::optional<bool> load(const signatures::python::Expression& value);
  bool warns(const signatures::python::Expression& value);
  /// `NAMES.append(DATA)` for a list of the file's own.
  bool appends(const signatures::python::Expression& value);
  /// `os.environ.setdefault('PATH', '')`.
  bool makes_path(const signatures::python::Expression& value);
  /// `os.environ['PATH'] += os.pathsep + FOLDER`.
  bool extends_path(const signatures::python::Code& code);
  /// A name that is imported stands for that alone.
  bool import_as(const std::string& bound, std::string origin);

 private:
  Sort sort_of_name(const signatures::python::Expression& expression) const;
  /// The sort of what is made of several parts.
  Sort joined(const std::vector<signatures::python::Expression>& parts, int depth, std::size_t from = 0);
  /// A slice's parts aren't read: its bytes are numbers, signs and colons, or it is reported.
  Sort subscript(const signatures::python::Expression& expression, int depth);
  /// `[f for f in DATA if DATA]`: with the target as a name of the comprehension's own.
  Sort comprehension(const signatures::python::Expression& expression, int depth);
  Sort call(const signatures::python::Expression& expression, int depth);
  /// Places in the tree, from `os.path.dirname(__file__)` on.
  std::optional<Sort> folder_call(const signatures::python::Expression& expression, int depth);

  std::string own_folder_;  ///< "numpy"
  const signatures::python::ModuleSource& source_;
  std::set<std::string, std::less<>> upstreams_definitions_;
  std::map<std::string, std::string, std::less<>> aliases_;  ///< imported name -> what it is
  std::map<std::string, Sort, std::less<>> sorts_;           ///< names that the file assigns
  std::set<std::string, std::less<>> known_functions_;
};

/// Python's own names for what a module is: binding one changes how Python treats it.
bool is_dunder(std::string_view name);
/// Whether an operator of data uses up neither memory nor time.
bool is_plain_operator(std::string_view text);

}  // namespace fairplay::auditor::provenance
