#include "auditor/wording/names_not_followed.h"

#include "auditor/wording/listing.h"

namespace fairplay::auditor {

NotChecked names_of_c_code(const std::vector<std::string>& modules) {
  return {"which names C code gives to " + first_few(modules), "its strings are packed, or can't be read"};
}

NotChecked kind_of_names(const std::vector<std::string>& names) {
  return {"what " + first_few(names) + (names.size() == 1 ? " is" : " are"),
          "the code that makes " + std::string(names.size() == 1 ? "it" : "them") + " could not be followed"};
}

NotChecked signatures_of_names(const std::vector<std::string>& names) {
  return {"the signatures of " + first_few(names), "on one side the code that makes them could not be followed"};
}

NotChecked contradicted_by_stubs(const std::vector<std::string>& names) {
  return {"the signature of " + first_few(names),
          std::string(names.size() == 1 ? "a function or class" : "functions or classes") +
              " by its own stubs; the code that makes " + (names.size() == 1 ? "it" : "them") +
              " could not be followed"};
}

}  // namespace fairplay::auditor
