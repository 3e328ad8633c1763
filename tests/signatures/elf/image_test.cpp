#include "signatures/elf/image.h"

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

#include "tests/support/elf_reading.h"
#include "tests/support/temporary_folder.h"

namespace fairplay {

namespace {

using namespace signatures::elf;
using signatures::Damage;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::damage;
using tests::ElfBuilder;
using tests::open_image;

ElfBuilder sound() {
  ElfBuilder elf;
  elf.soname = "libt.so.1";
  elf.needed = {"libm.so.6", "libc.so.6"};
  elf.build_id = std::string("\x01\xab\xff", 3);
  elf.comment = std::string("GCC: (GNU) 12\0clang version 19\0GCC: (GNU) 12\0", 45);
  elf.symbols = {{.name = "foo", .value = ElfBuilder::text}};
  elf.data_bytes = "data";
  return elf;
}

TEST(ElfImage, ReportsIdentity) {
  for (int bits : {32, 64}) {
    for (bool little : {true, false}) {
      ElfBuilder elf = sound();
      elf.bits = bits;
      elf.little_endian = little;
      elf.machine = EM_S390;
      const std::string bytes = elf.build();
      auto image = open_image(bytes);
      ASSERT_TRUE(image) << image.error().reason;
      EXPECT_EQ(image->header().bits, bits);
      EXPECT_EQ(image->header().little_endian, little);
      EXPECT_EQ(image->header().type, ET_DYN);
      EXPECT_EQ(machine_name(image->header().machine), "S/390");
      EXPECT_THAT(image->header_damage(), IsEmpty());
      std::vector<Damage> reported;
      EXPECT_EQ(image->build_id(reported), "01abff");
      EXPECT_THAT(image->comment(reported), ElementsAre("GCC: (GNU) 12", "clang version 19"));
      EXPECT_THAT(reported, IsEmpty());
      ASSERT_NE(image->section(".data"), nullptr);
      auto data = image->bytes(*image->section(".data"));
      ASSERT_TRUE(data);
      EXPECT_EQ(data->size(), 4U);
      EXPECT_EQ(image->section(".absent"), nullptr);
    }
  }
  EXPECT_EQ(machine_name(EM_X86_64), "x86-64");
  EXPECT_EQ(machine_name(4711), "machine 4711");
}

TEST(ElfImage, ReadsADescriptorWithoutMovingIt) {
  tests::TemporaryFolder folder;
  const std::string path = folder.write("a.so", sound().build());
  const int fd = ::open(path.c_str(), O_RDONLY);
  ASSERT_GE(fd, 0);
  {
    auto image = Image::open(fd, path);
    ASSERT_TRUE(image);
    std::vector<Damage> reported;
    EXPECT_EQ(image->dynamic(reported).soname, "libt.so.1");
    EXPECT_THAT(reported, IsEmpty());
  }
  EXPECT_EQ(lseek(fd, 0, SEEK_CUR), 0);
  ::close(fd);
}

TEST(ElfImage, AFileCutWhileItIsReadIsDamageNotASignal) {
  tests::TemporaryFolder folder;
  const std::string path = folder.write("a.so", sound().build());
  const int fd = ::open(path.c_str(), O_RDONLY);
  auto image = Image::open(fd, path);
  ASSERT_TRUE(image);
  ASSERT_EQ(truncate(path.c_str(), 0x100), 0);
  std::vector<Damage> reported;
  EXPECT_EQ(image->dynamic(reported).soname, "");
  EXPECT_THAT(reported, Contains(damage("offset 0xf00", "cannot be read")));
  ::close(fd);
}

TEST(ElfImage, RefusesWhatIsNoElf) {
  const auto why = [](const std::string& bytes) {
    auto image = open_image(bytes);
    return image ? std::string() : image.error().reason;
  };
  EXPECT_THAT(why(""), HasSubstr("not an ELF file"));
  EXPECT_THAT(why("!<arch>\n"), HasSubstr("not an ELF file: it doesn't start with 7f 45 4c 46"));
  const std::string bytes = sound().build();
  EXPECT_THAT(why(bytes.substr(0, 8)), HasSubstr("cut off after 8 bytes"));
  EXPECT_THAT(why(bytes.substr(0, 40)), HasSubstr("cut off after 40 bytes, inside its header of 64"));
  std::string odd = bytes;
  odd[EI_CLASS] = 9;
  EXPECT_THAT(why(odd), HasSubstr("class 9 is neither 32 nor 64 bits"));
  odd = bytes;
  odd[EI_DATA] = 0;
  EXPECT_THAT(why(odd), HasSubstr("data encoding 0"));
  EXPECT_EQ(Image::open(-1, "gone").error().reason, "cannot be read: Bad file descriptor");
}

TEST(ElfImage, ReportsATruncatedFile) {
  const std::string bytes = sound().build();
  const std::string half = bytes.substr(0, 0xe00);
  auto image = open_image(half);
  ASSERT_TRUE(image);
  EXPECT_THAT(image->header_damage(),
              Contains(damage("program header 2", "reaches beyond the file's end at 0xe00: the file is cut off")));
  EXPECT_THAT(image->header_damage(), Contains(damage("section headers", "the file is cut off")));
}

TEST(ElfImage, ASectionBeyondTheFileIsReported) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("section header .comment") + offsetof(Elf64_Shdr, sh_size), 8, 1ULL << 60);
  auto image = open_image(bytes);
  ASSERT_TRUE(image);
  EXPECT_THAT(image->header_damage(), ElementsAre(damage(".comment", "1152921504606846976 bytes at 0x")));
  std::vector<Damage> reported;
  EXPECT_THAT(image->comment(reported), IsEmpty());
  EXPECT_THAT(reported, ElementsAre(damage(".comment", "beyond the file's end")));
}

