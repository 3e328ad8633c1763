// Products of matrices and tensors, also into outputs of every layout: within the bound of sums in any order.
#include <map>

#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

std::string product_type(Maker& maker) { return dtype_of(maker.chance.of("bhilefdddgFD")); }
Values product_values(const std::string& dtype) { return dtype[1] == 'i' ? Values::small : Values::calm; }

OperandLayout factor(Maker& maker, const std::string& dtype, const Shape& shape) {
  return maker.operand(dtype, shape, product_values(dtype));
}

Operation product(Maker& maker) {
  Chance& chance = maker.chance;
  const std::string dtype = product_type(maker);
  const std::int64_t m = chance.between(1, 9), n = chance.between(1, 9),
                     k = chance.of({0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33});
  Operation call;
  std::string name = "matmul";
  const bool square = chance.in(0.25);
  Shape left{square ? k : m, k}, right{k, n}, result{square ? k : m, n};
  if (maker.release >= Release{2, 2} && chance.in(0.3)) {
    name = chance.of({"matvec", "vecmat"});
    right = {k};
    result = {left[0]};
    if (name == "vecmat") {
      left = {k};
      right = {k, n};
      result = {n};
    }
  } else if (maker.release >= Release{2, 0} && chance.in(0.2)) {
    name = "vecdot";
    left = right = {m, k};
    result = {m};
  } else if (chance.in(0.3)) {
    left.insert(left.begin(), 2);
    result.insert(result.begin(), 2);
  }
  call.operands = {factor(maker, dtype, left), factor(maker, dtype, right)};
  const bool out = maker.release >= Release{1, 16} && chance.in(0.4);
  if (out) {
    if (result == right && chance.in(0.5))
      call.operands.push_back(maker.alias(call.operands[1], 1));
    else
      call.operands.push_back(maker.operand(dtype, result));
  }
  call.arguments = {
      {"op", "product"}, {"name", name}, {"out", out}, {"axes", nullptr}, {"terms", std::max<std::int64_t>(k, 1)}};
  return call;
}

Operation einsum(Maker& maker) {
  struct Form {
    const char* subscripts;
    std::vector<std::string> operands;
    std::string summed;
  };
  static const std::vector<Form> forms{{"i,i->", {"i", "i"}, "i"},
                                       {"ij,jk->ik", {"ij", "jk"}, "j"},
                                       {"ij,kj->ik", {"ij", "kj"}, "j"},
                                       {"ij->ji", {"ij"}, ""},
                                       {"ii->i", {"ii"}, ""},
                                       {"ij->", {"ij"}, "ij"},
                                       {"ij->j", {"ij"}, "i"},
                                       {"ijk,k->ij", {"ijk", "k"}, "k"},
                                       {"ij,ij->i", {"ij", "ij"}, "j"},
                                       {"i,j->ij", {"i", "j"}, ""},
                                       {"ij,jk,kl->il", {"ij", "jk", "kl"}, "jk"},
                                       {"i,i->i", {"i", "i"}, ""},
                                       {"ij,j->i", {"ij", "j"}, "j"},
                                       {"kij,kjl->kil", {"kij", "kjl"}, "j"}};
  const Form& form = maker.chance.of(forms);
  std::map<char, std::int64_t> extents;
  for (const char letter : std::string("ijkl")) extents[letter] = maker.chance.of({0, 1, 2, 3, 4, 5, 7, 8, 9, 17});
  const std::string dtype = product_type(maker);
  Operation call;
  for (const std::string& letters : form.operands) {
    Shape shape;
    for (const char letter : letters) shape.push_back(extents[letter]);
    call.operands.push_back(factor(maker, dtype, shape));
  }
  std::int64_t terms = 1;
  for (const char letter : form.summed) terms *= std::max<std::int64_t>(extents[letter], 1);
  call.arguments = {{"op", "einsum"}, {"name", form.subscripts}, {"terms", terms}};
  return call;
}

Operation dot(Maker& maker) {
  const std::string dtype = product_type(maker);
  const std::int64_t k = maker.chance.of({0, 1, 2, 3, 7, 8, 9, 31, 40});
  Operation call;
  call.operands = {factor(maker, dtype, maker.chance.in(0.5) ? Shape{k} : Shape{maker.chance.between(1, 5), k}),
                   factor(maker, dtype, {k})};
  call.arguments = {{"op", "dot"}, {"terms", std::max<std::int64_t>(k, 1)}};
  return call;
}

void make_products(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  constexpr std::array kinds{product, product, einsum, einsum, dot};
  for (std::size_t i = 0; i < count; ++i) operations.push_back(maker.chance.of(kinds)(maker));
}

}  // namespace

extern const ArrayProbe array_products;
const ArrayProbe array_products{
    {.id = "array/products",
     .shows = "matmul and its like, dot and einsum are exact for integers, and within the bound of sums in any order "
              "for the "
              "others, whatever the layout of operands and outputs.",
     .source = "docs/arraycore.md, Products of matrices and tensors; Higham, Accuracy and Stability, 3.5",
     .seconds = 4},
    5000,
    make_products};

}  // namespace fairplay::auditor::behaviour::numpy
