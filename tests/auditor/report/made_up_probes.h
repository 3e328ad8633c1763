#pragma once

#include <cmath>

#include "auditor/facts/probe_result.h"

/// A probe run of three libraries, made up: one sound, one with findings of every kind and hostile words, one that
/// can't be loaded.
namespace fairplay::tests {

inline auditor::behaviour::ProbeRun probe_run() {
  using namespace auditor::behaviour;
  ProbeRun run;
  run.profile = "quick";
  run.seed = 7;

  ProbedLibrary sound;
  sound.path = "/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0";
  sound.found_as = "libblas.so.3 by alternatives";
  sound.identity.emplace();
  sound.identity->vendor = signatures::blas::Vendor::netlib;
  sound.convention = CallingConvention{"", "_", 32, auditor::behaviour::ComplexReturn::registers};
  sound.verdict = SoundVerdict::sound;
  sound.probes = {{"numbers/level1", ProbeStatus::pass, 0.5, 720, ""},
                  {"numbers/level3", ProbeStatus::pass, 20.25, 900, "time was up before every call was made"}};
  sound.probes.front().notes = {"ddot n=64: left to right", "\x1b[31m"};
  run.libraries.push_back(sound);

  ProbedLibrary deviating;
  deviating.path = "/opt/lib/libopenblas64_.so";
  deviating.identity.emplace();
  deviating.identity->vendor = signatures::blas::Vendor::openblas;
  deviating.identity->version = "0.3.21";
  deviating.identity->threading = signatures::blas::Threading::pthreads;
  deviating.convention = CallingConvention{"scipy_", "_64_", 64, auditor::behaviour::ComplexReturn::argument};
  deviating.says = "OpenBLAS 0.3.21 \x1b[31mZen\nMAX_THREADS=64";
  deviating.verdict = SoundVerdict::deviates;
  Divergence wrong;
  wrong.probe = "numbers/level3";
  wrong.routine = "dgemm";
  wrong.m = 5;
  wrong.n = 3;
  wrong.k = 1;
  wrong.flags = "NT";
  wrong.kernel = "Zen";
  wrong.got = "0x1.8p+0";
  wrong.expected = "0x1p+0";
  wrong.bound_ratio = 1234.5;
  wrong.message = "c(0, 0) is wrong";
  wrong.call = "dgemm NT m=5 n=3 k=1 alpha=1 beta=0 data=integers seed=9";
  wrong.source = "BLAS Technical Forum Standard (2001)";
  Divergence killed = wrong;
  killed.got = "killed by SIGSEGV at 0x10, behind a";
  killed.expected = "the call returns";
  killed.bound_ratio = 0;
  killed.threads = 2;
  killed.message = "the call kills the process";
  killed.defined_in = "/opt/lib/libother.so.0";
  killed.reproducer = "/tmp/dgemm-1.c";
  Divergence policy = wrong;
  policy.kind = DivergenceClass::policy;
  policy.routine = "idamax";
  policy.m = policy.k = 0;
  policy.n = 130;
  policy.flags = "";
  policy.bound_ratio = INFINITY;
  policy.message = "a NaN isn't the largest element | `::error::`";
  wrong.kernels = {"Haswell", "Zen"};
  policy.also_in = sound.path;
  deviating.divergences = {wrong, killed, policy};
  deviating.probes = {{"numbers/level3", ProbeStatus::finding, 3.125, 800, ""},
                      {"special/nan", ProbeStatus::failed, 0.001, 0, "out of memory", 2, "SkylakeX"}};
  deviating.elsewhere = {{"/opt/lib/libother.so.0", {"dgemm", "dtrsm"}, sound.identity},
                         {"/opt/lib/libxerbla.so", {"xerbla"}}};
  deviating.beside = {"/opt/lib/backend `x`.so"};
  deviating.kernel = "Zen";
  deviating.advisories = {
      {"OpenBLAS#12", "dgemm is | wrong", "numbers/level3", "0.3.22", AdvisedDefect::State::confirmed},
      {"OpenBLAS#13", "fork hangs", "threads/fork", "", AdvisedDefect::State::not_reproduced},
      {"OpenBLAS#14", "it is unwell", "", "0.3.30", AdvisedDefect::State::not_probed}};
  run.libraries.push_back(deviating);

  ProbedLibrary unloadable;
  unloadable.path = "/opt/lib/libtext.so";
  unloadable.why = "it is no ELF file: the file is 16 bytes long";
  run.libraries.push_back(unloadable);
  auditor::behaviour::SideBySide both{.path = deviating.path, .other = sound.path};
  both.routines = {{"dgemm", 12, 3}, {"idamax", 40, 40}};
  auditor::behaviour::SideBySide numpys{.path = sound.path, .other = "/opt/old/numpy", .of_numpys = true};
  numpys.routines = {{"numpy.sort", 100, 100}, {"numpy.result_type", 50, 48}};
  numpys.differences = {{"array/casts", "numpy.result_type", "another dtype", 2, "np.result_type(a, 1)", "<f4", "<f8"}};
  run.side_by_side = {both, numpys};
  run.not_checked = {{"LAPACK", "no probe of it yet"}};
  return run;
}

}  // namespace fairplay::tests
