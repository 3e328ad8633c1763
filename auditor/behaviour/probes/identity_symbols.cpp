// Two libraries in one process share one space of names: what each exports beside its interface, the other one may get
// in place of its own.
#include <fmt/format.h>

#include "auditor/behaviour/child/foreign_names.h"
#include "auditor/behaviour/child/probe.h"

namespace fairplay::auditor::behaviour::probes {
namespace {

void tell(Context& context, const std::vector<std::string>& names, const char* what, const char* message) {
  if (names.empty()) return;
  std::string some;
  for (std::size_t i = 0; i < names.size() && i < 4; ++i) some += (i == 0 ? "" : ", ") + names[i];
  Divergence divergence;
  divergence.kind = DivergenceClass::property;
  divergence.got = fmt::format("{} names: {}{}", names.size(), some, names.size() > 4 ? ", ..." : "");
  divergence.expected = "none";
  divergence.message = message;
  divergence.call = what;
  context.tell(std::move(divergence));
}

void run_identity_symbols(Context& context) {
  const ForeignNames names = foreign_names(context.library().path());
  if (!names.unread.empty()) {
    context.skip(names.unread);
    return;
  }
  tell(context, names.taken, "names of the C library",
       "it exports names that the C library has, too: who was loaded first decides which function is called");
  tell(context, names.internal, "internal names",
       "it exports internal names and calls them through the loader: beside another version of itself, one may run on "
       "the other's functions");
}

}  // namespace

extern const Probe identity_symbols;
const Probe identity_symbols{
    .description =
        {
            .id = "identity/symbols",
            .shows = "whether the library exports names beside its interface that the C library or a second copy of it "
                     "has, too",
            .source = "System V gABI, chapter 5, \"Dynamic Linking\" (symbol resolution, visibility)",
            .seconds = 2,
            .alone = false,
        },
    .run = run_identity_symbols,
};

}  // namespace fairplay::auditor::behaviour::probes
