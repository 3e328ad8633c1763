// Doubles whose function lies nearest to the middle of two doubles: what rounds these right rounds all right.
//
// Sources: V. Lefevre and J.-M. Muller, "Worst cases for correct rounding of the elementary functions in double
// precision" (2001); the lists of the CORE-MATH project (A. Sibidanov, P. Zimmermann, S. Glondu, 2022). Of the lists
// the hardest for rounding to nearest were taken; bits and results were computed by MPFR with 300 bits.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/arraycore/ufunc/made_up_calls.h"

namespace fairplay::arraycore {
namespace {

struct WorstCase {
  const char* function;
  double input;
  double result;
  int bits;  ///< how many bits behind the rounded ones don't decide yet
};

const WorstCase worst_cases[]{
    {"exp", 0x1.9e9cbbfd6080bp-31, 0x1.000000033d398p+0, 58},
    {"exp", -0x1.9a74cdab36c28p+4, 0x1.fc647d0d0ab3fp-38, 48},
    {"exp", -0x1.9a61fb925970dp-14, 0x1.fff32d1940f54p-1, 46},
    {"exp", -0x1.757852a4b93aap+5, 0x1.919750a487692p-68, 46},
    {"exp", 0x1.4c19e5712e377p+5, 0x1.da710a0fe5971p+59, 45},
    {"exp2", 0x1.e4596526bf94dp-10, 0x1.0053fc2ec2b53p+0, 60},
    {"exp2", 0x1.e76049073067fp-10, 0x1.005482a22d63bp+0, 58},
    {"exp2", 0x1.8fea81fb7512ep-6, 0x1.045e3c5a3d262p+0, 58},
    {"exp2", 0x1.568e8cec4f66cp-29, 0x1.000000076b89ep+0, 58},
    {"expm1", 0x1.274bbf1efb1a2p-10, 0x1.2776572c2512ap-10, 59},
    {"expm1", 0x1.51fce10251a48p-16, 0x1.51fdc02094ef7p-16, 58},
    {"expm1", 0x1.a31972381bd0cp-23, 0x1.a31974e638221p-23, 57},
    {"expm1", -0x1.6e9b2675a667ep-44, -0x1.6e9b2675a6577p-44, 57},
    {"log", 0x1.fd15daa6ce332p+732, 0x1.fc12387d0632ap+8, 62},
    {"log", 0x1.9476e304cd7c7p-384, -0x1.09b60caf47b36p+8, 61},
    {"log", 0x1.613955dc802f8p-35, -0x1.7f02f9baf6035p+4, 61},
    {"log", 0x1.be87838f1a47cp+774, 0x1.0c86affa8af55p+9, 61},
    {"log2", 0x1.1ba39ff28e3eap+7, 0x1.c97767bb6b1e7p+2, 55},
    {"log2", 0x1.1ba39ff28e3eap-5, -0x1.3688984494e19p+2, 55},
    {"log2", 0x1.1ba39ff28e3eap-8, -0x1.f688984494e19p+2, 55},
    {"log2", 0x1.b4ebe40c95a01p+0, 0x1.8adeac981e00ep-1, 54},
    {"log10", 0x1.e12d66744ff81p+429, 0x1.02d4f53729e45p+7, 69},
    {"log10", 0x1.ed8c87c3bf5cfp-49, -0x1.cee46399392d6p+3, 63},
    {"log10", 0x1.758976044bfd1p+157, 0x1.7b680b5de7eb4p+5, 62},
    {"log10", 0x1.c295d530e7d8fp+184, 0x1.bd14985dcb34ap+5, 62},
    {"cbrt", 0x1.9b78223aa307cp+1, 0x1.79d15d0e8d59cp+0, 56},
    {"cbrt", 0x1.a202bfc89ddffp-1, 0x1.de87aa837820fp-1, 55},
    {"cbrt", 0x1.00357fdfa5412p+0, 0x1.0011d40cabb65p+0, 51},
    {"cbrt", 0x1.05b93f3e0caf9p+0, 0x1.01e4d1fbba367p+0, 51},
    {"sin", 0x1.598bae9e632f6p-7, 0x1.598a0aea48996p-7, 60},
    {"sin", 0x1.1fa4f6c3eb138p+10, 0x1.5ebcc1505d9bcp-1, 57},
    {"sin", 0x1.1c63df63d59dp-2, 0x1.18bf91b163125p-2, 57},
    {"sin", 0x1.021b4c18f7825p+1023, -0x1.a0191182a6a7ap-1, 55},
    {"cos", 0x1.34ec2f9fc9cp+1, -0x1.7e2a5c30e1d6dp-1, 59},
    {"cos", 0x1.6b8a6273d7c21p+0, 0x1.337fc5b072c53p-3, 55},
    {"cos", 0x1.16e534ee3658p-4, 0x1.fed0476fc75cap-1, 54},
    {"cos", 0x1.37b1311fb4936p-22, 0x1.ffffffffffe85p-1, 54},
    {"tan", 0x1.dffffffffff1fp-22, 0x1.e000000000151p-22, 79},
    {"tan", 0x1.67fffffffe845p-19, 0x1.6800000002398p-19, 64},
    {"tan", 0x1.50486b2f87014p-5, 0x1.5078cebff9c73p-5, 58},
    {"tan", 0x1.ccaffe66878dbp+0, -0x1.12dde2310c6cp+2, 57},
    {"arcsin", 0x1.c373ff4aad79bp-14, 0x1.c373ff594d65bp-14, 58},
    {"arcsin", 0x1.a4816b2066707p-5, 0x1.a4b0bfb0454d5p-5, 55},
    {"arcsin", 0x1.7137449123ef6p-26, 0x1.7137449123ef7p-26, 55},
    {"arcsin", 0x1.522bffce02485p-19, 0x1.522bffce03d1bp-19, 55},
    {"arccos", 0x1.53ea6c7255e88p-4, 0x1.7cdacb6bbe707p+0, 58},
    {"arccos", 0x1.cf37d41c69889p-24, 0x1.921fb3750afd6p+0, 56},
    {"arccos", 0x1.2c759e3848cc8p-13, 0x1.9216519750855p+0, 55},
    {"arccos", 0x1.ae48c77beb466p-13, 0x1.921242fe055dp+0, 54},
    {"arctan", 0x1.6298b5896ed3cp+1, 0x1.3970e827504c7p+0, 64},
    {"arctan", 0x1.22e8d75e2bc7fp-11, 0x1.22e8d5694ad2cp-11, 60},
    {"arctan", 0x1.ccda26ad0cd1cp+47, 0x1.921fb54442d06p+0, 58},
    {"arctan", 0x1.3e450e3933b22p+7, 0x1.9083e300cf545p+0, 57},
    {"sinh", 0x1.897374d74de2ap-13, 0x1.897374fe073e2p-13, 57},
    {"sinh", 0x1.bcee70ebe7ec9p-25, 0x1.bcee70ebe7ecdp-25, 56},
    {"sinh", 0x1.0dc68d5e8f959p-3, 0x1.0e8e73dc4fee4p-3, 55},
    {"sinh", 0x1.9147ff03dfb3p-1, 0x1.bba4dc4067a68p-1, 55},
    {"cosh", 0x1.ea5f2f2e4b0c5p+1, 0x1.710db0cd0fed6p+4, 58},
    {"cosh", 0x1.da5df035e5e8dp-22, 0x1.00000000001b8p+0, 57},
    {"cosh", 0x1.dea0b0c844078p-11, 0x1.000006fdb8fa4p+0, 56},
    {"cosh", 0x1.a7880e4eee076p-13, 0x1.00000057965dp+0, 56},
    {"tanh", 0x1.e0000000000e1p-22, 0x1.dfffffffffeafp-22, 79},
    {"tanh", 0x1.68000000017bbp-19, 0x1.67fffffffdc68p-19, 64},
    {"tanh", 0x1.ac343b179fec4p-3, 0x1.a612499c53078p-3, 60},
    {"tanh", 0x1.1375c272d441cp+1, 0x1.f258bcd572d2ep-1, 57},
    {"arctanh", 0x1.447027c857b99p-12, 0x1.447028760a5f2p-12, 56},
    {"arctanh", 0x1.a6a58d55e307bp-26, 0x1.a6a58d55e307dp-26, 55},
    {"arctanh", 0x1.01ed608da294dp-12, 0x1.01ed60e4e9043p-12, 55},
    {"arctanh", 0x1.fd51bf2069fep-25, 0x1.fd51bf2069feap-25, 55},
};

TEST(WorstCasesTest, RoundRight) {
  int cases = 0;
  for (const WorstCase& worst : worst_cases) {
    EXPECT_EQ((called<double, double>(worst.function, {{worst.input}}).front()), worst.result)
        << worst.function << ' ' << worst.input << ", " << worst.bits << " bits";
    ++cases;
  }
  EXPECT_GE(cases, 40);
}

TEST(WorstCasesTest, MirroredOnesToo) {
  for (const WorstCase& worst : worst_cases) {
    const std::string name = worst.function;
    const bool even = name == "cos" || name == "cosh";
    const bool odd = name == "sin" || name == "tan" || name == "tanh" || name == "sinh" || name == "cbrt" ||
                     name == "arcsin" || name == "arctan" || name == "arctanh";
    if (!even && !odd) continue;
    EXPECT_EQ((called<double, double>(worst.function, {{-worst.input}}).front()), even ? worst.result : -worst.result)
        << name;
  }
}

}  // namespace
}  // namespace fairplay::arraycore
