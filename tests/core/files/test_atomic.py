"""Writing: the old file or the new one, at any moment."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading

import pytest

from kcore.files import ModelFileError, atomic, write_bytes


def test_new_file_has_the_usual_mode(tmp_path):
    path, usual = tmp_path / "model.h5", tmp_path / "usual"
    usual.touch()
    write_bytes(path, "new")
    assert path.read_text() == "new"
    assert path.stat().st_mode == usual.stat().st_mode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444])
def test_mode_is_kept(mode, tmp_path):
    path = tmp_path / "model.h5"
    path.touch()
    path.chmod(mode)
    write_bytes(path, "new")
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_link_is_kept(tmp_path):
    (tmp_path / "there").mkdir()
    target, link, second = tmp_path / "there" / "model.h5", tmp_path / "link.h5", tmp_path / "second.h5"
    target.write_text("old")
    link.symlink_to(target)
    second.symlink_to("link.h5")
    write_bytes(second, "new")
    assert second.is_symlink()
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_link_to_a_file_that_is_not_there_yet(tmp_path):
    link = tmp_path / "link.h5"
    link.symlink_to("model.h5")
    write_bytes(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "model.h5").read_text() == "new"


@pytest.mark.parametrize("error", [RuntimeError("no"), KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_exception_leaves_the_old_file_and_nothing_else(error, tmp_path):
    path = tmp_path / "model.h5"
    path.write_text("old")

    def write() -> None:
        with atomic(path) as beside:
            beside.write_text("half")
            raise error

    with pytest.raises((ModelFileError, KeyboardInterrupt)):
        write()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_other_exceptions_come_through(tmp_path):
    with pytest.raises(ZeroDivisionError), atomic(tmp_path / "model.h5"):
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())


def test_what_is_no_target(tmp_path):
    circle, pipe = tmp_path / "circle", tmp_path / "pipe"
    circle.symlink_to(circle)
    os.mkfifo(pipe)
    for path, reason in [
        (tmp_path, "no regular file"),
        (pipe, "no regular file"),
        ("/dev/null", "no regular file"),
        (tmp_path / "no" / "folder" / "model.h5", "No such file or directory"),
        (circle, "could not be written|no path"),
        (tmp_path / ("a" * 300), "too long"),
        (tmp_path / "a\0b", "null"),
    ]:
        with pytest.raises(ModelFileError, match=reason):
            write_bytes(path, "new")
    assert sorted(tmp_path.iterdir()) == [circle, pipe]


def test_overwriting_can_be_forbidden(tmp_path):
    path = tmp_path / "model.h5"
    write_bytes(path, "old", overwrite=False)
    with pytest.raises(ModelFileError, match="overwrite=True"):
        write_bytes(path, "new", overwrite=False)
    assert path.read_text() == "old"


def test_readers_see_a_whole_file(tmp_path):
    path = tmp_path / "model.h5"
    versions = [b"a" * 300_000, b"b" * 200_000]
    write_bytes(path, versions[0])
    seen, done = set(), threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for i in range(30):
        write_bytes(path, versions[i % 2])
    done.set()
    reader.join()
    assert seen <= set(versions)


def test_kills_and_full_disk():
    """A child of its own, because it forks."""
    command = [sys.executable, "-m", "tests.core.files.faulty_saves", "10"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("whole after 10 of 10 kills") == 3
    assert done.stdout.count("full disk: right") == 3
