// This project's own BLAS (blas/). It isn't in the table of vendors, because no recogniser looks for it: only its
// answer to fairplay_blas_config() says whose it is.
#include "signatures/blas/vendor.h"

namespace fairplay::signatures::blas {
namespace {

#if defined(__x86_64__)
constexpr std::string_view fairplay_kernels[] = {"baseline", "avx2", "avx512"};
#else
constexpr std::string_view fairplay_kernels[] = {"baseline", "neon"};
#endif
constexpr std::string_view fairplay_prefixes[] = {"fairplay_"};

constexpr VendorFacts fairplay_facts{
    .name = "fairplay",
    .symbol_prefixes = fairplay_prefixes,
    .get_configuration = "fairplay_blas_config",
    .threads_variable = "FAIRPLAY_BLAS_THREADS",
    .kernel_variable = {.name = "FAIRPLAY_BLAS_ISA", .kernels = fairplay_kernels, .needs_word = {}},
};

}  // namespace

const VendorFacts& fairplay_blas() { return fairplay_facts; }

}  // namespace fairplay::signatures::blas
