#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "signatures/artifact/file_stream.h"
#include "signatures/damage.h"
#include "signatures/installers/requirement.h"

/// What a SUBJECT on the command line is. Only this file decides it, so that all commands agree. A command handles the
/// kinds that it can read, and reports the others by kind_name().
namespace fairplay::auditor::discovery {

/// "/", or no subject at all.
struct ThisMachine {};

/// A folder: site-packages, a NumPy package, a venv, a conda prefix, a project, ...
struct NamedFolder {
  std::string path;  ///< absolute, links resolved
};

/// The root of an unpacked file system.
struct NamedRoot {
  std::string path;  ///< absolute, links resolved
};

/// A Python interpreter, by its name and its x bit.
struct NamedInterpreter {
  std::string path;  ///< absolute, links NOT resolved: a venv's bin/python leads to a file that doesn't know the venv
};

/// "pid:N". The process need not exist.
struct NamedProcess {
  long pid = 0;  ///< at least 1
};

/// A wheel, an sdist or a .deb, by its first bytes.
struct NamedArchive {
  std::string path;  ///< absolute, links resolved
  signatures::artifact::Kind kind = signatures::artifact::Kind::wheel;
  std::unique_ptr<signatures::artifact::FileStream> stream;  ///< opened, not read yet; good for one pass
};

/// An ELF file that is no interpreter.
struct NamedLibrary {
  std::string path;  ///< absolute, links resolved
};

/// "numpy==2.3.5", where no file or folder has that name. No database need know the release.
struct NamedRelease {
  signatures::installers::Requirement requirement;
};

using NamedSubject = std::variant<ThisMachine, NamedFolder, NamedRoot, NamedInterpreter, NamedProcess, NamedArchive,
                                  NamedLibrary, NamedRelease>;

/// Why a text names no subject.
struct NoSubject {
  enum class Why : std::uint8_t {
    bad_process_number,  ///< "pid:" without a positive number
    absent,              ///< no such file or folder, or a folder on the way may not be read
    special_file,        ///< a FIFO, a socket, a device
    unread_package,      ///< a package of a kind that isn't read yet: .rpm, .conda
    unreadable           ///< a file that can't be opened, or has none of the formats that are read
  };
  Why why = Why::absent;
  signatures::Damage damage;  ///< `file` is the text as given
};

/// Decides what `text` names. A file that can be read is opened once; interpreters and folders aren't opened.
std::expected<NamedSubject, NoSubject> classify(const std::string& text);

/// A text with what it names.
struct ClassifiedSubject {
  std::string text;
  std::expected<NamedSubject, NoSubject> named;
};
std::vector<ClassifiedSubject> classify_all(const std::vector<std::string>& texts);

/// "an interpreter", "a running process", ...: for messages.
std::string_view kind_name(const NamedSubject& subject);

/// For a command that can't read this kind: "is an interpreter: " and `instead`.
signatures::Damage not_accepted(const std::string& text, const NamedSubject& subject, std::string_view instead);

/// Several lambdas as one visitor for std::visit.
template <class... Functions>
struct ByKind : Functions... {
  using Functions::operator()...;
};

}  // namespace fairplay::auditor::discovery
