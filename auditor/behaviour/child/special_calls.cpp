#include "auditor/behaviour/child/special_calls.h"

#include "auditor/behaviour/calls/prepared_call.h"

namespace fairplay::auditor::behaviour {

std::vector<CallOperand> operands_of(const CallCase& call) {
  std::vector<CallOperand> operands;
  const auto prepared = prepare(call);
  if (!prepared) return operands;
  for (const Argument& argument : (*prepared)->describe().arguments) {
    if (argument.kind != Argument::Kind::operand || argument.type == 'i' || argument.workspace) continue;
    CallOperand operand{argument.name, argument.written, {}};
    for (std::size_t i = 0; i < argument.referenced.size(); ++i)
      if (argument.referenced[i]) operand.places.push_back(static_cast<std::int64_t>(i));
    operands.push_back(std::move(operand));
  }
  return operands;
}

CallCase plain_call(const Routine& routine, const std::string& flags, std::int64_t size, std::uint64_t seed) {
  CallCase call;
  call.routine = routine.name;
  call.flags = flags;
  for (const char dimension : routine.sizes)
    (dimension == 'm' ? call.m : dimension == 'n' ? call.n : dimension == 'k' ? call.k : call.ku) = size;
  call.seed = seed;
  return call;
}

bool is_band(const Routine& routine) {
  return routine.name.find("bmv") != std::string::npos || routine.name.find("bsv") != std::string::npos;
}
bool is_solve(const Routine& routine) { return routine.name.ends_with("sv") || routine.name.ends_with("trsm"); }

}  // namespace fairplay::auditor::behaviour
