// Which of a program's BLAS and LAPACK calls end in this library: fairplay_blas_report, and FAIRPLAY_BLAS_REPORT, which
// writes it when the program ends.
//
// A call by name goes through a place that the dynamic linker fills (loaded_objects.h): for every loaded object these
// are read, and the report says whose address each one holds. Places filled at the first call (lazy binding) are looked
// up as the linker will: in the program and what was loaded with it, then in the object's own dependencies.

#include "blas/interface/report.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "blas/interface/abi.h"
#include "blas/interface/loaded_objects.h"

namespace fairplay::blas {
namespace {

// Grows by doubling; without memory it stays as it is, and says so.
template <class T>
class List {
 public:
  List() = default;
  List(const List&) = delete;
  List& operator=(const List&) = delete;
  ~List() { std::free(items_); }

  void add(const T& item) {
    if (count_ == room_) {
      const std::size_t room = room_ == 0 ? 64 : 2 * room_;
      T* moved = static_cast<T*>(std::realloc(items_, room * sizeof(T)));
      if (moved == nullptr) {
        short_of_memory = true;
        return;
      }
      items_ = moved;
      room_ = room;
    }
    items_[count_++] = item;
  }
  std::size_t size() const { return count_; }
  T& operator[](std::size_t i) { return items_[i]; }
  T* begin() { return items_; }
  T* end() { return items_ + count_; }

  bool short_of_memory = false;

 private:
  T* items_ = nullptr;
  std::size_t count_ = 0, room_ = 0;
};

// A name as the standard has it: "dgemm_" of "scipy_dgemm_64_", "cblas_dgemm" of "cblas_dgemm64_".
struct PlainName {
  char text[40] = "";
};
PlainName plain(const char* symbol) {
  PlainName name;
  if (std::strncmp(symbol, "scipy_", 6) == 0) symbol += 6;
  const std::size_t length = std::strlen(symbol);
  if (length + 2 > sizeof name.text) return name;
  std::memcpy(name.text, symbol, length);
  const bool c = std::strncmp(symbol, "cblas_", 6) == 0;
  for (const char* suffix : {"_64_", "64_", "_64"}) {
    const std::size_t size = std::strlen(suffix);
    if (length <= size || std::strcmp(name.text + length - size, suffix) != 0) continue;
    std::strcpy(name.text + length - size, c || suffix[0] != '_' ? "" : "_");
    break;
  }
  return name;
}

const loaded::Object* own(const loaded::Object& object) {
  return object.contains(reinterpret_cast<std::uintptr_t>(&plain)) ? &object : nullptr;
}

// This library's names without prefix and suffix, sorted.
class KnownNames {
 public:
  KnownNames() {
    loaded::each([&](const loaded::Object& object) {
      if (own(object))
        object.each_definition([&](const char* symbol) {
          if (const PlainName name = plain(symbol); name.text[0] != '\0') names_.add(name);
        });
    });
    std::qsort(names_.begin(), names_.size(), sizeof(PlainName), order);
  }
  // Whether a symbol is one of the BLAS's or LAPACK's, whatever its prefix and suffix. CBLAS's names that this library
  // hasn't are the BLAS's too.
  bool has(const char* symbol) {
    const PlainName name = plain(symbol);
    if (name.text[0] == '\0' || std::strncmp(name.text, "fairplay_", 9) == 0) return false;
    return std::strncmp(name.text, "cblas_", 6) == 0 ||
           std::bsearch(&name, names_.begin(), names_.size(), sizeof(PlainName), order) != nullptr;
  }

