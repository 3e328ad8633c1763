#pragma once

#include <pybind11/pybind11.h>

#include <memory>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/python/errors.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore::python {

/// What Python calls an array: a view, and what keeps its memory alive (an Array, or another library's object).
struct Ndarray {
  std::shared_ptr<void> memory;
  DynamicView view;
  bool writable = true;

  static Ndarray owning(Array array) {
    const auto owner = std::make_shared<Array>(std::move(array));
    return Ndarray{owner, owner->view(), true};
  }
  static Ndarray owning(Expected<Array> array) { return owning(value(std::move(array))); }
  /// The same memory under another layout.
  Ndarray with(const Layout& layout) const { return Ndarray{memory, view.with(layout), writable}; }
  Ndarray with(const Expected<Layout>& layout) const {
    if (!layout) raise(layout.error());
    return with(*layout);
  }
  ConstDynamicView read() const { return view; }
  /// The view to write through. Raises ValueError where only reading is allowed.
  const DynamicView& write() const {
    if (!writable) raise({ErrorKind::value, "assignment destination is read-only"});
    return view;
  }
};

/// Keeps a Python object alive as long as an array looks into its memory.
std::shared_ptr<void> kept_alive(pybind11::object object);

void bind_ndarray(pybind11::module_& module);

}  // namespace fairplay::arraycore::python
