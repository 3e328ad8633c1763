# Two commands do everything on a fresh Debian 12, as root or through sudo:
#   make audit   installs what is missing, builds the program, audits this machine
#   make test    the same, then the test suite; make test ONLY=elf: only the tests whose name matches
# make build leaves the program at build/release/fairplay and the reference BLAS's libraries in
# build/release/blas/interface. make test-all runs the long suites too. CONTRIBUTING.md has the rest.

PROGRAM_PACKAGES := ca-certificates cmake g++ libarchive-dev libcli11-dev libelf-dev libfmt-dev libssl-dev \
  libmpfr-dev libtree-sitter-dev libyaml-cpp-dev ninja-build nlohmann-json3-dev pkg-config python3 python3-pip \
  zlib1g-dev
# The complete libraries take LAPACK from these. An audit doesn't need them, and installing them brings libraries that
# it would find.
LIBRARY_PACKAGES := binutils liblapack-dev liblapack64-dev
TEST_PACKAGES := clang-19 g++-aarch64-linux-gnu libbenchmark-dev libclang-rt-19-dev libgmock-dev libgtest-dev \
  libmpc-dev openssl patchelf pybind11-dev python3-dev python3-jsonschema python3-venv qemu-user strace \
  unzip
# arraycore's Python module, which tests build as well.
PYTHON_PACKAGES := cmake g++ libmpfr-dev ninja-build pkg-config pybind11-dev python3-dev python3-pip zlib1g-dev
TIDY_PACKAGES := clang-tidy-19
FORMAT_PACKAGES := clang-format
GRAMMAR := build/grammar/src/parser.c

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

# Tests of real builds write what they saw, or why they skipped it, into a file that is shown above CTest's summary.
SEEN := $(CURDIR)/build/ci/seen
SHOW_SEEN := while IFS= read -r line; do \
  case "$$line" in *'% tests passed'*) sort -u $(SEEN); echo;; esac; printf '%s\n' "$$line"; done
CTEST := rm -f $(SEEN); touch $(SEEN); \
  FAIRPLAY_SEEN_FILE=$(SEEN) ctest --test-dir build/ci --output-on-failure --no-tests=error -j 2
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
# The Python that arraycore-python builds for.
PYTHON ?= python3
IN_CI := $(filter true,$(CI))
# C++ that differs from BASE, for make tidy.
BASE ?= main
FUZZ_SECONDS ?= 60

.PHONY: program build blas arraycore-python audit test test-all benchmarks fuzz setup setup-libraries setup-tests grammar format tidy clean
.DEFAULT_GOAL := build

# Installs the packages of $(1) that are missing; updates no package lists when none is.
define install_missing
	@missing=$$(for p in $(1); do \
	  dpkg-query -W -f='$${db:Status-Status}' $$p 2>/dev/null | grep -qx installed || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  echo "installing:" $$missing; \
	  $(SUDO) apt-get update -qq && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi
endef

setup:
	$(call install_missing,$(PROGRAM_PACKAGES))

setup-libraries: setup
	$(call install_missing,$(LIBRARY_PACKAGES))

setup-tests: setup-libraries
	$(call install_missing,$(TEST_PACKAGES))

$(GRAMMAR): | setup
	signatures/python/fetch_grammar build/grammar

grammar: $(GRAMMAR)

program: setup $(GRAMMAR)
	@[ -f build/release/build.ninja ] || cmake --preset release >/dev/null
	@cmake --build build/release --target fairplay

# Configured anew each time: packages that came since then are found.
build: setup-libraries program
	@cmake --preset release >/dev/null
	@cmake --build build/release --target fairplay blas_libraries

blas: setup-libraries $(GRAMMAR)
	@cmake --preset release >/dev/null
	@cmake --build build/release --target blas_libraries

# Leaves the package arraycore in build/python. Debian's pybind11 knows Pythons up to 3.11.
arraycore-python:
	$(call install_missing,$(PYTHON_PACKAGES))
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info >= (3, 12))' || [ -d build/pybind11 ] || \
	  $(PYTHON) -m pip install -q --disable-pip-version-check --no-deps --target build/pybind11 pybind11
	@cmake --fresh -S . -B build/arraycore-python -G Ninja -DCMAKE_BUILD_TYPE=Release \
	  "-DCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG" -DFAIRPLAY_ARRAYCORE_ONLY=ON -DFAIRPLAY_ARRAYCORE_PYTHON=$(PYTHON) \
	  -DFAIRPLAY_ARRAYCORE_PYTHON_FOLDER=$(CURDIR)/build/python >/dev/null
	@cmake --build build/arraycore-python --target arraycore_python