 private:
  static int order(const void* a, const void* b) {
    return std::strcmp(static_cast<const PlainName*>(a)->text, static_cast<const PlainName*>(b)->text);
  }
  List<PlainName> names_;
};

struct Loaded {
  char* path;
  bool ours;      // this library or another variant of it
  bool provider;  // a BLAS or LAPACK itself
};
struct Call {
  std::size_t caller;
  std::size_t definer;  // of `objects`; unknown: none
  char* name;
  std::uintptr_t address;  // 0: to be looked up
};
constexpr std::size_t unknown = SIZE_MAX;

class Survey {
 public:
  Survey() {
    // The linker's lock must not be held when it is asked for a name: first everything is copied, then looked up.
    loaded::each([&](const loaded::Object& object) { take(object); });
    loaded::each([&](const loaded::Object& object) {
      // An address in an object that only refers to the name itself is the program's or the object's own jump to it.
      if (const std::size_t index = index_of(object); index != unknown)
        for (Call& call : calls)
          if (object.contains(call.address)) {
            if (object.defines(call.name))
              call.definer = index;
            else
              call.address = 0;
          }
    });
    for (Call& call : calls)
      if (call.address == 0) call.address = looked_up(call);
    loaded::each([&](const loaded::Object& object) {
      if (const std::size_t index = index_of(object); index != unknown)
        for (Call& call : calls)
          if (call.definer == unknown && object.contains(call.address)) call.definer = index;
    });
    std::qsort(calls.begin(), calls.size(), sizeof(Call), [](const void* a, const void* b) {
      const Call &x = *static_cast<const Call*>(a), &y = *static_cast<const Call*>(b);
      if (x.caller != y.caller) return x.caller < y.caller ? -1 : 1;
      if (x.definer != y.definer) return x.definer < y.definer ? -1 : 1;
      return std::strcmp(x.name, y.name);
    });
  }
  Survey(const Survey&) = delete;
  Survey& operator=(const Survey&) = delete;
  ~Survey() {
    for (const Loaded& object : objects) std::free(object.path);
    for (const Call& call : calls) std::free(call.name);
  }

  bool replaced(const Call& call) { return call.definer != unknown && objects[call.definer].ours; }
  bool short_of_memory() const { return objects.short_of_memory || calls.short_of_memory; }

  List<Loaded> objects;
  List<Call> calls;

 private:
  void take(const loaded::Object& object) {
    Loaded entry{strdup(object.path()), own(object) != nullptr, false};
    if (entry.path == nullptr) return;
    object.each_definition([&](const char* symbol) {
      if (std::strcmp(symbol, "fairplay_blas_report") == 0) entry.ours = true;
      const PlainName name = plain(symbol);
      for (const char* mark : {"dgemm_", "cblas_dgemm", "dgesv_"})
        if (std::strcmp(name.text, mark) == 0) entry.provider = true;
    });
    const std::size_t index = objects.size();
    objects.add(entry);
    if (entry.ours) return;
    const std::size_t before = calls.size();
    object.each_reference([&](const char* symbol, std::uintptr_t address) {
      if (!known_.has(symbol)) return;
      for (std::size_t i = before; i < calls.size(); ++i)
        if (std::strcmp(calls[i].name, symbol) == 0) {
          // Bound in one place and not yet in another: one is enough.
          if (calls[i].address == 0 || object.contains(calls[i].address)) calls[i].address = address;
          return;
        }
      if (char* name = strdup(symbol)) calls.add({index, unknown, name, address});
    });
  }
  std::size_t index_of(const loaded::Object& object) {
    for (std::size_t i = 0; i < objects.size(); ++i)
      if (std::strcmp(objects[i].path, object.path()) == 0) return i;
    return unknown;
  }
  std::uintptr_t looked_up(const Call& call) {
    for (const char* path : {static_cast<const char*>(""), static_cast<const char*>(objects[call.caller].path)}) {
      void* object = *path == '\0' ? dlopen(nullptr, RTLD_LAZY) : dlopen(path, RTLD_LAZY | RTLD_NOLOAD);
      if (object == nullptr) continue;
      const auto address = reinterpret_cast<std::uintptr_t>(dlsym(object, call.name));
      dlclose(object);
      if (address != 0) return address;
    }
    return 0;
  }

  KnownNames known_;
};

// As snprintf has it: writes what fits, counts all.
class Text {
 public:
  Text(char* text, std::size_t size) : text_(text), size_(size) {
    if (size > 0) *text = '\0';
  }
  [[gnu::format(printf, 2, 3)]] void add(const char* form, ...) {
    std::va_list arguments;
    va_start(arguments, form);
    const int length = std::vsnprintf(written < size_ ? text_ + written : nullptr,
                                      written < size_ ? size_ - written : 0, form, arguments);
    va_end(arguments);
    if (length > 0) written += static_cast<std::size_t>(length);
  }
  std::size_t written = 0;

