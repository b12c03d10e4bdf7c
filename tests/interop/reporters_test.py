#!/usr/bin/env python3
"""Other people's reporters send spans to our tracing service: what arrives is what they meant."""

import json
import shutil
import subprocess

import servers


def reporting_modules(root):
    """A folder with report.mjs and the packages of the lock file beside it."""
    source = root / "tests/interop/node"
    folder = servers.node_modules(root, source)
    shutil.copy(source / "report.mjs", folder)
    return folder


def outline(spans):
    """The spans without ids and times: what a person would look for."""
    lines = []
    for span in sorted(spans, key=lambda span: "parentId" in span):
        tags = {key: value for key, value in span.get("tags", {}).items() if not key.startswith("telemetry.sdk.")}
        remote = span.get("remoteEndpoint", {}).get("serviceName", "-")
        events = ",".join(annotation["value"] for annotation in span.get("annotations", []))
        lines.append(f"{span['kind']} {span['name']} of {span['localEndpoint']['serviceName']} to {remote} [{events}] "
                     + " ".join(f"{key}={tags[key]}" for key in sorted(tags)))
    return lines


# OpenTelemetry's own exporter to Zipkin renders lists in its way, keeps the service's name as a tag as well, and knows
# no other side of a call. What we make of OTLP follows its specification.
WANTED = {
    "zipkin": ["SERVER post of shop-zipkin to - [] order.id=42"],
    "otel-zipkin": [
        "SERVER post /orders of shop-otel-zipkin to - [] list=a,b order.id=42 service.name=shop-otel-zipkin",
        "CLIENT put of shop-otel-zipkin to - [retry] error=timed out otel.status_code=ERROR peer.service=Payment"
        " ratio=0.5 service.name=shop-otel-zipkin"],
    **{name: [
        f'SERVER post /orders of shop-{name} to - [] list=["a","b"] order.id=42 otel.scope.name=interop'
        " otel.scope.version=1.2.3",
        f"CLIENT put of shop-{name} to payment [retry] error=timed out otel.scope.name=interop otel.scope.version=1.2.3"
        " otel.status_code=ERROR peer.service=Payment ratio=0.5"] for name in ("otlp-json", "otlp-protobuf")},
}


def reporters(given, folder):
    modules = reporting_modules(given.root)
    server = servers.start_tracing(given.programs, folder)
    try:
        done = subprocess.run(["node", modules / "report.mjs", f"http://127.0.0.1:{server.port}"], capture_output=True,
                              text=True, timeout=60)
        if done.returncode != 0:
            print(f"the reporters failed:\n{done.stdout}{done.stderr}")
            return 1
        sent = json.loads(done.stdout)
        failures = 0
        for name, trace_id in sent.items():
            status, _, body = server.call("GET", f"/api/v2/trace/{trace_id}")
            seen = outline(json.loads(body)) if status == 200 else [f"{status} {body}"]
            if seen != WANTED[name]:
                failures += 1
                print("\n  ".join([name, "seen:", *seen, "wanted:", *WANTED[name]]))
        print(f"{len(sent)} reporters, {failures} misunderstood")
        return failures + (sent.keys() != WANTED.keys())
    finally:
        server.stop()


if __name__ == "__main__":
    servers.run(reporters)
