# Writes the text of INPUT as a C++ source that defines FUNCTION() of NAMESPACE, declared in HEADER. Pieces stay under
# the 64 KiB that the standard asks compilers to take in one literal.
file(READ ${INPUT} text)
string(LENGTH "${text}" length)
set(pieces "")
set(at 0)
while(at LESS length)
  string(SUBSTRING "${text}" ${at} 8000 piece)
  string(APPEND pieces "R\"fairplay_text(${piece})fairplay_text\"\n")
  math(EXPR at "${at} + 8000")
endwhile()
get_filename_component(name ${INPUT} NAME)
file(WRITE ${OUTPUT} "// Generated from ${name}.
#include \"${HEADER}\"
namespace ${NAMESPACE} {
std::string_view ${FUNCTION}() {
  static constexpr std::string_view text =
${pieces};
  return text;
}
}  // namespace ${NAMESPACE}
")
