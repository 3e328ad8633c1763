#pragma once

#include <pybind11/pybind11.h>

#include <deque>
#include <span>
#include <vector>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/index.h"
#include "arraycore/python/ndarray.h"

namespace fairplay::arraycore::python {

/// What stands between the brackets of a Python index, with the arrays that it refers to. Raises IndexError for what
/// is no index.
class Indices {
 public:
  explicit Indices(pybind11::handle object);
  Indices(const Indices&) = delete;
  Indices& operator=(const Indices&) = delete;
  Indices(Indices&&) = delete;
  Indices& operator=(Indices&&) = delete;
  ~Indices() = default;

  std::span<const Index> all() const { return indices_; }
  /// An integer for each axis.
  bool name_one_element(const ConstDynamicView& view) const;

 private:
  void add(pybind11::handle object);

  std::deque<Ndarray> arrays_;
  std::vector<Index> indices_;
};

}  // namespace fairplay::arraycore::python
