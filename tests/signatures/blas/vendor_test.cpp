#include "signatures/blas/vendor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "signatures/blas/identity.h"

namespace fairplay::signatures::blas {
namespace {

TEST(Vendors, EveryRowIsWhole) {
  std::set<std::string_view> names;
  std::set<Vendor> vendors;
  for (const VendorFacts* vendor : known_vendors()) {
    EXPECT_TRUE(names.insert(vendor->name).second) << vendor->name;
    EXPECT_TRUE(vendors.insert(vendor->vendor).second) << vendor->name;
    EXPECT_NE(vendor->recognise, nullptr) << vendor->name;
    EXPECT_EQ(facts_of(vendor->vendor), vendor);
    EXPECT_EQ(name(vendor->vendor), vendor->name);
    EXPECT_EQ(vendor_named(vendor->name), vendor->vendor);
    EXPECT_TRUE(vendor->kernel_variable.name.empty() == vendor->kernel_variable.kernels.empty()) << vendor->name;
    EXPECT_TRUE(vendor->front.empty() == vendor->interface_layers.empty()) << vendor->name;
  }
  EXPECT_EQ(known_vendors().back()->vendor, Vendor::netlib) << "its code is inside others' libraries";
}

TEST(Vendors, NamesThatNobodyKnows) {
  EXPECT_EQ(name(Vendor::unknown), "unknown");
  EXPECT_EQ(facts_of(Vendor::unknown), nullptr);
  for (const std::string_view name : {"", "unknown", "openblas", "OpenBLAS ", "GotoBLAS", "\xff"})
    EXPECT_EQ(vendor_named(name), std::nullopt) << name;
}

TEST(Vendors, AnUnknownNumberIsUnknown) {
  const auto hostile = static_cast<Vendor>(250);
  EXPECT_EQ(name(hostile), "unknown");
  EXPECT_EQ(facts_of(hostile), nullptr);
}

TEST(Vendors, TheVersionFollowsTheName) {
  Identity identity;
  EXPECT_EQ(described(identity), "unknown");
  identity.vendor = Vendor::armpl;
  EXPECT_EQ(described(identity), "Arm PL");
  identity.version = "24.10";
  EXPECT_EQ(described(identity), "Arm PL 24.10");
}

TEST(Vendors, EveryVariableOfThreadsIsSet) {
  EXPECT_THAT(threads_variables(),
              testing::UnorderedElementsAre("OMP_NUM_THREADS", "FAIRPLAY_BLAS_THREADS", "MKL_NUM_THREADS",
                                            "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"));
}

TEST(Traits, Names) {
  EXPECT_EQ(name(IntegerWidth::either), "lp64, ilp64");
  EXPECT_EQ(name(IntegerWidth::unknown), "unknown");
  EXPECT_EQ(name(Threading::tbb), "tbb");
  EXPECT_EQ(name(Threading::unknown), "unknown");
}

}  // namespace
}  // namespace fairplay::signatures::blas