 private:
  char* text_;
  std::size_t size_;
};

const char* shown(const char* path) { return *path == '\0' ? "the program" : path; }

// Writes the calls of one object, `first` to `last` of the survey's. Returns how many are not replaced.
std::size_t write_calls(Text& text, Survey& survey, std::size_t first, std::size_t last) {
  std::size_t elsewhere = 0;
  for (std::size_t i = first; i < last; ++i) elsewhere += !survey.replaced(survey.calls[i]);
  const Loaded& caller = survey.objects[survey.calls[first].caller];
  text.add("%s%s: %zu of %zu calls replaced\n", shown(caller.path), caller.provider ? " (a BLAS or LAPACK itself)" : "",
           last - first - elsewhere, last - first);
  std::size_t definer_shown = unknown - 1;
  for (std::size_t i = first; i < last; ++i) {
    const Call& call = survey.calls[i];
    if (survey.replaced(call)) continue;
    if (call.definer != definer_shown) {
      definer_shown = call.definer;
      text.add("  %s:", definer_shown == unknown ? "nobody defines" : shown(survey.objects[definer_shown].path));
    }
    text.add(" %s", call.name);
    if (i + 1 == last || survey.calls[i + 1].definer != definer_shown) text.add("\n");
  }
  return caller.provider ? 0 : elsewhere;
}

std::size_t write(char* buffer, std::size_t size, Survey& survey, std::size_t* not_replaced) {
  Text text(buffer, size);
  text.add("%s, process %ld (%s)\n", fairplay_blas_config(), static_cast<long>(getpid()),
           program_invocation_short_name);
  for (Loaded& object : survey.objects)
    if (object.ours) text.add("library: %s\n", shown(object.path));
  std::size_t elsewhere = 0, counted = 0;
  for (std::size_t first = 0, last = 0; first < survey.calls.size(); first = last) {
    while (last < survey.calls.size() && survey.calls[last].caller == survey.calls[first].caller) ++last;
    elsewhere += write_calls(text, survey, first, last);
    if (!survey.objects[survey.calls[first].caller].provider) counted += last - first;
  }
  if (survey.short_of_memory()) text.add("Memory was short: this isn't all.\n");
  if (counted == 0)
    text.add("No BLAS or LAPACK routine is called by name.\n");
  else if (elsewhere == 0)
    text.add("Every call is replaced (%zu names).\n", counted);
  else
    text.add("%zu of %zu calls are not replaced.\n", elsewhere, counted);
  text.add(
      "Calls are counted by name and loaded object. Not seen: calls inside another library that it binds for itself, "
      "and addresses asked for by dlsym.\n");
  if (not_replaced != nullptr) *not_replaced = elsewhere;
  return text.written;
}

// Of several variants in one process the first one speaks for all.
bool speaks() {
  void* program = dlopen(nullptr, RTLD_LAZY);
  if (program == nullptr) return true;
  const void* first = dlsym(program, "fairplay_blas_report");
  dlclose(program);
  return first == nullptr || first == reinterpret_cast<const void*>(&fairplay_blas_report);
}

// FAIRPLAY_BLAS_REPORT: a file, which the report is added to, or - for standard error. A process that calls no BLAS
// has nothing to report; a script starts many of them.
[[gnu::destructor]] void report_at_the_end() {
  const char* path = std::getenv("FAIRPLAY_BLAS_REPORT");
  if (path == nullptr || *path == '\0' || !speaks()) return;
  Survey survey;
  if (survey.calls.size() == 0) return;
  std::size_t size = 1u << 20;
  char* text = static_cast<char*>(std::malloc(size));
  if (text == nullptr) return;
  std::size_t length = write(text, size, survey, nullptr);
  if (length >= size) length = size - 1;
  const bool is_file = std::strcmp(path, "-") != 0;
  const int file = is_file ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666) : STDERR_FILENO;
  if (file < 0) {
    std::fprintf(stderr, "fairplay: FAIRPLAY_BLAS_REPORT=%.256s can't be written\n", path);
  } else {
    // One write, so that the reports of several processes don't mix.
    if (::write(file, text, length) != static_cast<ssize_t>(length))
      std::fprintf(stderr, "fairplay: FAIRPLAY_BLAS_REPORT=%.256s wasn't written as a whole\n", path);
    if (is_file) close(file);
  }
  std::free(text);
}

}  // namespace
}  // namespace fairplay::blas

extern "C" std::size_t fairplay_blas_report(char* text, std::size_t size, std::size_t* not_replaced) {
  fairplay::blas::Survey survey;
  return fairplay::blas::write(text, size, survey, not_replaced);
}
