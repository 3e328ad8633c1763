# Writes INPUT as a C++ source that defines builtin_rules(). Pieces stay under the 64 KiB that
# the standard asks compilers to take in one literal.
file(READ ${INPUT} text)
string(LENGTH "${text}" length)
set(pieces "")
set(at 0)
while(at LESS length)
  string(SUBSTRING "${text}" ${at} 8000 piece)
  string(APPEND pieces "R\"fairplay_rules(${piece})fairplay_rules\"\n")
  math(EXPR at "${at} + 8000")
endwhile()
file(WRITE ${OUTPUT} "// Generated from rules.yaml.
#include \"auditor/rules/rules.h\"
namespace auditor::rules {
std::string_view builtin_rules() {
  static constexpr std::string_view text =
${pieces};
  return text;
}
}  // namespace auditor::rules
")
