#include "signatures/blas/traits.h"

namespace fairplay::signatures::blas {

std::string_view name(IntegerWidth width) {
  switch (width) {
    case IntegerWidth::unknown: return "unknown";
    case IntegerWidth::lp64: return "lp64";
    case IntegerWidth::ilp64: return "ilp64";
    case IntegerWidth::either: return "lp64, ilp64";
  }
  return "unknown";
}

std::string_view name(Threading threading) {
  switch (threading) {
    case Threading::unknown: return "unknown";
    case Threading::pthreads: return "pthreads";
    case Threading::openmp: return "openmp";
    case Threading::serial: return "serial";
    case Threading::tbb: return "tbb";
  }
  return "unknown";
}

}  // namespace fairplay::signatures::blas
