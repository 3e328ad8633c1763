#include "auditor/discovery/named_subject.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <optional>
#include <utility>

#include "auditor/discovery/discovery.h"
#include "auditor/discovery/paths.h"
#include "auditor/discovery/prefix.h"

namespace fairplay::auditor::discovery {
namespace {

using signatures::Damage;
using Classification = std::expected<NamedSubject, NoSubject>;

std::unexpected<NoSubject> no_subject(NoSubject::Why why, const std::string& text, std::string reason) {
  // Nothing was read that could be damaged: it isn't there, or nobody reads it.
  return std::unexpected(NoSubject{why, Damage{text, "", std::move(reason), false}});
}

Classification process_named(const std::string& text, std::string_view digits) {
  long pid = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), pid);
  if (error != std::errc() || end != digits.data() + digits.size() || pid <= 0)
    return no_subject(NoSubject::Why::bad_process_number, text, "pid: wants a process number");
  return NamedProcess{pid};
}

std::string absolute_with_links(const std::string& path) {
  if (path.starts_with('/')) return path;
  std::error_code error;
  return paths::join(std::filesystem::current_path(error).string(), path);
}

Classification folder_named(const std::string& path) {
  if (path == "/") return ThisMachine{};
  const System system{signatures::artifact::RootedFiles("/"), {}};
  if (is_unpacked_root(system, path)) return NamedRoot{path};
  return NamedFolder{path};
}

Classification file_named(const std::string& text, const std::string& path) {
  if (is_interpreter_name(paths::last(text)) && ::access(path.c_str(), X_OK) == 0)
    return NamedInterpreter{absolute_with_links(text)};
  auto stream = signatures::artifact::open_file(path);
  if (!stream) {
    const bool unread_package = !signatures::artifact::why_unread(path).empty();
    NoSubject none{unread_package ? NoSubject::Why::unread_package : NoSubject::Why::unreadable, stream.error()};
    none.damage.file = text;
    none.damage.grave = !unread_package;
    return std::unexpected(std::move(none));
  }
  const signatures::artifact::Kind kind = (*stream)->kind();
  if (signatures::artifact::traits(kind).layout == signatures::artifact::Layout::one_file) return NamedLibrary{path};
  return NamedArchive{path, kind, std::move(*stream)};
}

}  // namespace

Classification classify(const std::string& text) {
  constexpr std::string_view process = "pid:";
  if (text.starts_with(process)) return process_named(text, std::string_view(text).substr(process.size()));
  std::error_code error;
  const std::string path = std::filesystem::canonical(text, error).string();
  struct stat status {};
  if (error || ::stat(path.c_str(), &status) != 0) {
    if (auto requirement = signatures::installers::parse_requirement(text))
      return NamedRelease{std::move(*requirement)};
    return no_subject(NoSubject::Why::absent, text, "no such file or folder, or it may not be read");
  }
  if (S_ISDIR(status.st_mode)) return folder_named(path);
  if (S_ISREG(status.st_mode)) return file_named(text, path);
  return no_subject(NoSubject::Why::special_file, text, "neither a file nor a folder");
}

std::vector<ClassifiedSubject> classify_all(const std::vector<std::string>& texts) {
  std::vector<ClassifiedSubject> all;
  for (const std::string& text : texts) all.push_back({text, classify(text)});
  return all;
}

std::string_view kind_name(const NamedSubject& subject) {
  return std::visit(ByKind{
                        [](const ThisMachine&) -> std::string_view { return "this machine"; },
                        [](const NamedFolder&) -> std::string_view { return "a folder"; },
                        [](const NamedRoot&) -> std::string_view { return "an unpacked root"; },
                        [](const NamedInterpreter&) -> std::string_view { return "an interpreter"; },
                        [](const NamedProcess&) -> std::string_view { return "a running process"; },
                        [](const NamedArchive&) -> std::string_view { return "an archive"; },
                        [](const NamedLibrary&) -> std::string_view { return "an ELF file"; },
                        [](const NamedRelease&) -> std::string_view { return "a release of the signature database"; },
                    },
                    subject);
}

Damage not_accepted(const std::string& text, const NamedSubject& subject, std::string_view instead) {
  return {text, "", fmt::format("is {}: {}", kind_name(subject), instead), false};
}

}  // namespace fairplay::auditor::discovery
