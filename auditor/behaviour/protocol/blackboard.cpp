#include "auditor/behaviour/protocol/blackboard.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace fairplay::auditor::behaviour {
namespace {
constexpr std::size_t doing_bytes = 1000;
constexpr std::size_t where_bytes = 200;
}  // namespace

struct Blackboard::Page {
  char doing[doing_bytes];
  volatile std::uint64_t step;
  volatile std::uint64_t calls;
  volatile int hung;
  Hang hang;
  volatile int faulted;
  int signal;
  std::uint64_t address;
  std::int64_t byte;
  char where[where_bytes];
};

std::unique_ptr<Blackboard> Blackboard::make() {
  const int descriptor = memfd_create("fairplay-blackboard", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor < 0) return nullptr;
  // A subject that cut the page short would kill whoever reads it next, the parent too.
  constexpr int for_ever = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
  if (ftruncate(descriptor, sizeof(Page)) != 0 || fcntl(descriptor, F_ADD_SEALS, for_ever) != 0) {
    close(descriptor);
    return nullptr;
  }
  return of(descriptor);
}

std::unique_ptr<Blackboard> Blackboard::of(int descriptor) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0 || status.st_size != sizeof(Page)) return nullptr;
  void* page = mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (page == MAP_FAILED) return nullptr;
  return std::unique_ptr<Blackboard>(new Blackboard(descriptor, static_cast<Page*>(page)));
}

Blackboard::~Blackboard() {
  munmap(page_, sizeof(Page));
  close(descriptor_);
}

void Blackboard::doing(std::string_view what, std::uint64_t step) {
  page_->step = step;
  const std::size_t size = std::min(what.size(), doing_bytes - 1);
  std::memcpy(page_->doing, what.data(), size);
  page_->doing[size] = '\0';
}
std::string Blackboard::doing() const { return {page_->doing, strnlen(page_->doing, doing_bytes)}; }
std::uint64_t Blackboard::step() const { return page_->step; }
void Blackboard::count(std::uint64_t calls) { page_->calls = page_->calls + calls; }
std::uint64_t Blackboard::calls() const { return page_->calls; }

void Blackboard::fault(int signal, std::uint64_t address, const char* where, std::int64_t byte) {
  page_->signal = signal;
  page_->address = address;
  page_->byte = byte;
  std::size_t size = 0;
  for (; size + 1 < where_bytes && where[size] != '\0'; ++size) page_->where[size] = where[size];
  page_->where[size] = '\0';
  page_->faulted = 1;
}

std::optional<Blackboard::Fault> Blackboard::fault() const {
  if (page_->faulted != 1) return std::nullopt;
  return Fault{page_->signal, page_->address, {page_->where, strnlen(page_->where, where_bytes)}, page_->byte};
}

void Blackboard::hang(const Hang& hang) {
  page_->hang = hang;
  page_->hung = 1;
}

std::optional<Blackboard::Hang> Blackboard::hang() const {
  return page_->hung == 1 ? std::optional(page_->hang) : std::nullopt;
}

}  // namespace fairplay::auditor::behaviour
