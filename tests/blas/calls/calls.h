#pragma once
// Calls of a BLAS library's Fortran interface, bound by dlsym: their operands are made beforehand, so that a call can
// be made anywhere (a small stack, a forked child), again and again, and its results compared bit by bit.

#include <memory>
#include <string>
#include <vector>

namespace fairplay::blas {

// dlopen'ed, RTLD_LOCAL; throws std::runtime_error where it can't be or lacks a name.
class Library {
 public:
  explicit Library(const std::string& path);
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  void* symbol(const std::string& name) const;

 private:
  void* handle_;
};

class Call {
 public:
  virtual ~Call() = default;
  // Puts the operands that the call writes back to what they were, and makes the call.
  virtual void reset() = 0;
  virtual void run() = 0;
  // What the call wrote, result included, as bytes.
  virtual std::vector<unsigned char> written() const = 0;

  // Makes every operand positive and the first element of the read-only one infinite: real sums over it are infinite,
  // never NaN.
  virtual void place_infinity() = 0;
  // Whether what the call wrote holds a NaN, or an infinity.
  virtual bool has_nan() const = 0;
  virtual bool has_infinity() const = 0;

  std::string name;  // "dgemm NT 300x300x300"
};

// Routines of every kind, level 1 to 3, s d c z, with strides and options, of about `size` in every dimension.
std::vector<std::unique_ptr<Call>> calls(const Library& library, int size);
// LAPACK's factorisations, s d c z, of `size` rows and columns, and what is solved, formed and inverted with them.
std::vector<std::unique_ptr<Call>> factorisations(const Library& library, int size);

}  // namespace fairplay::blas
