// Sends one trace with each of other people's reporters to the collector at the URL given, and prints what it sent:
// {"reporter name": "trace id"}.

import { createRequire } from 'node:module';

import { SpanKind, SpanStatusCode, context, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as OtlpJson } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as OtlpProtobuf } from '@opentelemetry/exporter-trace-otlp-proto';
import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';

const require = createRequire(import.meta.url);
const zipkin = require('zipkin');
const { HttpLogger } = require('zipkin-transport-http');

const collector = process.argv[2];
const sent = {};

async function reportWithOpenTelemetry(name, exporter) {
  const resource = resourceFromAttributes({ 'service.name': `shop-${name}` });
  const provider = new BasicTracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracer = provider.getTracer('interop', '1.2.3');
  const asked = { 'order.id': 42, list: ['a', 'b'] };
  const root = tracer.startSpan('POST /Orders', { kind: SpanKind.SERVER, attributes: asked });
  const call = tracer.startSpan('PUT', { kind: SpanKind.CLIENT, attributes: { 'peer.service': 'Payment', ratio: 0.5 } },
    trace.setSpan(context.active(), root));
  call.addEvent('retry');
  call.setStatus({ code: SpanStatusCode.ERROR, message: 'timed out' });
  call.end();
  root.end();
  await provider.forceFlush();
  await provider.shutdown();
  sent[name] = root.spanContext().traceId;
}

async function reportWithZipkin() {
  const failures = [];
  const endpoint = `${collector}/api/v2/spans`;
  const logger = new HttpLogger({ endpoint, jsonEncoder: zipkin.jsonEncoder.JSON_V2, httpInterval: 10 });
  logger.on('error', (error) => failures.push(error));
  const recorder = new zipkin.BatchRecorder({ logger });
  const ctxImpl = new zipkin.ExplicitContext();
  const tracer = new zipkin.Tracer({ ctxImpl, recorder, localServiceName: 'shop-zipkin' });
  tracer.scoped(() => {
    const id = tracer.createRootId();
    sent.zipkin = id.traceId;
    tracer.setId(id);
    tracer.recordServiceName('shop-zipkin');
    tracer.recordRpc('POST');
    tracer.recordBinary('order.id', '42');
    tracer.recordAnnotation(new zipkin.Annotation.ServerRecv());
    tracer.recordAnnotation(new zipkin.Annotation.ServerSend());
  });
  for (let tries = 0; tries < 200; tries += 1) {  // it says no word when it has sent
    if (failures.length > 0) throw failures[0];
    const answer = await fetch(`${collector}/api/v2/trace/${sent.zipkin}`);
    if (answer.ok) return;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

await reportWithOpenTelemetry('otel-zipkin', new ZipkinExporter({ url: `${collector}/api/v2/spans` }));
await reportWithOpenTelemetry('otlp-json', new OtlpJson({ url: `${collector}/v1/traces` }));
const zipped = { url: `${collector}/v1/traces`, compression: 'gzip' };
await reportWithOpenTelemetry('otlp-protobuf', new OtlpProtobuf(zipped));
await reportWithZipkin();
console.log(JSON.stringify(sent));
process.exit(0);
