<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB">
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
