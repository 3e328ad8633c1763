#pragma once

#include <string>
#include <string_view>

#include "signatures/yaml/tree.h"

/// Trees that the build made of fairplay's own YAML files. Reading one back costs about a fiftieth of parsing the
/// YAML, which every command would have to do first.
namespace fairplay::signatures::yaml {

/// `node` with the places of all its values, as bytes.
std::string pack(const YamlNode& node);

/// The tree that pack() made these bytes of. They come from the program itself: others throw std::out_of_range or make
/// a tree that means nothing.
YamlNode unpack(std::string_view bytes);

}  // namespace fairplay::signatures::yaml
