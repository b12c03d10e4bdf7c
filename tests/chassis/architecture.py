#!/usr/bin/env python3
"""Checks the rules that docs/architecture.md states about files, by reading the source.

1. A service's inside (files without a role suffix) includes the standard library, contracts and its own inside only.
2. A service never includes another service; contracts and tracemodel include nothing of ours but themselves, and
   spanwire nothing but itself and tracemodel.
3. Outside the chassis nobody names prometheus::, rd_kafka_, pqxx:: or a trace header.
4. No co_await on a call that builds a braced aggregate or a lambda in its arguments: g++ 12 destroys those twice.
5. Every file of text is under 450 lines.

Prints each violation as file:line and exits 1 when there is one.
"""

import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
backend = root / "backend"
ROLES = ("_store", "_api", "_events", "_saga", "_projection", "_query", "_service", "_proxy")
# Files of a service that are roles by what they are called.
ADAPTERS = {"main", "assemble", "config"}
problems = []


def complain(path, number, text):
    problems.append(f"{path.relative_to(root)}:{number}: {text}")


def includes(path):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = re.match(r'\s*#include\s+([<"])([^>"]+)[>"]', line)
        if found:
            yield number, found.group(1), found.group(2)


def stem_is_inside(path):
    stem = path.stem
    return stem not in ADAPTERS and not stem.endswith(ROLES)


def third_party(name):
    return "/" in name and not name.startswith(("contracts/", "boost/describe", "boost/mp11", "boost/system"))


# A file is inside when neither it nor the header of its own name reaches for the chassis; what does is an adapter and
# has to say so by its name. Adapters that the rule of names does not cover are listed here, with the reason.
NAMED_ADAPTERS = {
    "order": {"payer", "earliest_queue"},                 # the call to payment and its worker; a queue on the reactor
    "payment": {"cashier", "card_network", "cards"},      # the call to cardnet, its worker, unsealing
    "tracing": {"collector"},
    # Streams from instances, calls to them, JSON of other people's.
    "turbine": {"control", "hystrix_cluster", "instance_list", "instance_watch", "watcher"},
}

for service in sorted((backend / "services").iterdir()):
    if not service.is_dir():
        continue
    for path in sorted([*service.glob("*.hpp"), *service.glob("*.cpp")]):
        adapters = NAMED_ADAPTERS.get(service.name, set())
        inside = stem_is_inside(path) and path.stem not in adapters
        for number, kind, name in includes(path):
            if name.startswith("services/") and not name.startswith(f"services/{service.name}/"):
                complain(path, number, f"includes another service: {name}")
            if inside and kind == '"' and name.startswith("chassis/"):
                complain(path, number, f"the inside includes {name}")
            if inside and kind == "<" and third_party(name):
                complain(path, number, f"the inside includes {name}")

for part, others in (("contracts", ()), ("tracemodel", ()), ("spanwire", ("tracemodel/",))):
    for path in sorted([*(backend / part).glob("*.hpp"), *(backend / part).glob("*.cpp")]):
        for number, kind, name in includes(path):
            if kind == '"' and not name.startswith((f"{part}/", *others)) and "/" in name:
                complain(path, number, f"{part} includes {name}")

FORBIDDEN = re.compile(r"prometheus::|\brd_kafka_|\bpqxx::|\"(traceparent|x-b3-[a-z]+|b3)\"")
for path in sorted([*(backend / "services").rglob("*.hpp"), *(backend / "services").rglob("*.cpp")]):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        code = line.split("//")[0]
        found = FORBIDDEN.search(code)
        if found and path.parent.name != "gateway":  # the gateway hands trace headers to browsers (CORS)
            complain(path, number, f"the chassis lacks a function: {found.group(0)}")

TRAP = re.compile(r"co_await\s+[\w:.\->]+\((?:[^()]|\([^()]*\))*(\[[&=\w, ]*\]\s*(\(|\{)|[,(]\s*[\w:]*\{[^}])")
for trap in ("co_await db.run(context, [&] { return 1; });", "co_await send(context, Call{method, target});",
             "co_await send(context, {method, target});"):
    assert TRAP.search(trap), f"this check does not see: {trap}"
assert not TRAP.search("co_await db_.run(context, std::move(work));")
for path in sorted([*backend.rglob("*.hpp"), *backend.rglob("*.cpp")]):
    lines = path.read_text().splitlines()
    for number, line in enumerate(lines, 1):
        if TRAP.search(line.split("//")[0]):
            complain(path, number, "co_await on a call that builds an aggregate or a lambda; name it first")
    if len(lines) > 450:
        complain(path, len(lines), "over 450 lines: look for two things in it")

print("\n".join(problems) if problems else "the rules hold")
sys.exit(1 if problems else 0)
