#pragma once
// Uninitialised doubles from the library's working memory, whose pages stay mapped between calls: fresh pages would
// cost a small product a third of its time.

#include <memory>
#include <new>

#include "blas/scalar.h"
#include "blas/threads/scratch.h"

namespace fairplay::blas::oracle {

class Buffer {
 public:
  Buffer() = default;
  // Throws std::bad_alloc.
  explicit Buffer(Index size) : size_(size) {
    if (size == 0) return;
    block_ = std::make_unique<Scratch>(static_cast<std::size_t>(size) * sizeof(double));
    if (block_->data() == nullptr) throw std::bad_alloc();
  }

  double* data() { return block_ ? block_->as<double>() : nullptr; }
  const double* data() const { return block_ ? block_->as<double>() : nullptr; }
  Index size() const { return size_; }

 private:
  std::unique_ptr<Scratch> block_;
  Index size_ = 0;
};

}  // namespace fairplay::blas::oracle
