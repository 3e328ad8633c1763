#include "arraycore/random/pcg64.h"

namespace fairplay::arraycore {

Word128 advanced(Word128 state, Word128 steps, Word128 multiplier, Word128 increment) {
  Word128 factor = 1;
  Word128 term = 0;
  for (; steps > 0; steps >>= 1) {
    if ((steps & 1) != 0) {
      factor *= multiplier;
      term = term * multiplier + increment;
    }
    increment *= multiplier + 1;
    multiplier *= multiplier;
  }
  return factor * state + term;
}

}  // namespace fairplay::arraycore
