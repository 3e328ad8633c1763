#include "auditor/behaviour/numpy/battery/ufunc_call.h"

#include <map>
#include <mutex>

#include "arraycore/ufunc/loop_table.h"

namespace fairplay::auditor::behaviour::numpy {

const std::vector<Ufunc>& ufuncs_of(Release release) {
  static std::mutex mutex;
  static std::map<Release, std::vector<Ufunc>> known;
  const std::lock_guard lock(mutex);
  std::vector<Ufunc>& found = known[release];
  if (!found.empty()) return found;
  for (const std::string_view name : arraycore::ufunc_names(release)) {
    const arraycore::LoopRow* row = arraycore::find_ufunc(name, release);
    if (row == nullptr || name.starts_with('_')) continue;
    Ufunc ufunc{std::string(name), row->inputs, row->outputs, {}};
    for (const std::string_view loop : row->loops) {
      const std::string inputs(loop.substr(0, loop.find('-')));
      if (inputs.find_first_not_of("?bBhHiIlLefdgFDGMm") == std::string::npos) ufunc.loops.push_back(inputs);
    }
    if (!ufunc.loops.empty()) found.push_back(std::move(ufunc));
  }
  return found;
}

std::string results_of(const Ufunc& ufunc, const std::string& loop, Release release) {
  std::string results;
  for (const std::string_view whole : arraycore::find_ufunc(ufunc.name, release)->loops)
    if (whole.starts_with(loop + "->")) results = whole.substr(loop.size() + 2);
  return results;
}

Operation ufunc_call(std::string_view name, std::vector<OperandLayout> inputs, int output) {
  Operation call;
  call.arguments = {{"op", "ufunc"},  {"name", name}, {"inputs", inputs.size()}, {"output", output},
                    {"where", false}, {"out", false}, {"casting", "same_kind"},  {"signature", nullptr}};
  call.operands = std::move(inputs);
  return call;
}

std::string loop_dtype(Maker& maker, char letter) {
  return letter == 'M' || letter == 'm' ? maker.time_type(letter) : dtype_of(letter);
}

}  // namespace fairplay::auditor::behaviour::numpy
