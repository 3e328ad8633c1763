#pragma once
// What every public entry of the oracle does around its work.

#include "blas/oracle/environment.h"
#include "blas/oracle/statistics.h"

namespace fairplay::blas::oracle {

class Entry {
 public:
  explicit Entry(Statistics* statistics) : to_(statistics) {}
  ~Entry() {
    if (to_ != nullptr) *to_ += counted;
  }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;

  Statistics counted;

 private:
  Environment environment_;
  Statistics* to_;
};

}  // namespace fairplay::blas::oracle