TEST(ElfImage, ASectionThatShowsOtherBytesThanTheLoaderMapsIsReported) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("section header .text") + offsetof(Elf64_Shdr, sh_offset), 8, ElfBuilder::data);
  auto image = open_image(bytes);
  ASSERT_TRUE(image);
  EXPECT_THAT(image->header_damage(),
              ElementsAre(damage(".text", "says file offset 0xe00, the loader maps 0xa00 at its address 0xa00")));
}

TEST(ElfImage, ASectionNameOutsideTheTableIsReported) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("section header .text"), 4, 0x7fffffff);
  auto image = open_image(bytes);
  ASSERT_TRUE(image);
  EXPECT_THAT(image->header_damage(),
              ElementsAre(damage("section names", "1 sections have a name outside the string table")));
}

TEST(ElfImage, AnAbsurdSectionCountCostsNothing) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  const std::uint64_t table = elf.place("section header .note.gnu.build-id") - sizeof(Elf64_Shdr);
  elf.patch(bytes, offsetof(Elf64_Ehdr, e_shnum), 2, 0);  // "the count stands in section 0's sh_size"
  elf.patch(bytes, table + offsetof(Elf64_Shdr, sh_size), 8, 0xffffffff);
  auto image = open_image(bytes);
  if (image) {
    std::vector<Damage> reported;
    EXPECT_EQ(image->dynamic(reported).soname, "libt.so.1");
    EXPECT_THAT(image->header_damage(), Contains(damage("section headers", "beyond the file's end")));
  } else {
    EXPECT_THAT(image.error().reason, HasSubstr("section"));
  }
}

TEST(ElfImage, OverlappingTablesAreBounded) {
  const std::string bytes = sound().build();
  auto image = open_image(bytes);
  ASSERT_TRUE(image);
  std::string why;
  for (std::uint64_t i = 0; i < 1000 && why.empty(); ++i) {
    auto part = image->bytes_at_offset(i, bytes.size() - i);
    if (!part) why = part.error().reason;
  }
  EXPECT_THAT(why, HasSubstr("the tables overlap"));
}

TEST(ElfImage, ADamagedNoteIsReported) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place(".note.gnu.build-id") + 4, 4, 0x10000);
  auto image = open_image(bytes);
  ASSERT_TRUE(image);
  std::vector<Damage> reported;
  EXPECT_EQ(image->build_id(reported), "");
  EXPECT_THAT(
      reported,
      Contains(damage("offset 0x200",
                      "the note 0x0 bytes in (name 4, content 65536 bytes) reaches beyond the 20 bytes of its table")));
}

TEST(ElfImage, ABuildIdIsFoundWithoutSectionHeaders) {
  ElfBuilder elf = sound();
  elf.section_headers = false;
  const std::string bytes = elf.build();
  auto image = open_image(bytes);
  ASSERT_TRUE(image);
  std::vector<Damage> reported;
  EXPECT_EQ(image->build_id(reported), "01abff");
  EXPECT_THAT(image->sections(), IsEmpty());
  EXPECT_THAT(reported, IsEmpty());
}

}  // namespace

}  // namespace fairplay
