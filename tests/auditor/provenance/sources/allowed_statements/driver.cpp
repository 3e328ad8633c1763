// Reads sources from the standard input, each ended by a NUL, and prints a line for each: "1" if nothing in it is
// unexpected in an edit point, else "0".
#include <cstdio>
#include <iostream>
#include <string>

#include "auditor/provenance/sources/generated_statements.h"
#include "signatures/python/syntax_hash.h"

int main() {
  using namespace fairplay;
  std::string text;
  while (std::getline(std::cin, text, '\0')) {
    std::vector<signatures::Damage> damage;
    signatures::python::SyntaxHasher hasher;
    const auto now = signatures::footprint::outline_of(signatures::python::module_source(text, "x.py", damage), hasher,
                                                       damage);
    const auto unexpected = auditor::provenance::unexpected_statements("numpy/_distributor_init_local.py", text,
                                                                       nullptr, now);
    std::puts(unexpected.empty() ? "1" : "0");
  }
  return 0;
}
