#!/usr/bin/env python3
"""Sends the same spans to our tracing service and to a real Zipkin, and asks both every question: no difference."""

import gzip
import json
import random
import time
import urllib.parse

import servers
from generated_spans import Spans

SEED = 20260412
GENERATED_SPANS = 2000
JSON = {"Content-Type": "application/json"}
PROTOBUF = {"Content-Type": "application/x-protobuf"}
GZIP = {"Content-Encoding": "gzip"}

# Messages that are refused, or oddly taken. What is not JSON at all is in every class of it that Zipkin tells apart.
MESSAGES = [
    b"", b"[]", b"[ ]", b" []", b"\n[]", b"{}", b"hello", b"[", b"[{", b"[{]", b"[1]", b"[[]]", b"[{}]", b"[{},]",
    b"[] and more", b"[nul]", b"[01]", b'["\xff"]', b'[{"traceId":1,"id":2}]', b'[{"traceId":"1"}]', b'[{"id":"1"}]',
    b'[{"traceId":null,"id":"1"}]', b'[{"traceId":"","id":"1"}]', b'[{"traceId":"000","id":"1"}]',
    b'[{"traceId":"AB","id":"1"}]', b'[{"traceId":"' + b"1" * 33 + b'","id":"1"}]', b'[{"traceId":"1","id":"0"}]',
    b'[{"traceId":"1","id":"0000000000000000"}]', b'[{"traceId":"1","id":"' + b"1" * 17 + b'"}]',
    b'[{"traceId":"1","id":"1","binaryAnnotations":[]}]', b'[{"traceId":"e1","id":"1","kind":"client"}]',
    b'[{"traceId":"e2","id":"1","name":true}]', b'[{"traceId":"e3","id":"1","timestamp":"x"}]',
    b'[{"traceId":"e4","id":"1",\n "timestamp":1.5}]', b'[{"traceId":"e5","id":"1","duration":true}]',
    b'[{"traceId":"e6","id":"1","tags":{"a":null}}]', b'[{"traceId":"e7","id":"1","tags":{"a":1,"b":true}}]',
    b'[{"traceId":"e8","id":"1","tags":[]}]', b'[{"traceId":"e9","id":"1","annotations":[{}]}]',
    b'[{"traceId":"ea","id":"1","annotations":[{"timestamp":null,"value":"a"}]}]',
    b'[{"traceId":"eb","id":"1","annotations":{}}]', b'[{"traceId":"ec","id":"1","localEndpoint":[]}]',
    b'[{"traceId":"ed","id":"1","localEndpoint":{"port":65536}}]', b'[{"traceId":"ee","id":"1","debug":"true"}]',
    b'[{"traceId":"ef","id":"1","localEndpoint":{"port":99999999999}}]',
    b'[{"traceId":"f0","id":"1","timestamp":""}]', b'[{"traceId":"f1","id":"1","timestamp":99999999999999999999}]',
    b'[{"traceId":"f2","id":"1","name":"a\x01b"}]', b'[{"traceId":"f3","id":"1","name":"\\ud83d alone \\u12"}]',
    b'[{"traceId":"f4","id":"1","name":"\\x"}]',
    b'[{"traceId":"f5","id":"1","name":"\xc3\xa9 \xed\xa0\x80 \xf0\x9f"}]',
    b'[{"traceId":"f6","id":"1","parentId":"Q"}]',
    b'[{"traceId":"f7","id":"1","x":' + b"[" * 300 + b"]" * 300 + b"}]", b'[{"traceId":"f8","id":"1","x":[',
    b'[{"traceId":"f9","id":"1","name":TRUE}]', b'[{"traceId":"fa","id":"1","timestamp":-0}]',
    b'[{"traceId":"fb","id":"1"} {}]', b'[{"traceId":"fc","id":"1","annotations":[{"timestamp":0,"value":""}]}]',
    b"[{'traceId':'1'}]", b"[{traceId:1}]",
]
PROTOBUF_MESSAGES = [
    b"", b"x", b"[]", b"\x0a\x05ab", b"\x0a\x02\x0a\x00", b"\x0a\x03\x0a\x01\x01",
    b"\x0a\x06\x0a\x01\x01\x1a\x01\x02", b"\x0a\x08\x0a\x01\x01\x1a\x01\x02\x60\x02",
    b"\x0a\x24\x0a\x22" + b"\x01" * 34,
]
# Parameters of GET /api/v2/traces, with what is wrong with them.
WRONG_QUERIES = [
    "limit=0", "limit=-1", "limit=", "limit=abc", "limit=99999999999", "endTs=0", "endTs=-1", "endTs=x", "lookback=0",
    "lookback=-1", "minDuration=0", "minDuration=1.5", "maxDuration=5", "minDuration=5&maxDuration=4", "minDuration=",
    "endTs=", "lookback=", "limit=+5", "minDuration=99999999999999999999",
]
WRONG_TARGETS = [
    "/api/v2/spans", "/api/v2/remoteServices", "/api/v2/traceMany", "/api/v2/traceMany?traceIds=",
    "/api/v2/traceMany?traceIds=1", "/api/v2/traceMany?traceIds=1,1", "/api/v2/traceMany?traceIds=1,",
    "/api/v2/traceMany?traceIds=1,X", "/api/v2/traceMany?traceIds=1,01", "/api/v2/traceMany?traceIds=fe,ff",
    "/api/v2/trace/X", "/api/v2/trace/0", "/api/v2/trace/%20abc%20", "/api/v2/trace/" + "1" * 33,
    "/api/v2/dependencies", "/api/v2/dependencies?endTs=", "/api/v2/dependencies?endTs=0",
    "/api/v2/dependencies?endTs=1&lookback=0", "/api/v2/autocompleteValues", "/api/v2/autocompleteValues?key=",
    "/api/v2/autocompleteValues?key=unknown", "/api/v2/spans?serviceName=", "/api/v2/spans?serviceName=nobody",
]


