#include "auditor/discovery/contents.h"
#include "auditor/discovery/discovery.h"
#include "auditor/discovery/import_folders.h"
#include "auditor/discovery/library_collection.h"
#include "auditor/discovery/system_libraries.h"

namespace fairplay::auditor::discovery {

Discovered discover_machine(const System& system) {
  Discovered found;
  ImportFolders folders(system);
  find_import_folders(system, folders, found.damage);
  LibraryCollection libraries(system);
  find_system_libraries(system, libraries, found.damage);
  find_contents(system, folders.folders(), libraries, found);
  finish(system, libraries, Order::by_path, found);
  return found;
}

}  // namespace fairplay::auditor::discovery
