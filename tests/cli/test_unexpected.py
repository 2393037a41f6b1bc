"""Defects and interruptions: told in one line, noted without data, never code 0."""

import os
import signal
import stat
import subprocess
import sys
import time

import pytest

from callbench import log
from callbench.cli import settings
from callbench.log.file import LARGEST

SECRET = "13800138000"


@pytest.fixture
def broken(monkeypatch):
    """`config path` fails with a customer's number in its hands."""

    def fail(secret: str = SECRET) -> None:
        try:
            raise KeyError(secret)
        except KeyError as error:
            raise ValueError(f"cannot call {secret}") from error

    monkeypatch.setattr(settings.path, "callback", fail)


def test_a_defect_is_one_line_and_its_place_is_in_the_log(run, broken, monkeypatch, tmp_path) -> None:
    path = tmp_path / "logs" / "bench.log"
    monkeypatch.setenv("CALLBENCH_LOG", str(path))
    failed = run("config", "path")
    assert (failed.code, failed.out) == (70, "")
    assert failed.err == f"callbench failed unexpectedly (ValueError). The place is in {path}\n"
    written = path.read_text("utf-8")
    assert "test_unexpected.py" in written
    assert "builtins.KeyError" in written
    assert SECRET not in written
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_hides_nothing(run, broken, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("CALLBENCH_LOG", str(tmp_path))  # a folder
    failed = run("config", "path")
    assert failed.code == 70
    assert failed.err == "callbench failed unexpectedly (ValueError).\n"


def test_the_log_lies_in_the_state_folder(monkeypatch, tmp_path) -> None:
    assert log.log_path() == tmp_path / "state" / "callbench" / "callbench.log"


def test_the_log_does_not_grow_for_ever(monkeypatch, tmp_path) -> None:
    path = tmp_path / "bench.log"
    monkeypatch.setenv("CALLBENCH_LOG", str(path))
    path.write_text("x" * LARGEST, "utf-8")
    log.note("begun anew")
    assert path.stat().st_size < 1000
    assert (tmp_path / "bench.log.1").stat().st_size >= LARGEST


def test_a_refused_base_is_noted_by_its_code_only(run, base, monkeypatch, tmp_path) -> None:
    path = tmp_path / "bench.log"
    monkeypatch.setenv("CALLBENCH_LOG", str(path))
    base.mkdir()
    assert run("agent", "list").code == 3
    assert "refused: store" in path.read_text("utf-8")
    assert str(base) not in path.read_text("utf-8")


def test_a_wrong_line_is_nothing_to_note(run, monkeypatch, tmp_path) -> None:
    path = tmp_path / "bench.log"
    monkeypatch.setenv("CALLBENCH_LOG", str(path))
    run("summry")
    assert not path.exists()


def test_an_interruption_ends_with_130(run, monkeypatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(settings.path, "callback", interrupted)
    stopped = run("config", "path")
    assert (stopped.code, stopped.out, stopped.err) == (130, "", "\nStopped.\n")


def test_a_signal_in_the_middle_of_reading_ends_with_130(tmp_path) -> None:
    script = "import sys; from callbench.cli.main import main\nimport callbench.cli.settings as s\ns.path.callback = lambda: (print('ready', flush=True), sys.stdin.read())\nsys.exit(main(['config', 'path']))"
    child = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(os.environ),
    )
    assert child.stdout
    assert child.stdout.readline() == b"ready\n"
    time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    _out, err = child.communicate(timeout=20)
    assert child.returncode == 130
    assert err == b"\nStopped.\n"


def _sh(line: str) -> subprocess.CompletedProcess[str]:
    told = [sys.executable, "-m", "callbench"]
    return subprocess.run(
        ["sh", "-c", line, "sh", *told], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )


@pytest.mark.skipif(os.name == "nt", reason="no POSIX shell")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed_are_no_defect(base, monkeypatch, closed: str) -> None:
    monkeypatch.setenv("CALLBENCH_DB", str(base))
    done = _sh(f'"$@" agent add wm W && "$@" agent list {closed}')
    assert done.returncode == 0, done.stderr
    refused = _sh(f'"$@" next --agent nobody {closed}')
    assert refused.returncode == 2, refused.stderr
    assert base.read_bytes().startswith(b"SQLite format 3\x00")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
@pytest.mark.parametrize(
    "words", ["--help", "config show --json", "export customers -", "export results - --format xlsx"]
)
def test_an_output_on_a_full_disk_is_told(base, monkeypatch, words: str) -> None:
    monkeypatch.setenv("CALLBENCH_DB", str(base))
    done = _sh(f'"$@" --lang en {words} > /dev/full')
    if words == "export customers -":  # nothing to write
        assert (done.returncode, done.stderr) == (0, "")
    else:
        assert done.returncode == 3
        assert "the disk is full" in done.stderr
        assert "Traceback" not in done.stderr
