# Writes OUTPUT, a C++ source with the SHA-256 of INDEX, the shipped database's index; an empty one where there is none.
set(digest "")
if(EXISTS "${INDEX}")
  file(SHA256 "${INDEX}" digest)
endif()
file(WRITE "${OUTPUT}" "#include \"signatures/database/built_in.h\"\n\nnamespace fairplay::signatures::database {\nstd::string_view built_in_digest() { return \"${digest}\"; }\n}  // namespace signatures::database\n")
