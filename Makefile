# Two commands do everything on a fresh Debian 12, as root or through sudo:
#   make audit   install what is missing, build, audit this machine
#   make test    the same, then the test suite
# make build leaves the program at build/release/fairplay, the reference BLAS's libraries in build/release/blas/interface. make test-all runs the long suites too.

BUILD_PACKAGES := ca-certificates cmake g++ libarchive-dev libcli11-dev libelf-dev libfmt-dev liblapack-dev liblapack64-dev libssl-dev \
  libtree-sitter-dev libyaml-cpp-dev ninja-build nlohmann-json3-dev pkg-config python3 python3-pip
TEST_PACKAGES := binutils clang-19 g++-aarch64-linux-gnu libbenchmark-dev libclang-rt-19-dev libgmock-dev libgtest-dev libmpfr-dev openssl \
  patchelf python3-jsonschema python3-venv qemu-user strace unzip zlib1g-dev
GRAMMAR := build/grammar/src/parser.c

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

# Real builds tell what they were, or why they were skipped, in a file that is shown above CTest's summary.
SEEN := $(CURDIR)/build/ci/seen
SHOW_SEEN := while IFS= read -r line; do case "$$line" in *'% tests passed'*) sort -u $(SEEN); echo;; esac; printf '%s\n' "$$line"; done
CTEST := rm -f $(SEEN); touch $(SEEN); FAIRPLAY_SEEN_FILE=$(SEEN) ctest --test-dir build/ci --output-on-failure --no-tests=error -j 2
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

.PHONY: build blas audit test test-all benchmarks setup setup-tests grammar clean
.DEFAULT_GOAL := build

# Installs the packages of $(1) that are missing; asks the package lists of nobody when none is.
define install_missing
	@missing=$$(for p in $(1); do dpkg-query -W -f='$${db:Status-Status}' $$p 2>/dev/null | grep -qx installed || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  echo "installing:" $$missing; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi
endef

setup:
	$(call install_missing,$(BUILD_PACKAGES))

setup-tests: setup
	$(call install_missing,$(TEST_PACKAGES))

$(GRAMMAR): | setup
	signatures/python/fetch_grammar build/grammar

grammar: $(GRAMMAR)

build: setup $(GRAMMAR)
	@[ -f build/release/build.ninja ] || cmake --preset release >/dev/null
	@cmake --build build/release --target fairplay blas_libraries

blas: setup $(GRAMMAR)
	@[ -f build/release/build.ninja ] || cmake --preset release >/dev/null
	@cmake --build build/release --target blas_libraries

audit: build
	@build/release/fairplay audit

build/ci/build.ninja: | setup-tests $(GRAMMAR)
	cmake --preset ci >/dev/null

.PHONY: build-tests
build-tests: setup-tests build/ci/build.ninja
	cmake --build build/ci

# CI runs the long suites too; what is exhaustive waits for `make test-all`, for CI has an hour.
test: build-tests
	@$(CTEST) -LE '$(if $(filter true,$(CI)),^exhaustive$$,^(long|exhaustive)$$)' | $(SHOW_SEEN)

test-all: build-tests
	@$(CTEST) | $(SHOW_SEEN)

benchmarks: build build-tests
	tests/benchmarks/run

clean:
	rm -rf build
