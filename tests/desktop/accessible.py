#!/usr/bin/env python3
"""A screen reader hears what the client says: a pyatspi listener beside the real program, under Xvfb.

A played gateway tells of a breaker that opens. The listener must hear, through AT-SPI: the name of the status label
change to what happened, an alert beside it, and not more than one announcement in two seconds.

Usage: accessible.py PROGRAM. Prints what is missing and exits 1; 77 where a tool is not installed.
"""

import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

TOOLS = ("Xvfb", "dbus-run-session")
CARD = {
    "service": "order", "instance": "order-1", "name": "payment", "since": "2026-11-21T05:30:00Z", "failureRate": 5.0,
    "slowCallRate": 0.0, "failureRateThreshold": 50.0, "slowCallRateThreshold": 100.0, "slowCallMs": 500,
    "bufferedCalls": 20, "failedCalls": 1, "slowCalls": 0, "slowFailedCalls": 0, "notPermittedCalls": 0,
    "minimumNumberOfCalls": 5, "automaticHalfOpen": False, "config": [],
    "recent": {"requests": 1, "successes": 1, "failures": 0, "timeouts": 0, "shortCircuited": 0, "rejected": 0,
               "fallbacks": 0, "p50Ms": 1.0, "p90Ms": 1.0, "p99Ms": 1.0},
}
STATES = ("CLOSED", "OPEN", "HALF_OPEN", "CLOSED", "OPEN", "HALF_OPEN")


def card(number):
    return {**CARD, "state": STATES[number % len(STATES)], "serverNow": f"2026-11-21T05:30:{10 + number:02}Z"}


class Gateway(http.server.BaseHTTPRequestHandler):
    """What of a gateway this test needs. `card_number` is how often the breaker has changed."""

    card_number = 0
    changed = threading.Event()

    def answer(self, body):
        text = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self):
        path = self.path.split("?")[0]
        if path == "/events":
            return self.stream("breakers" in self.path)
        bodies = {
            "/info": {"environment": "test", "version": "0.1.0",
                      "capabilities": dict.fromkeys(("booking", "live", "traces", "breakers", "scenarios", "identity"), True)},
            "/admin/breakers": [card(Gateway.card_number)],
            "/admin/instances": [],
            "/zones": [],
        }
        if path in bodies:
            return self.answer(bodies[path])
        self.send_error(404)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer({})

    def stream(self, of_breakers):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        told = 0
        while True:
            text = ": beat\n\n"
            if of_breakers and told < Gateway.card_number:
                told += 1
                text = f"id: e-{told}\nevent: breaker.changed\ndata: {json.dumps(card(told))}\n\n"
            try:
                self.wfile.write(text.encode())
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    def log_message(self, *_):
        pass


def listen(program):
    """In the session bus and the display of the test: true when everything was heard."""
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import GLib
    import pyatspi

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    heard = []  # (when, what, name)
    names = []

    def on(event):
        try:
            name, application = event.source.name or "", event.host_application.name or ""
        except Exception:  # an object that is gone by now
            return
        if "harecar" in application.lower():
            heard.append((time.monotonic(), event.type, name))

    pyatspi.Registry.registerEventListener(on, "object:property-change:accessible-name", "object:announcement",
                                           "object:state-changed", "window:create")
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "LC_ALL": "C.UTF-8"}
    client = subprocess.Popen(
        [program, "--operator", "--gateway", f"http://127.0.0.1:{server.server_port}", "sharecar://breakers"],
        env=environment)
    loop = GLib.MainLoop()
    began = time.monotonic()
    last = [began]

    def said(word):
        return [what for what in heard if "name" in what[1] and word in what[2]]

    def next_step():
        now = time.monotonic()
        if now - began > 60 or client.poll() is not None:
            loop.quit()
        if now - began > 5 and Gateway.card_number == 0:
            Gateway.card_number = 1  # the client has started: the breaker opens
        elif Gateway.card_number == 1 and said("Open"):
            Gateway.card_number = len(STATES) - 1  # and now four changes at once
            last[0] = now
        elif Gateway.card_number > 1 and now - last[0] > 8:
            loop.quit()
        return True

    GLib.timeout_add(100, next_step)
    loop.run()
    client.send_signal(signal.SIGTERM)
    client.wait()
    server.shutdown()
    announced = said("Breaker order/order-1/payment")
    problems = []
    if not announced:
        problems.append(f"nothing was heard of the breaker; heard were {[what[1:] for what in heard][:40]}")
    for before, after in zip(announced, announced[1:]):
        if after[2] != before[2] and after[0] - before[0] < 1.8:
            problems.append(f"two announcements within {after[0] - before[0]:.2f} s: {before[2]!r}, {after[2]!r}")
    print("\n".join(problems) if problems else f"heard: {[what[2] for what in announced]}")
    return not problems


if len(sys.argv) == 3 and sys.argv[2] == "--inner":
    sys.exit(0 if listen(sys.argv[1]) else 1)
# pyatspi comes with Debian's own Python, which need not be the one that runs this.
python = next((one for one in (sys.executable, "/usr/bin/python3")
               if subprocess.run([one, "-c", "import pyatspi"], capture_output=True).returncode == 0), None)
if python is None:
    print("no pyatspi here")
    sys.exit(77)
if any(shutil.which(tool) is None for tool in TOOLS):
    print(f"needs {TOOLS}")
    sys.exit(77)
with tempfile.TemporaryDirectory() as home:
    read, write = os.pipe()
    screen = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
                              pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    display = os.read(read, 16).decode().strip()
    try:
        done = subprocess.run(["dbus-run-session", "--", python, __file__, sys.argv[1], "--inner"], timeout=150,
                              env={**os.environ, "DISPLAY": f":{display}", "HOME": home, "XDG_RUNTIME_DIR": home})
    finally:
        screen.terminate()
        screen.wait()
sys.exit(done.returncode)
