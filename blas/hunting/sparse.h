#pragma once
// Arrays of more elements than memory has: address space, of which only the pages that are written cost anything. They
// show 32-bit offsets: i * incx or j * lda beyond 2^31 elements.

#include <sys/mman.h>

#include "blas/scalar.h"

namespace fairplay::blas::hunting {

template <class T>
class Sparse {
 public:
  // `elements` zeros. data() is null where the machine's limits don't allow that much address space.
  explicit Sparse(Index elements) : bytes_(static_cast<std::size_t>(elements) * sizeof(T)) {
    void* block = ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    data_ = block == MAP_FAILED ? nullptr : static_cast<T*>(block);
  }
  ~Sparse() {
    if (data_ != nullptr) ::munmap(data_, bytes_);
  }
  Sparse(const Sparse&) = delete;
  Sparse& operator=(const Sparse&) = delete;

  T* data() const { return data_; }

 private:
  std::size_t bytes_;
  T* data_;
};

}  // namespace fairplay::blas::hunting
