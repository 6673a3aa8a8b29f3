"""Downloads from a server of our own: whole, resumed, refused, unreachable."""

from __future__ import annotations

import hashlib
import http.server
import tarfile
import threading

import pytest

from kcore import datasets, utils
from kcore.datasets import sources
from kcore.files.download import download

DATA = bytes(range(256)) * 1000
SUM = hashlib.sha256(DATA).hexdigest()


class Server(http.server.BaseHTTPRequestHandler):
    """Knows /whole, /resumable and /broken, which stops half way; counts what it has sent."""

    sent: list[int]

    def do_GET(self):
        start = 0
        if self.path == "/missing":
            self.send_error(404)
            return
        if self.path != "/whole" and "Range" in self.headers:
            start = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
            if start == len(DATA):
                self.send_error(416)
                return
            self.send_response(206)
        else:
            self.send_response(200)
        body = DATA[start:]
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        body = body[: len(body) // 2] if self.path == "/broken" else body
        self.sent.append(len(body))
        self.wfile.write(body)

    def log_message(self, *args):
        """Says nothing."""


@pytest.fixture
def server():
    Server.sent = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def test_a_file_arrives_whole(server, tmp_path, capsys):
    path = download(f"{server}/whole", tmp_path / "new" / "data.bin", SUM)
    assert path.read_bytes() == DATA
    assert [p.name for p in path.parent.iterdir()] == ["data.bin"]
    assert capsys.readouterr().err == "\rdata.bin: 0.3 MB\n"


def test_what_stopped_is_gone_on_with(server, tmp_path):
    target = tmp_path / "data.bin"
    with pytest.raises(ConnectionError, match="kept: try again"):
        download(f"{server}/broken", target, SUM)
    assert not target.exists()
    download(f"{server}/resumable", target, SUM, verbose=False)
    assert target.read_bytes() == DATA
    assert Server.sent == [128000, 128000]
    (tmp_path / "whole.bin.part").write_bytes(DATA[:100])
    assert download(f"{server}/whole", tmp_path / "whole.bin", SUM).read_bytes() == DATA  # it cannot resume
    (tmp_path / "done.bin.part").write_bytes(DATA)
    assert download(f"{server}/resumable", tmp_path / "done.bin", SUM).read_bytes() == DATA


def test_another_file_is_thrown_away(server, tmp_path):
    with pytest.raises(ValueError, match="256000 bytes that are not the file expected"):
        download(f"{server}/whole", tmp_path / "data.bin", "0" * 64)
    assert not list(tmp_path.iterdir())


def test_without_a_way_there_is_a_way_out(server, tmp_path):
    with pytest.raises(ConnectionError, match="404"):
        download(f"{server}/missing", tmp_path / "data.bin")
    with pytest.raises(ConnectionError, match=r"cannot be reached.*bring the file from a machine"):
        download("http://127.0.0.1:9/none", tmp_path / "data.bin")
    with pytest.raises(ConnectionError, match="cannot be reached"):
        download((tmp_path / "none").as_uri(), tmp_path / "data.bin")
    with pytest.raises(ValueError, match="http, https or file"):
        download("ftp://somewhere", tmp_path / "data.bin")


def test_a_data_set_is_fetched_once_and_when_asked(server, tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setitem(sources.SOURCES, "mnist", (sources.Source("mnist.npz", f"{server}/whole", SUM),))
    assert datasets.download("mnist") == [tmp_path / "datasets" / "mnist.npz"]
    datasets.download("mnist")
    assert Server.sent == [256000]
    with pytest.raises(ValueError, match="mnist, fashion_mnist"):
        datasets.download("minst")


def test_get_file_keeps_checks_and_unpacks(server, tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    path = utils.get_file("data.bin", f"{server}/whole", file_hash=SUM)
    assert path == str(tmp_path / "datasets" / "data.bin")
    utils.get_file("data.bin", f"{server}/whole", file_hash=SUM)
    assert len(Server.sent) == 1
    (tmp_path / "datasets" / "data.bin").write_bytes(b"old")
    utils.get_file("data.bin", f"{server}/whole", file_hash=SUM)
    assert len(Server.sent) == 2
    (tmp_path / "poem.txt").write_text("roses")
    with tarfile.open(tmp_path / "poems.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "poem.txt", "poem.txt")
    folder = utils.get_file(origin=(tmp_path / "poems.tar.gz").as_uri(), untar=True, cache_dir=str(tmp_path / "c"))
    assert (tmp_path / "c" / "datasets" / "poems.tar.gz_extracted" / "poem.txt").read_text() == "roses"
    assert folder.endswith("poems.tar.gz_extracted")
    with pytest.raises(ValueError, match="needs origin"):
        utils.get_file("x")
