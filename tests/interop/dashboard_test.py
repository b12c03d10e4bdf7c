#!/usr/bin/env python3
"""The original Netflix dashboard, in a browser, shows our breakers as they are."""

import http.client
import http.server
import json
import pathlib
import shutil
import subprocess
import threading
import time
import urllib.parse

import servers

# The page fetches this one script from elsewhere.
UNDERSCORE = "//cdnjs.cloudflare.com/ajax/libs/underscore.js/1.8.3/underscore-min.js"
STREAM = "/proxy.stream?origin="


def dashboard(modules):
    """Serves the dashboard's files, and its proxy.stream, on a thread of its own."""
    webapp = modules / "node_modules/hystrix-dashboard/webapp"

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=webapp)

        def log_message(self, *arguments):
            pass

        def do_GET(self):
            if self.path.startswith(STREAM):
                self.pass_on(urllib.parse.urlsplit(urllib.parse.unquote(self.path[len(STREAM):])))
            elif self.path == "/underscore.js":
                self.answer("text/javascript", modules / "node_modules/underscore/underscore-min.js")
            elif self.path.startswith("/monitor/monitor.html"):
                self.answer("text/html", webapp / "monitor/monitor.html", lambda page: page.replace(
                    UNDERSCORE.encode(), b"/underscore.js"))
            else:
                super().do_GET()

        def answer(self, kind, file, change=lambda body: body):
            body = change(pathlib.Path(file).read_bytes())
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def pass_on(self, origin):
            connection = http.client.HTTPConnection(origin.hostname, origin.port, timeout=30)
            connection.request("GET", f"{origin.path}?{origin.query}")
            stream = connection.getresponse()
            self.send_response(stream.status)
            self.send_header("Content-Type", stream.getheader("Content-Type"))
            self.end_headers()
            try:
                while part := stream.read1():
                    self.wfile.write(part)
            except OSError:
                pass  # the browser or turbine is gone
            finally:
                connection.close()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Browser:
    """A headless Chromium with one page, by the WebDriver protocol."""

    def __init__(self, folder):
        driver, browser = shutil.which("chromedriver"), shutil.which("chromium")
        if driver is None or browser is None:
            raise servers.CannotFetch("there is no Chromium: apt-get install chromium chromium-driver")
        self.port = servers.free_port()
        with (folder / "chromedriver.log").open("wb") as log:
            self.process = subprocess.Popen([driver, f"--port={self.port}"], cwd=folder, stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log)
        self.session = None
        give_up = time.monotonic() + 60
        while True:
            try:
                arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                             f"--user-data-dir={folder / 'chromium'}"]
                wanted = {"browserName": "chrome", "goog:chromeOptions": {"args": arguments, "binary": browser}}
                made = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
                self.session = f"/session/{made['sessionId']}"
                return
            except OSError:
                if time.monotonic() > give_up or self.process.poll() is not None:
                    self.stop()
                    raise
                time.sleep(0.1)

    def ask(self, method, target, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, target, None if body is None else json.dumps(body))
            value = json.loads(connection.getresponse().read())["value"]
        finally:
            connection.close()
        if isinstance(value, dict) and "error" in value:
            raise RuntimeError(f"{method} {target}: {value['error']}: {value.get('message', '')[:1000]}")
        return value

    def open(self, url):
        self.ask("POST", f"{self.session}/url", {"url": url})

    def texts(self, selector):
        """The texts of all elements that fit."""
        script = "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText.trim())"
        return self.ask("POST", f"{self.session}/execute/sync", {"script": script, "args": [selector]})

    def stop(self):
        try:
            if self.session:
                self.ask("DELETE", self.session)
        finally:
            self.process.terminate()
            self.process.wait(20)


def becomes(what, seen, wanted, seconds=60):
    """Waits until `seen()` is right; says what it was instead. True when it failed."""
    give_up = time.monotonic() + seconds
    while not wanted(last := seen()):
        if time.monotonic() > give_up:
            print(f"{what}: seen {last}")
            return True
        time.sleep(0.1)
    print(f"{what}: {last}")
    return False


def watched(given, folder, modules):
    config = "instanceId: gateway-1\n" + "".join(
        f"{name}: {{url: 'http://127.0.0.1:{servers.free_port()}'}}\n"
        for name in ("order", "reservation", "payment", "customer"))
    listed = folder / "instances.json"
    running = [servers.start_service(given.programs, "gateway", folder, config)]
    try:
        gateway = running[0]
        row = {"service": "gateway", "instance": "gateway-1", "url": f"http://127.0.0.1:{gateway.port}"}
        listed.write_text(json.dumps([row]))
        turbine = servers.start_service(given.programs, "turbine", folder, f"instancesFile: {listed}\n")
        running.append(turbine)
        page = dashboard(modules)
        browser = Browser(folder)
        running += [browser]
        stream = f"http://127.0.0.1:{turbine.port}/turbine.stream?cluster=GATEWAY"
        streams = json.dumps([{"name": "", "stream": stream, "auth": "", "delay": ""}])
        browser.open(f"http://127.0.0.1:{page.server_port}/monitor/monitor.html?streams={urllib.parse.quote(streams)}")

        def statuses():
            return browser.texts("#CIRCUIT_payment_0 .circuitStatus")

        breaker = "/breakers/gateway/gateway-1/payment"
        failures = becomes("at first", statuses, lambda seen: seen == ["Circuit Closed"])
        status, _, body = turbine.call("POST", f"{breaker}/changes",
                                       json.dumps({"state": "FORCED_OPEN", "reason": "the dashboard's test"}),
                                       {"Content-Type": "application/json"})
        if status != 201:
            print(f"turbine answered {status}: {body}")
            return 1
        failures += becomes("forced open", statuses, lambda seen: len(seen) == 1 and seen[0].endswith("Open"))
        turbine.call("DELETE", f"{breaker}/changes/{json.loads(body)['changeId']}")
        failures += becomes("set back", statuses, lambda seen: seen == ["Circuit Closed"])
        hosts = browser.texts("#CIRCUIT_payment_0 .tableRow .cell.data")[:1]
        failures += hosts != ["1"]
        listed.write_text("[]")
        failures += becomes("not watched any more", lambda: browser.texts("#CIRCUIT_payment_0"), lambda seen: not seen)
        return failures
    finally:
        for each in reversed(running):
            each.stop()


def shows_breakers(given, folder):
    return watched(given, folder, servers.node_modules(given.root, given.root / "tests/interop/dashboard"))


if __name__ == "__main__":
    servers.run(shows_breakers)
