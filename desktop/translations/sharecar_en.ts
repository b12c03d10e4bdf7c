<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB">
<context>
    <name>Breakers</name>
    <message numerus="yes">
        <source>%n probe(s) left</source>
        <translation>
            <numerusform>%n probe left</numerusform>
            <numerusform>%n probes left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Edges</name>
    <message numerus="yes">
        <source>%n trace(s)</source>
        <translation>
            <numerusform>%n trace</numerusform>
            <numerusform>%n traces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TraceDetailsModel</name>
    <message numerus="yes">
        <source>%1 (p95 %2, of %n span(s))</source>
        <translation>
            <numerusform>%1 (p95 %2, of %n span)</numerusform>
            <numerusform>%1 (p95 %2, of %n spans)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TraceTexts</name>
    <message numerus="yes">
        <source>%1 was called %n times, one after the other, in %2</source>
        <translation>
            <numerusform>%1 was called %n time, in %2</numerusform>
            <numerusform>%1 was called %n times, one after the other, in %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 was called %n times, %2 of them failed</source>
        <translation>
            <numerusform>%1 was called %n time, %2 failed</numerusform>
            <numerusform>%1 was called %n times, %2 of them failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n span(s)</source>
        <translation>
            <numerusform>%n span</numerusform>
            <numerusform>%n spans</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n service(s)</source>
        <translation>
            <numerusform>%n service</numerusform>
            <numerusform>%n services</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more span(s)</source>
        <translation>
            <numerusform>and %n more span</numerusform>
            <numerusform>and %n more spans</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::BreakerCard</name>
    <message numerus="yes">
        <source>%n call(s) in the last 10 s</source>
        <translation>
            <numerusform>%n call in the last 10 s</numerusform>
            <numerusform>%n calls in the last 10 s</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::BreakersPage</name>
    <message numerus="yes">
        <source>%n breaker(s), %1 not closed</source>
        <translation>
            <numerusform>%n breaker, %1 not closed</numerusform>
            <numerusform>%n breakers, %1 not closed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::OrdersPage</name>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::OverviewPage</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::Palette</name>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n match</numerusform>
            <numerusform>%n matches</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::TraceResultsView</name>
    <message numerus="yes">
        <source>%n trace(s)</source>
        <translation>
            <numerusform>%n trace</numerusform>
            <numerusform>%n traces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::TraceView</name>
    <message numerus="yes">
        <source>%n span(s)</source>
        <translation>
            <numerusform>%n span</numerusform>
            <numerusform>%n spans</numerusform>
        </translation>
    </message>
</context>
</TS>
