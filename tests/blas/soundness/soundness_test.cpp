// What other libraries get wrong around the arithmetic: callers at once, forks, unloading, small stacks, memory. CTest
// runs this once for each number of threads. Under sanitizers, which look at every access and are slow, fewer callers
// and sizes show the same.

#include <dlfcn.h>
#include <fenv.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <barrier>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/blas/calls/calls.h"

namespace fairplay::blas::soundness {
namespace {

const char* const library_path = FAIRPLAY_BLAS_LIBRARY;

constexpr bool sanitized = FAIRPLAY_SANITIZED;
constexpr int large = 150;  // enough for a call to use threads

using Calls = std::vector<std::unique_ptr<Call>>;

Calls calls_of_sizes(const Library& library, std::initializer_list<int> sizes) {
  Calls all;
  for (int size : sizes)
    for (auto& made : {calls, factorisations})
      for (auto& call : made(library, size)) all.push_back(std::move(call));
  return all;
}

std::vector<std::vector<unsigned char>> results(Calls& calls) {
  std::vector<std::vector<unsigned char>> bytes;
  for (auto& call : calls) {
    call->reset();
    call->run();
    bytes.push_back(call->written());
  }
  return bytes;
}

// Empty where every call gives the expected bytes, else the first call that doesn't.
std::string first_difference(Calls& calls, const std::vector<std::vector<unsigned char>>& expected) {
  std::vector<std::vector<unsigned char>> got = results(calls);
  for (std::size_t i = 0; i < got.size(); ++i)
    if (got[i] != expected[i]) return calls[i]->name;
  return {};
}

TEST(Soundness, CallersAtOnceGetWhatOneAloneGets) {
  Library library(library_path);
  Calls alone = calls_of_sizes(library, {7, large});
  auto expected = results(alone);
  for (int callers : {2, sanitized ? 6 : 16}) {
    std::vector<std::string> wrong(callers);
    std::barrier start(callers);
    std::vector<std::thread> threads;
    for (int i = 0; i < callers; ++i)
      threads.emplace_back([&, i] {
        Calls own = calls_of_sizes(library, {7, large});
        start.arrive_and_wait();
        wrong[i] = first_difference(own, expected);
      });
    for (std::thread& thread : threads) thread.join();
    for (int i = 0; i < callers; ++i) EXPECT_EQ(wrong[i], "") << "caller " << i << " of " << callers;
  }
}

TEST(Soundness, FourHundredCallersAtOnce) {
  Library library(library_path);
  Calls alone = calls_of_sizes(library, {40});
  auto expected = results(alone);
  constexpr int callers = sanitized ? 60 : 400;
  std::vector<std::string> wrong(callers);
  std::barrier start(callers);
  std::vector<std::thread> threads;
  for (int i = 0; i < callers; ++i)
    threads.emplace_back([&, i] {
      Calls own = calls_of_sizes(library, {40});
      start.arrive_and_wait();
      wrong[i] = first_difference(own, expected);
    });
  for (std::thread& thread : threads) thread.join();
  for (int i = 0; i < callers; ++i) EXPECT_EQ(wrong[i], "") << "caller " << i;
}

// 0 where the child computes what is expected; it is killed where it hangs.
int status_of_child(Calls& calls, const std::vector<std::vector<unsigned char>>& expected) {
  pid_t child = fork();
  if (child == 0) {
    alarm(120);
    _exit(first_difference(calls, expected).empty() ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return status;
}

TEST(Soundness, ForkBeforeAfterAndBetweenCalls) {
  Library library(library_path);
  Calls own = calls_of_sizes(library, {30, large});
  pid_t child = fork();  // before the first call of this process
  if (child == 0) {
    alarm(120);
    results(own);
    _exit(0);
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0) << "forked before the first call";
  auto expected = results(own);
  EXPECT_EQ(status_of_child(own, expected), 0) << "forked after calls";
  EXPECT_EQ(first_difference(own, expected), "") << "the parent, after the fork";
}

TEST(Soundness, ForkWhileOtherThreadsCompute) {
  Library library(library_path);
  Calls own = calls_of_sizes(library, {64, large});
  auto expected = results(own);
  std::atomic<bool> stop = false;
  std::vector<std::string> wrong(3);
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&, i] {
      Calls theirs = calls_of_sizes(library, {64, large});
      while (!stop && wrong[i].empty()) wrong[i] = first_difference(theirs, expected);
    });
  for (int i = 0; i < (sanitized ? 2 : 5); ++i) EXPECT_EQ(status_of_child(own, expected), 0) << "fork " << i;
  stop = true;
  for (std::thread& thread : threads) thread.join();
  for (const std::string& call : wrong) EXPECT_EQ(call, "");
}

bool is_mapped(const std::string& path) {
  std::ifstream maps("/proc/self/maps");
  std::string line;
  while (std::getline(maps, line))
    if (line.ends_with(path)) return true;
  return false;
}

std::size_t address_space_bytes() {
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

TEST(Soundness, UnloadsWhileThreadsThatCalledItLiveOn) {
#if FAIRPLAY_SANITIZED
  GTEST_SKIP() << "sanitizers keep what is unloaded";
#endif
  std::size_t after_first = 0;
  constexpr int rounds = 8;
  for (int round = 0; round < rounds; ++round) {
    constexpr int callers = 8;
    std::barrier computed(callers + 1), closed(callers + 1);
    std::vector<std::thread> threads;
    {
      Library library(library_path);
      for (int i = 0; i < callers; ++i)
        threads.emplace_back([&] {
          {
            Calls own = calls_of_sizes(library, {100});
            for (auto& call : own) {
              call->reset();
              call->run();
            }
          }
          computed.arrive_and_wait();
          closed.arrive_and_wait();
        });
      computed.arrive_and_wait();
    }
    EXPECT_FALSE(is_mapped(library_path)) << "still mapped after dlclose";
    if (round == 1) after_first = address_space_bytes();
    if (round == rounds - 1) {
      EXPECT_LE(address_space_bytes(), after_first + (std::size_t{64} << 20)) << "grows with every loading";
    }
    closed.arrive_and_wait();
    for (std::thread& thread : threads) thread.join();
  }
}

TEST(Soundness, NothingIsLostWithAThread) {
  Library library(library_path);
  auto many = [&] {
    for (int i = 0; i < (sanitized ? 10 : 60); ++i)
      std::thread([&] {
        Calls own = calls_of_sizes(library, {50});
        for (auto& call : own) {
          call->reset();
          call->run();
        }
      }).join();
  };
  many();
  std::size_t before = address_space_bytes();
  many();
  EXPECT_LE(address_space_bytes(), before + (std::size_t{1} << 20));
}

// A thread on a stack that was painted beforehand: what is no longer painted was used.
struct Painted {
  static constexpr std::size_t bytes = std::size_t{8} << 20;
  static constexpr unsigned char paint = 0xA5;

  Call* call;
  unsigned char* low;
  std::uintptr_t entered = 0;
  std::size_t used = 0;

  static void* enter(void* argument) {
    Painted& self = *static_cast<Painted*>(argument);
    unsigned char here = 0;
    self.entered = reinterpret_cast<std::uintptr_t>(&here);
    self.call->run();
    return nullptr;
  }
};

std::size_t stack_used(Call& call) {
  Painted painted{.call = &call,
                  .low = static_cast<unsigned char*>(::mmap(nullptr, Painted::bytes, PROT_READ | PROT_WRITE,
                                                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0))};
  // Only the top 256 KB are painted: a call that got further would have overwritten them all.
  constexpr std::size_t watched = std::size_t{256} << 10;
  unsigned char* from = painted.low + Painted::bytes - watched;
  std::memset(from, Painted::paint, watched);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, painted.low, Painted::bytes);
  pthread_t thread;
  EXPECT_EQ(pthread_create(&thread, &attributes, &Painted::enter, &painted), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  unsigned char* deepest = from;
  while (deepest < painted.low + Painted::bytes && *deepest == Painted::paint) ++deepest;
  std::size_t used = painted.entered - reinterpret_cast<std::uintptr_t>(deepest);
  ::munmap(painted.low, Painted::bytes);
  return used;
}

TEST(Soundness, NoCallTakesMoreThan32KilobytesOfItsCallersStack) {
#if FAIRPLAY_SANITIZED
  GTEST_SKIP() << "sanitizers make frames larger";
#endif
  Library library(library_path);
  std::size_t most = 0;
  std::string by;
  for (int size : {1, 9, 64, 129, 300}) {
    for (auto& call : calls_of_sizes(library, {size})) {
      call->reset();
      call->run();  // the first call chooses kernels, which asks more of the stack
      call->reset();
      std::size_t used = stack_used(*call);
      EXPECT_LE(used, std::size_t{32} << 10) << call->name;
      if (used > most) most = used, by = call->name;
    }
  }
  RecordProperty("most", std::to_string(most));
  std::printf("most stack: %zu bytes, %s\n", most, by.c_str());
}

TEST(Soundness, LeavesRoundingModeSignalsAndAffinityAsTheyWere) {
  Library library(library_path);
  Calls own = calls_of_sizes(library, {33, 300});
  ASSERT_EQ(fesetround(FE_DOWNWARD), 0);
  sigset_t before, after;
  cpu_set_t cpus_before, cpus_after;
  sigemptyset(&before);
  sigaddset(&before, SIGUSR2);
  pthread_sigmask(SIG_BLOCK, &before, nullptr);
  pthread_sigmask(SIG_SETMASK, nullptr, &before);
  pthread_getaffinity_np(pthread_self(), sizeof cpus_before, &cpus_before);
  results(own);
  EXPECT_EQ(fegetround(), FE_DOWNWARD);
  fesetround(FE_TONEAREST);
  pthread_sigmask(SIG_SETMASK, nullptr, &after);
  pthread_getaffinity_np(pthread_self(), sizeof cpus_after, &cpus_after);
  for (int signal = 1; signal < 32; ++signal)
    EXPECT_EQ(sigismember(&before, signal), sigismember(&after, signal)) << signal;
  EXPECT_TRUE(CPU_EQUAL(&cpus_before, &cpus_after));
}

std::string output_of(const std::string& command) {
  std::string text;
  if (FILE* pipe = ::popen(command.c_str(), "r")) {
    char piece[4096];
    while (std::size_t got = std::fread(piece, 1, sizeof piece, pipe)) text.append(piece, got);
    ::pclose(pipe);
  }
  return text;
}

TEST(Soundness, TheLibraryHasNoThreadLocalDataAndNeedsTheCLibraryAlone) {
#if FAIRPLAY_SANITIZED
  GTEST_SKIP() << "sanitizers bring a runtime of their own";
#endif
  std::string headers = output_of(std::string("readelf -lW ") + library_path);
  ASSERT_NE(headers.find("LOAD"), std::string::npos) << "readelf says nothing";
  EXPECT_EQ(headers.find(" TLS "), std::string::npos) << headers;
  std::istringstream dynamic(output_of(std::string("readelf -dW ") + library_path));
  std::string line;
  while (std::getline(dynamic, line)) {
    if (line.find("(NEEDED)") == std::string::npos) continue;
    EXPECT_TRUE(line.find("[libc.so.6]") != std::string::npos || line.find("[libm.so.6]") != std::string::npos ||
                line.find("[ld-linux") != std::string::npos)
        << line;
  }
}

}  // namespace
}  // namespace fairplay::blas::soundness
