// A server of the fediverse that shares no line with iNews: one person, anna,
// with Fedify for everything that has to do with the protocol.
//
// It is started with one argument, JSON: {certificate, key, scheme, origin}. The
// scheme of signatures is the one that anna signs with and the only one that her
// server takes; the origin is where others find it, "" for where it listens.
// It reads orders from its input and writes answers and events to its output,
// each of them one line of JSON, and ends when its input ends.

import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { createInterface } from "node:readline";

// Fedify is written for Node.js 22; this is what 20 lacks.
ArrayBuffer.prototype.transfer ??= function (length = this.byteLength) {
  const size = Math.min(length, this.byteLength);
  const moved = new Uint8Array(length);
  moved.set(new Uint8Array(structuredClone(this, { transfer: [this] }), 0, size));
  return moved.buffer;
};

const settings = JSON.parse(process.argv[2]);
const say = (line) => process.stdout.write(JSON.stringify(line) + "\n");

// schemeOf names the scheme that a message is signed in, "" for none.
const schemeOf = (headers) =>
  headers.has("signature-input") ? "rfc9421" : headers.has("signature") ? "draft-cavage" : "";

// What Fedify sends is told with its answer, so that a test sees how often it
// had to knock.
const bareFetch = globalThis.fetch;
globalThis.fetch = async (resource, options) => {
  const request = new Request(resource, options);
  const sent = { event: "sent", method: request.method, url: request.url, scheme: schemeOf(request.headers) };
  const response = await bareFetch(request, { redirect: options?.redirect ?? "follow" });
  say({ ...sent, status: response.status });
  return response;
};

// The imports wait for the two changes above.
const { configure, getConsoleSink } = await import("@logtape/logtape");
const { openHouse } = await import("./house.mjs");
const { verbs } = await import("./verbs.mjs");

// What Fedify has to say of what it meets stands beside the answers.
await configure({
  sinks: { console: getConsoleSink({ levelMap: { debug: "error", info: "error", warning: "error", error: "error", fatal: "error" } }) },
  loggers: [
    { category: "fedify", sinks: ["console"], lowestLevel: "warning" },
    { category: ["logtape", "meta"], sinks: ["console"], lowestLevel: "warning" },
  ],
});

let house;

// receive hands a request to Fedify, and tells what came of it. What Fedify
// read of an activity, once it believed it, is in heard.
async function receive(request, body) {
  const scheme = schemeOf(request.headers);
  if (request.method === "POST" && scheme !== settings.scheme) {
    say({ event: "delivery", status: 401, path: new URL(request.url).pathname, scheme });
    return new Response("This scheme of signatures is not understood.", { status: 401 });
  }
  const delivery = { heard: null, error: "" };
  const response = await house.federation.fetch(request, { contextData: delivery });
  if (request.method === "POST") {
    const reason = response.ok ? "" : await response.clone().text();
    say({
      event: "delivery", status: response.status, path: new URL(request.url).pathname, scheme, reason,
      headers: Object.fromEntries(request.headers), body: body.toString(), ...delivery,
    });
  }
  return response;
}

const server = createServer(
  { cert: readFileSync(settings.certificate), key: readFileSync(settings.key) },
  async (incoming, outgoing) => {
    try {
      const chunks = [];
      for await (const chunk of incoming) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const headers = new Headers();
      for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
        headers.append(incoming.rawHeaders[i], incoming.rawHeaders[i + 1]);
      }
      const response = await receive(
        new Request(new URL(incoming.url, house.origin), {
          method: incoming.method, headers, body: body.length > 0 ? body : undefined,
        }),
        body,
      );
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    } catch (error) {
      say({ event: "broken", error: String(error.stack ?? error) });
      outgoing.writeHead(500).end();
    }
  },
);

server.listen(0, "127.0.0.1", async () => {
  const { port } = server.address();
  const origin = settings.origin || `https://localhost:${port}`;
  house = await openHouse(origin, settings.scheme);
  say({ event: "ready", host: new URL(origin).host, port, actor: house.actor.href });
  for await (const line of createInterface({ input: process.stdin })) {
    const { number, verb, args } = JSON.parse(line);
    verbs[verb](house, args).then(
      (result) => say({ number, result }),
      (error) => say({ number, error: String(error.stack ?? error) }),
    );
  }
  process.exit(0);
});