def first_difference(ours, real, path=""):
    """Where two values differ first, and how; nothing when they do not."""
    if isinstance(ours, (list, tuple)) and isinstance(real, (list, tuple)) and len(ours) == len(real):
        inner = ((f"{path}[{i}]", ours[i], real[i]) for i in range(len(ours)))
    elif isinstance(ours, dict) and isinstance(real, dict) and list(ours) == list(real):
        inner = ((f"{path}.{key}", ours[key], real[key]) for key in ours)
    else:
        return "" if ours == real else f"{path}\n  ours:   {str(ours)[:400]}\n  zipkin: {str(real)[:400]}"
    return next((found for name, a, b in inner if (found := first_difference(a, b, name))), "")


def in_order(target, answer):
    """An answer with the spans of each trace sorted. Zipkin promises no order of them: each of its stores has another
    one, the one in memory goes by milliseconds. Ours is the order of their coming."""
    if "/api/v2/trace" not in target:
        return answer
    if "/api/v2/trace/" in target:
        return sorted(answer, key=str)
    return [sorted(trace, key=str) for trace in answer]


class Comparison:
    def __init__(self, ours, real):
        self.both = (ours, real)
        self.compared = 0
        self.differences = 0
        self.marks = 0

    def same(self, what, ours, real):
        self.compared += 1
        if ours == real:
            return
        self.differences += 1
        if self.differences <= 20:
            print(f"DIFFERENCE: {what} at {first_difference(ours, real)}")

    def post(self, body, headers=JSON):
        """The status, and the text of a refusal."""
        answers = [server.call("POST", "/api/v2/spans", body, headers) for server in self.both]
        self.same(f"POST {headers} {body[:200]!r}", *[(status, text) for status, _, text in answers])

    def get(self, target):
        answers = []
        for server in self.both:
            status, headers, body = server.call("GET", target)
            content = in_order(target, json.loads(body)) if status == 200 else body.decode()
            answers.append((status, headers.get("Cache-Control"), content))
        self.same(f"GET {target}", *answers)
        return answers[1][2]

    def send(self, spans):
        """Sends spans and awaits that both have stored them: both store asynchronously, and their order counts."""
        self.marks += 1
        mark = {"traceId": "%x" % (0x7000_0000_0000_0000 + self.marks), "id": "1"}
        self.post(json.dumps(spans + [mark], ensure_ascii=self.marks % 2 == 0).encode())
        self.await_stored(mark["traceId"])

    def await_stored(self, trace_id):
        give_up = time.monotonic() + 20
        for server in self.both:
            while server.call("GET", f"/api/v2/trace/{trace_id}")[0] != 200:
                if time.monotonic() > give_up:
                    raise RuntimeError(f"{server.name} did not store trace {trace_id}")
                time.sleep(0.005)


def query(**parameters):
    return "/api/v2/traces?" + urllib.parse.urlencode(parameters)


def send_everything(compare, root, now_ms):
    for file in sorted((root / "tests/recordings/zipkin").glob("*.json")):
        if file.name.count(".") == 1:
            compare.send(json.loads(file.read_text()))
    booking = root / "tests/interop/booking.json"  # of a platform: an order, paid, reserved and cancelled
    compare.send(json.loads(booking.read_text()))
    for file in sorted((root / "tests/recordings/zipkin").glob("*.proto3")):
        compare.post(file.read_bytes(), PROTOBUF)
        compare.post(gzip.compress(file.read_bytes()), {**PROTOBUF, **GZIP})
    generated = Spans(SEED, now_ms)
    batch, sent = [], 0
    while sent < GENERATED_SPANS:
        trace = generated.trace()
        sent += len(trace)
        batch += trace
        if len(batch) > 40:
            compare.send(batch)
            batch = []
    compare.send(batch)
    compare.post(gzip.compress(b"[]"), {**JSON, **GZIP})
    compare.post(b"no gzip", {**JSON, **GZIP})
    for message in MESSAGES:
        compare.post(message)
    for message in PROTOBUF_MESSAGES:
        compare.post(message, PROTOBUF)
    for media_type in ("text/html", "application/x-thrift", "application/json;charset=utf-8"):
        compare.post(b"[{}]", {"Content-Type": media_type})


