"""An audit opens nothing for writing, changes nothing, runs nothing, and talks to no network: as strace sees it."""

import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import builds
import program

# System calls that change files, their metadata or other processes, or that start programs or connections.
FORBIDDEN = """
    creat mknod mknodat mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat truncate ftruncate fallocate
    chmod fchmod fchmodat chown fchown lchown fchownat utime utimes utimensat futimesat setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr
    mount umount2 chroot pivot_root swapon sync syncfs copy_file_range sendfile
    socket socketpair connect bind listen accept accept4 sendto sendmsg sendmmsg
    execve execveat fork vfork kill tkill tgkill ptrace process_vm_readv process_vm_writev setuid setgid setresuid bpf init_module finit_module io_uring_setup
""".split()
OPENS = ("open", "openat", "openat2")
WRITING = re.compile(r"O_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)")
# A line of `strace -f -o`: the thread's number, then the call.
CALL = re.compile(r"^\d+ +(?:<\.\.\. )?(\w+)[( ]")


def setUpModule() -> None:
    global base, venv
    if not shutil.which("strace"):
        raise unittest.SkipTest("strace is not installed")
    probe = subprocess.run(["strace", "-f", "-o", "/dev/null", "/bin/true"], capture_output=True, text=True)
    if probe.returncode != 0:
        raise unittest.SkipTest(f"strace may not trace here: {probe.stderr.strip()}")
    base = Path(tempfile.mkdtemp(prefix="fairplay-traces-"))
    unittest.addModuleCleanup(shutil.rmtree, base, ignore_errors=True)
    venv = base / "venv"
    builds.pip_install(builds.venv(venv), builds.wheel("numpy==2.3.5"))


class Traces(program.RealTest):
    def trace(self, *arguments: str | Path, allowed_output: Path | None = None) -> list[str]:
        log = self.temporary() / "strace.log"
        done = subprocess.run(
            [
                "strace",
                "-f",
                "-qq",
                "-s",
                "200",
                "-o",
                log,
                "-e",
                f"trace={','.join('?' + call for call in (*FORBIDDEN, *OPENS))}",
                program.PROGRAM,
                "audit",
                *arguments,
            ],
            env=builds.clean_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )
        self.assertIn(done.returncode, (0, 1), done.stderr + done.stdout[-2000:])
        lines = log.read_text(errors="replace").splitlines()
        self.assertTrue(any("execve(" in line for line in lines), "the trace shows the program's own start")
        self.assertTrue(any("openat(" in line for line in lines))
        suspects, emptied = [], ""
        for line in lines:
            call = CALL.match(line)
            if not call:
                continue
            if call[1] in OPENS:
                if WRITING.search(line) and not (allowed_output and str(allowed_output) in line):
                    suspects.append(line)
                elif WRITING.search(line):
                    emptied = f"ftruncate({line.rsplit('= ', 1)[1]}, 0)"
            elif call[1] == "ftruncate" and emptied and emptied in line:
                emptied = ""  # the report that was there before
            elif not (call[1] == "execve" and line == next(item for item in lines if "execve(" in item)):
                suspects.append(line)
        return suspects

    def test_the_tracer_sees_what_it_should(self):
        """The same filter does see --output: the rest of this file means something."""
        output = self.temporary() / "report.txt"
        self.assertTrue(self.trace("--output", output, venv))
        self.assertEqual(self.trace("--output", output, venv, allowed_output=output), [])

    def test_the_machine(self):
        self.assertEqual(self.trace("--fail-on", "never"), [])

    def test_a_venv_and_its_interpreter(self):
        self.assertEqual(self.trace(venv), [])
        self.assertEqual(self.trace("--format", "json", venv / "bin" / "python"), [])

    def test_archives(self):
        self.assertEqual(
            self.trace("--format", "markdown", builds.wheel("numpy==2.3.5"), builds.deb("python3-numpy")), []
        )

    def test_a_process(self):
        process = subprocess.Popen(
            [venv / "bin" / "python", "-c", "import numpy; print('ready', flush=True); input()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=builds.clean_environment(),
        )
        try:
            self.assertEqual(process.stdout.readline(), "ready\n")
            self.assertEqual(self.trace(f"pid:{process.pid}"), [])
        finally:
            process.communicate("\n", timeout=60)

    def test_times_and_content_stay(self):
        """Not even access counts: nothing in the tree has another time, size or content afterwards."""

        def state() -> dict[str, tuple[int, int, int]]:
            return {
                str(path): (path.lstat().st_mtime_ns, path.lstat().st_ctime_ns, path.lstat().st_size)
                for path in venv.rglob("*")
            }

        before = state()
        self.audit(venv)
        self.assertEqual(state(), before)


if __name__ == "__main__":
    program.main()
