#pragma once
// Working memory of one call: packed panels and copies of strided vectors.
//
// Blocks are kept between calls in a fixed number of slots, taken and put back by one atomic exchange each: no lock,
// nothing per thread, nothing that a fork or an unloading can leave in a bad state (a block in use while another thread
// forks is lost in the child, no more). More callers than slots map blocks of their own. Where memory is out, a caller
// gets null and works in smaller pieces on its stack.

#include <cstddef>

namespace fairplay::blas {

class Scratch {
 public:
  // At least `bytes`, aligned to 4096 bytes; contents are arbitrary, stale NaN included. data() is null where there is
  // no memory, or `bytes` is 0.
  explicit Scratch(std::size_t bytes);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  void* data() const { return data_; }
  template <class T>
  T* as() const {
    return static_cast<T*>(data_);
  }

 private:
  void* data_ = nullptr;
  std::size_t mapped_ = 0;  // bytes; kept_bytes where the block may go back to a slot
};

}  // namespace fairplay::blas
