"""Starts our services and other people's programs beside each other, and talks to both."""

import argparse
import hashlib
import http.client
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

SKIPPED = 77  # ctest's SKIP_RETURN_CODE
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"


class CannotFetch(Exception):
    """Something of other people's is not here and cannot be had: the test is skipped."""


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True, help="the checkout")
    parser.add_argument("--programs", type=pathlib.Path, required=True, help="the folder with sharecar-tracing, ...")
    given = parser.parse_args()
    given.root, given.programs = given.root.resolve(), given.programs.resolve()
    return given


def fetch(cache, inputs, command):
    """A folder of `cache` named by the content of `inputs`, filled once by `command(folder)`."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()[:12]
    folder = cache / digest
    if folder.exists():
        return folder
    part = cache / f"{digest}.{os.getpid()}.part"
    part.mkdir(parents=True)
    try:
        argv = command(part)
        done = subprocess.run(argv, cwd=part, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)
        if done.returncode != 0:
            raise CannotFetch(f"{' '.join(map(str, argv))}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        part.rename(folder)
    except (OSError, subprocess.TimeoutExpired) as error:
        if not folder.exists():
            raise CannotFetch(f"{error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def node_modules(root, source):
    """A folder with the packages that the lock file in the folder `source` pins."""
    if shutil.which("npm") is None:
        raise CannotFetch("npm is not installed: apt-get install nodejs npm")
    files = [source / "package.json", source / "package-lock.json"]

    def install(part):
        for file in files:
            shutil.copy(file, part)
        return ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]

    return fetch(root / ".cache/node", files, install)


def zipkin_jar(root):
    pom = root / "tests/interop/zipkin/pom.xml"
    folder = fetch(root / ".cache/zipkin", [pom],
                   lambda part: ["mvn", "--batch-mode", "--quiet", "--file", pom, COPY, f"-DoutputDirectory={part}"])
    return next(folder.glob("zipkin-server-*-exec.jar"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A running program that answers on a port of its own; stopped by its process id."""

    def __init__(self, name, argv, environment, port, folder, health="/health"):
        self.name = name
        self.port = port
        self.health = health
        self.log = folder / f"{name}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(argv, cwd=folder, env={**os.environ, **environment},
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.await_health()

    def await_health(self):
        give_up = time.monotonic() + 120
        while time.monotonic() < give_up and self.process.poll() is None:
            try:
                if self.call("GET", self.health)[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"{self.name} did not start:\n{self.log.read_text(errors='replace')[-3000:]}")

    def call(self, method, target, body=None, headers=None):
        """Status, header fields, body. A fresh connection, as both servers close idle ones when they like."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, target, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


def start_service(programs, name, folder, config="", health="/actuator/health/readiness"):
    """One of our services with its store in `folder`; `config` are further lines of YAML."""
    port = free_port()
    file = folder / f"{name}.yaml"
    file.write_text(f"port: {port}\ndataDir: {folder}\nlog: {{level: WARN}}\n{config}")
    return Server(name, [programs / f"sharecar-{name}", "--config", file], {}, port, folder, health)


def start_tracing(programs, folder, config=""):
    return start_service(programs, "tracing", folder, config, "/health")


def start_zipkin(root, folder, environment=None):
    jar = zipkin_jar(root)
    port = free_port()
    java = shutil.which("java")
    if java is None:
        raise CannotFetch("no Java runtime is installed: apt-get install openjdk-17-jre-headless")
    argv = [java, "-Xms64m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar]
    return Server("zipkin", argv, {"QUERY_PORT": str(port), **(environment or {})}, port, folder)


def run(test):
    """Runs `test(arguments, folder)`; it gives back the number of differences or failures."""
    given = arguments()
    with tempfile.TemporaryDirectory(prefix="sharecar-interop-") as folder:
        try:
            failures = test(given, pathlib.Path(folder))
        except CannotFetch as reason:
            print(f"SKIPPED: a program of other people's cannot be fetched (is there a network?)\n{reason}")
            sys.exit(SKIPPED)
    sys.exit(1 if failures else 0)