audit: program
	@build/release/fairplay audit

# Also writes compile_commands.json.
build/dev/build.ninja: | setup-tests $(GRAMMAR)
	cmake --preset dev >/dev/null

.PHONY: build-tests
build-tests: setup-tests $(GRAMMAR) build/dev/build.ninja
	@cmake --preset ci -DFAIRPLAY_TESTS_ONCE=$(if $(IN_CI),ON,OFF) >/dev/null
	cmake --build build/ci

ifdef ONLY
# The daily loop: builds the program and the test programs whose name matches ONLY (a regular expression), unoptimised,
# and runs those.
test: setup-tests build/dev/build.ninja
	@cmake --build build/dev --target fairplay \
	  $$(ctest --test-dir build/dev -N -R '$(ONLY)' | sed -n 's/^ *Test *#[0-9]*: \(\(test\|fuzz\)_[a-z0-9_]*\)$$/\1/p')
	@ctest --test-dir build/dev -R '$(ONLY)' -LE '^(long|exhaustive)$$' --output-on-failure --no-tests=error -j 2
else
# CI runs the long suites too; what is exhaustive waits for `make test-all`, for CI has less than an hour. So do tests
# that one of CI's two builds leaves to the other ("elsewhere", see fairplay_test_once).
test: build-tests
	@$(CTEST) -LE '$(if $(IN_CI),^(exhaustive|elsewhere)$$,^(long|exhaustive)$$)' | $(SHOW_SEEN)
endif

test-all: build-tests
	@$(CTEST) | $(SHOW_SEEN)

# Searches for new inputs that break a fuzz target, FUZZ_SECONDS each; what breaks one is left in build/sanitizers.
fuzz: setup-tests $(GRAMMAR)
	@cmake --preset sanitizers >/dev/null
	@cmake --build build/sanitizers --target fuzz_targets
	@cd build/sanitizers/tests/fuzz && failed= && for target in fuzz_*; do \
	  name=$${target#fuzz_}; echo "== $$name"; mkdir -p found_$$name; \
	  ./$$target -max_total_time=$(FUZZ_SECONDS) -timeout=20 -rss_limit_mb=2560 -verbosity=0 \
	    -artifact_prefix=$(CURDIR)/build/sanitizers/ found_$$name $(CURDIR)/tests/fuzz/corpus/$$name || failed="$$failed $$name"; \
	done; [ -z "$$failed" ] || { echo "failed:$$failed"; exit 1; }

benchmarks: build build-tests
	tests/benchmarks/run

format:
	$(call install_missing,$(FORMAT_PACKAGES))
	git ls-files '*.cpp' '*.h' ':!tests/fuzz/corpus' | xargs clang-format -i

# Reads how files are compiled from build/dev.
tidy: setup-tests build/dev/build.ninja
	$(call install_missing,$(TIDY_PACKAGES))
	@files=$$(git diff --name-only --diff-filter=d $(BASE) -- 'auditor/*.cpp' 'cli/*.cpp' 'signatures/*.cpp'); \
	if [ -n "$$files" ]; then clang-tidy-19 -p build/dev --quiet $$files; else echo "no C++ file differs from $(BASE)"; fi

clean:
	rm -rf build compile_commands.json
