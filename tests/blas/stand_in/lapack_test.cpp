// Netlib's part of the library used as roughly as our own (tests/blas/soundness): callers at once, forks, unloading,
// small stacks.

#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <fstream>
#include <thread>

#include "tests/blas/calls/calls.h"
#include "tests/blas/wide.h"

namespace fairplay::blas {
namespace {

const char* const library_path = FAIRPLAY_BLAS_LIBRARY;
using Z = Complex<double>;

// One call each of drivers whose work is Netlib's: singular values, eigenvalues of symmetric and of general matrices, a
// band system. Operands are made beforehand.
class Sample {
 public:
  Sample(const Library& library, int order)
      : library_(library), n_(order), band_(Draw(3).many<Z>(size(4 * band + 1, n_))) {
    Draw draw(static_cast<unsigned>(order));
    real_ = draw.many<double>(size(n_, n_));
    complex_ = draw.many<Z>(size(n_, n_));
    work_.resize(2 * size(n_, 5 * n_ + 100));
    integers_.resize(size(n_, 20) + 64);
    first_.resize(size(n_, n_));
    second_.resize(size(n_, n_));
    values_.resize(size(n_, 2));
  }

  // What the calls gave, as bytes; empty where one reports an error.
  std::string run() {
    std::string all;
    const int n = n_, work = static_cast<int>(work_.size()) / 2, integers = static_cast<int>(integers_.size()) - 2 * n_,
              none = 0, width = band, rows = 3 * band + 1;
    const double zero = 0;
    int info = 0, found = 0;
    auto keep = [&](const auto& numbers) {
      all.append(reinterpret_cast<const char*>(numbers.data()), info == 0 ? numbers.size() * sizeof numbers[0] : 0);
    };

    auto a = real_;
    call("dgesdd_", "A", &n, &n, a.data(), &n, values_.data(), first_.data(), &n, second_.data(), &n, work_.data(),
         &work, integers_.data(), &info);
    keep(values_), keep(first_), keep(second_);
    if (info != 0) return {};
    a = real_;
    call("dsyevr_", "V", "A", "U", &n, a.data(), &n, &zero, &zero, &none, &none, &zero, &found, values_.data(),
         first_.data(), &n, integers_.data(), work_.data(), &work, integers_.data() + 2 * n, &integers, &info);
    keep(values_), keep(first_);
    if (info != 0) return {};
    auto c = complex_;
    std::vector<Z> eigenvalues(size(n_, 1)), vectors(size(n_, n_)), room(size(n_, 70));
    const int rooms = static_cast<int>(room.size());
    call("zgeev_", "N", "V", &n, c.data(), &n, eigenvalues.data(), nullptr, &n, vectors.data(), &n, room.data(), &rooms,
         work_.data(), &info);
    keep(eigenvalues), keep(vectors);
    if (info != 0) return {};
    auto banded = band_;
    auto right = complex_;
    call("zgbsv_", &n, &width, &width, &n, banded.data(), &rows, integers_.data(), right.data(), &n, &info);
    keep(banded), keep(right);
    return info == 0 ? all : std::string();
  }

 private:
  static constexpr int band = 40;  // enough for the blocked code, whose arrays are on the stack
  static std::size_t size(int a, int b) { return static_cast<std::size_t>(a) * static_cast<std::size_t>(b); }
  template <class... Arguments>
  void call(const char* name, Arguments... arguments) {
    reinterpret_cast<void (*)(Arguments..., std::size_t, std::size_t, std::size_t)>(library_.symbol(name))(arguments...,
                                                                                                           1, 1, 1);
  }

  const Library& library_;
  int n_;
  std::vector<double> real_, work_, first_, second_, values_;
  std::vector<Z> complex_, band_;
  std::vector<int> integers_;
};

TEST(Lapack, CallersAtOnceGetWhatOneAloneGets) {
  Library library(library_path);
  for (auto [callers, order] : {std::pair(8, 130), std::pair(200, 24)}) {
    const std::string expected = Sample(library, order).run();
    ASSERT_FALSE(expected.empty());
    std::vector<int> wrong(static_cast<std::size_t>(callers), 0);
    std::barrier start(callers);
    std::vector<std::thread> threads;
    for (int& result : wrong)
      threads.emplace_back([&, order = order] {
        Sample own(library, order);
        start.arrive_and_wait();
        result = own.run() != expected;
      });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(std::count(wrong.begin(), wrong.end(), 0), callers) << "of " << callers << " callers";
  }
}

TEST(Lapack, ForksWhileOthersCompute) {
  Library library(library_path);
  Sample own(library, 60);
  const std::string expected = own.run();
  ASSERT_FALSE(expected.empty());
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  std::thread other([&] {
    Sample theirs(library, 60);
    while (!stop) wrong += theirs.run() != expected;
  });
  for (int i = 0; i < 4; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      alarm(60);
      _exit(own.run() == expected ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0) << "fork " << i;
  }
  stop = true;
  other.join();
  EXPECT_EQ(wrong, 0);
}

TEST(Lapack, Unloads) {
  std::string before;
  for (int round = 0; round < 3; ++round) {
    std::string got;
    {
      Library library(library_path);
      std::thread([&] { got = Sample(library, 50).run(); }).join();
    }
    EXPECT_FALSE(got.empty());
    EXPECT_TRUE(round == 0 || got == before);
    before = got;
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) EXPECT_FALSE(line.ends_with(library_path)) << line;
  }
}

TEST(Lapack, RunsOnAStackOf256Kilobytes) {
  struct Run {
    Sample* sample;
    std::string got;
  };
  Library library(library_path);
  for (int order : {5, 130}) {
    Sample sample(library, order);
    Run run{&sample, {}};
    const std::string expected = sample.run();
    ASSERT_FALSE(expected.empty());
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    ASSERT_EQ(pthread_attr_setstacksize(&attributes, std::size_t{256} << 10), 0);
    pthread_t thread;
    ASSERT_EQ(pthread_create(
                  &thread, &attributes,
                  [](void* argument) -> void* {
                    Run& self = *static_cast<Run*>(argument);
                    self.got = self.sample->run();
                    return nullptr;
                  },
                  &run),
              0);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
    EXPECT_TRUE(run.got == expected);
  }
}

}  // namespace
}  // namespace fairplay::blas