def ask_everything(compare, now_ms):
    pick = random.Random(SEED)
    for wrong in WRONG_QUERIES:
        compare.get("/api/v2/traces?" + wrong)
    for target in WRONG_TARGETS:
        compare.get(target)

    services = compare.get("/api/v2/services")
    for service in services:
        for what in ("spans", "remoteServices"):
            compare.get(f"/api/v2/{what}?" + urllib.parse.urlencode({"serviceName": service.upper()}))
    compare.get("/api/v2/autocompleteKeys")
    for key in ("error", "http.path"):
        compare.get(f"/api/v2/autocompleteValues?key={key}")

    everything = compare.get(query(endTs=now_ms + 60_000, lookback=now_ms, limit=5000))
    ids = sorted({span["traceId"] for trace in everything for span in trace})
    for trace_id in ids:
        compare.get(f"/zipkin/api/v2/trace/{trace_id}")
    for _ in range(20):
        compare.get("/api/v2/traceMany?traceIds=" + ",".join(pick.sample(ids, 5)))

    spans = [span for trace in everything for span in trace]
    for _ in range(600):
        parameters = {"endTs": now_ms - pick.choice([0, 0, 0, 1, 600_000, 1_800_000]),
                      "lookback": pick.choice([3_600_000, 3_600_000, 60_000, now_ms * 2]),
                      "limit": pick.choice([1, 3, 10, 100])}
        span = pick.choice(spans)
        if pick.random() < 0.5:
            parameters["serviceName"] = span.get("localEndpoint", {}).get("serviceName", "nobody")
        if pick.random() < 0.2:
            parameters["remoteServiceName"] = span.get("remoteEndpoint", {}).get("serviceName", "")
        if pick.random() < 0.2:
            parameters["spanName"] = pick.choice([span.get("name", "all"), "all"])
        if pick.random() < 0.3:
            parameters["minDuration"] = pick.choice([1, 1000, span.get("duration", 1)])
            if pick.random() < 0.5:
                parameters["maxDuration"] = parameters["minDuration"] + pick.choice([0, 1000, 1_000_000])
        if pick.random() < 0.4:
            terms = [f"{key}={value}" for key, value in span.get("tags", {}).items()] + list(span.get("tags", {}))
            terms += [annotation["value"] for annotation in span.get("annotations", [])] + ["", "error", "a = 42"]
            terms = [term for term in terms if term.isprintable()]  # Zipkin's server takes no control characters
            parameters["annotationQuery"] = " and ".join(pick.sample(terms, pick.choice([1, 1, 2])))
        compare.get(query(**parameters))

    for end, lookback in [(now_ms + 60_000, now_ms * 2), (now_ms, 86_400_000), (now_ms - 600_000, 600_000),
                          (now_ms - 1_800_000, 1_000), (now_ms, 1_800_000), (1, 1), (now_ms - 1_000_000, now_ms)]:
        compare.get(f"/api/v2/dependencies?endTs={end}&lookback={lookback}")


def zipkin_answers(given, folder):
    now_ms = int(time.time() * 1000)
    real = servers.start_zipkin(given.root, folder, {"AUTOCOMPLETE_KEYS": "error,http.path"})
    try:
        ours = servers.start_tracing(given.programs, folder, "autocompleteKeys: [error, http.path]\n")
        try:
            compare = Comparison(ours, real)
            send_everything(compare, given.root, now_ms)
            ask_everything(compare, now_ms)
            ask_after_kill(compare, given, folder, now_ms)
        finally:
            compare.both[0].stop()
    finally:
        real.stop()
    print(f"{compare.compared} answers compared with Zipkin's, {compare.differences} differences")
    return compare.differences


def ask_after_kill(compare, given, folder, now_ms):
    """What was answered before is answered after a crash."""
    ours, real = compare.both
    ours.kill()
    compare.both = (servers.start_tracing(given.programs, folder, "autocompleteKeys: [error, http.path]\n"), real)
    compare.get("/api/v2/services")
    compare.get(query(endTs=now_ms + 60_000, lookback=now_ms, limit=5000))
    compare.get(f"/api/v2/dependencies?endTs={now_ms + 60_000}&lookback={now_ms * 2}")


if __name__ == "__main__":
    servers.run(zipkin_answers)
