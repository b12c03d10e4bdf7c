"""Spans with every oddity that a stranger's instrumentation may send; the same ones for the same seed."""

import random

SERVICES = ["order", "Payment", "gateway", "reservation", "ÉTÉ", "ΟΔΟΣ", "日本", "a\"b\\c", "", None]
NAMES = ["POST /orders", "get", "", None, "pg Place_Order", "ΑΒΓ ΔΕΣ", "x\u2028y", "tab\tnew\nline", "İstanbul"]
KEYS = ["error", "http.path", "order.id", "é", "\uff5e", "\U0001f697", "a", "B", "", "peer.service"]
VALUES = ["", "42", "timeout", "/orders/{id}", "\u0001\u001f", "\u2029", "🚗", "\"quoted\"", "GET", "x" * 300]
KINDS = ["CLIENT", "SERVER", "PRODUCER", "CONSUMER", None]
ADDRESSES = ["10.0.0.1", "127.0.0.1", "001.2.3.4", "256.1.1.1", "::1", "::ffff:10.0.0.1", "::10.0.0.2", "12345::",
             "2001:DB8::C001", "1:0:2:3:4:5:6:7", "2001:0:0:4:0:0:0:0", "1:2:3:4:5:6:0:0", "::", "::ffff:a00:1",
             "localhost", "1.2.3", "fe80::1%eth0"]


class Spans:
    """`now_ms` is where the times of ordinary traces end."""

    def __init__(self, seed, now_ms):
        self.random = random.Random(seed)
        self.now_ms = now_ms

    def trace(self):
        """The spans of one trace, in the order in which they are sent."""
        pick = self.random
        digits = pick.choice([16, 16, 32, 32, 1, 7, 17, 31])
        trace_id = "%x" % pick.getrandbits(digits * 4) or "1"
        if int(trace_id, 16) == 0:
            trace_id = "1"
        if pick.random() < 0.1:
            trace_id = "0" * 16 + trace_id.zfill(16)[-16:]
        started = self.now_ms * 1000 - pick.randrange(3_600_000_000)
        ids = ["%x" % pick.randrange(1, 1 << pick.choice([8, 60, 64])) for _ in range(pick.choice([1, 2, 3, 5, 8, 12]))]
        spans = [self.span(trace_id, ids, place, started) for place in range(len(ids))]
        if pick.random() < 0.3:
            spans.append(dict(pick.choice(spans)))
        if pick.random() < 0.2:
            spans.append({**spans[0], "shared": True, "kind": "SERVER", "localEndpoint": self.endpoint()})
        if pick.random() < 0.1 and len(trace_id) == 32:
            spans[-1] = {**spans[-1], "traceId": trace_id[16:]}
        if pick.random() < 0.2:
            pick.shuffle(spans)
        return spans

    def span(self, trace_id, ids, place, started):
        pick = self.random
        span = {"traceId": trace_id, "id": ids[place]}
        if place and pick.random() < 0.95:
            stranger = pick.choice(["abc", "0", ids[place]])
            span["parentId"] = pick.choice(ids[:place]) if pick.random() < 0.9 else stranger
        optional = {
            "kind": pick.choice(KINDS),
            "name": pick.choice(NAMES),
            "timestamp": pick.choice([started + pick.randrange(3_000_000)] * 6 + [None, 0, -5, str(started)]),
            "duration": pick.choice([pick.randrange(1, 2_000_000)] * 6 + [None, 0, -1, 1.5e3, "17"]),
            "localEndpoint": self.endpoint(),
            "remoteEndpoint": self.endpoint() if pick.random() < 0.6 else None,
            "annotations": [{"timestamp": started + pick.randrange(5), "value": pick.choice(VALUES)}
                            for _ in range(pick.choice([0, 0, 0, 1, 3]))],
            "tags": {pick.choice(KEYS): pick.choice(VALUES) for _ in range(pick.choice([0, 0, 1, 2, 5]))},
            "debug": pick.choice([True, False, None]),
            "shared": pick.choice([True, False, None, None, None]),
            "unknown": pick.choice([None, {"a": [1, {"b": "c"}]}]),
        }
        for key, value in optional.items():
            if value is not None or pick.random() < 0.2:
                span[key] = value
        if span.get("annotations") is None:
            span.pop("annotations", None)
        return span

    def endpoint(self):
        pick = self.random
        endpoint = {}
        if pick.random() < 0.9:
            endpoint["serviceName"] = pick.choice(SERVICES)
        if pick.random() < 0.4:
            endpoint[pick.choice(["ipv4", "ipv6"])] = pick.choice(ADDRESSES)
        if pick.random() < 0.3:
            endpoint["port"] = pick.choice([0, 80, 65535, -1, "8081", None])
        return endpoint
