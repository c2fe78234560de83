import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readdirSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bucket } from "@myclothes/core/buckets";
import type { Folder } from "../process/folder.ts";
import { checkSignature, S3Error } from "./s3.signature.ts";

export interface S3 {
  /** The URL of the bucket, without a slash at the end. */
  url: string;
  stop(): Promise<void>;
}

export interface S3Options {
  /** The origins whose pages may upload. */
  origins: string[];
  /** Receives the body of the message that S3 sends to the queue when an upload has arrived. */
  notify?: ((message: object) => Promise<void>) | undefined;
}

const NAME = "myclothes-local-images";
/** S3's limit on one PUT is 5 GB. Nothing here comes near this one. */
const MAX_BYTES = 64 * 1024 * 1024;
/** How often S3 sends a message that the queue does not accept. */
const TRIES = 10;
const PAUSE_MS = 500;
const KEPT_HEADERS = ["content-type", "cache-control"];

/**
 * Starts the part of S3 that the shop uses: one bucket, whose objects are files in the folder. It checks signatures as S3 does.
 * Anyone may read `images/`, as through the edge on AWS.
 */
export async function startS3(folder: Folder, { origins, notify }: S3Options): Promise<S3> {
  const dir = path.join(folder.path, "s3");
  mkdirSync(dir, { recursive: true });
  const fileOf = (key: string) => path.join(dir, encodeURIComponent(key));

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "", headers } = request;
    const { origin = "" } = headers;
    if (origins.includes(origin)) {
      response.setHeader("access-control-allow-origin", origin);
      response.setHeader("access-control-allow-methods", bucket.cors.methods.join(", "));
      response.setHeader("access-control-allow-headers", bucket.cors.headers.join(", "));
      response.setHeader("vary", "origin");
    }
    if (method === "OPTIONS") return void response.writeHead(origins.includes(origin) ? 200 : 403).end();
    const key = keyOf(request.url);
    const body = await read(request);
    const isPublic = (method === "GET" || method === "HEAD") && key.startsWith(bucket.images);
    if (!isPublic) checkSignature(request, body);
    if (method === "PUT") {
      await store(fileOf(key), request, body);
      response.writeHead(200, { etag: etagOf(body) }).end();
      if (key.startsWith(bucket.uploads)) await announce(key, body.length);
    } else if (method === "DELETE") {
      await rm(fileOf(key), { force: true });
      response.writeHead(204).end();
    } else if (method === "GET" || method === "HEAD") await send(fileOf(key), response, method);
    else throw new S3Error(405, "MethodNotAllowed");
  };

  const announce = async (key: string, size: number) => {
    const object = { key: encodeURIComponent(key).replaceAll("%2F", "/"), size };
    const record = {
      eventSource: "aws:s3",
      eventName: "ObjectCreated:Put",
      s3: { bucket: { name: NAME }, object },
    };
    for (let tries = 1; tries <= TRIES; tries++) {
      try {
        return await notify?.({ Records: [record] });
      } catch {
        // The upload is stored all the same. Its message is sent again at the next start, too.
        await sleep(PAUSE_MS, undefined, { ref: false });
      }
    }
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => fail(response, error));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  // The queue forgets its messages when it ends, but these uploads are still waiting.
  const waiting = readdirSync(dir)
    .map(decodeURIComponent)
    .filter((key) => key.startsWith(bucket.uploads));
  for (const key of waiting) await announce(key, 0);
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}/${NAME}`, stop };
}

function keyOf(url = ""): string {
  const [, name, key] = /^\/([^/?]+)\/([^?]+)/.exec(url) ?? [];
  if (name !== NAME) throw new S3Error(404, "NoSuchBucket");
  if (!key) throw new S3Error(400, "InvalidRequest");
  return decodeURIComponent(key);
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= MAX_BYTES) chunks.push(chunk);
  }
  if (bytes > MAX_BYTES) throw new S3Error(400, "EntityTooLarge");
  return Buffer.concat(chunks);
}

/** An object is one file: a line with its headers, and its bytes. It gets its name when it is complete. */
async function store(file: string, { headers }: IncomingMessage, body: Buffer): Promise<void> {
  if (headers["content-length"] === undefined) throw new S3Error(411, "MissingContentLength");
  const kept = Object.fromEntries(KEPT_HEADERS.map((name) => [name, headers[name]]));
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, Buffer.concat([Buffer.from(`${JSON.stringify(kept)}\n`), body]));
  await rename(unfinished, file);
}

async function send(file: string, response: ServerResponse, method: string): Promise<void> {
  const stored = await readFile(file).catch(() => {
    throw new S3Error(404, "NoSuchKey");
  });
  const end = stored.indexOf("\n");
  const body = stored.subarray(end + 1);
  const headers = JSON.parse(stored.toString("utf8", 0, end));
  response.writeHead(200, { ...headers, "content-length": body.length, etag: etagOf(body) });
  response.end(method === "HEAD" ? undefined : body);
}

const etagOf = (body: Buffer): string => `"${createHash("md5").update(body).digest("hex")}"`;

function fail(response: ServerResponse, error: Error): void {
  const { status, code } = error instanceof S3Error ? error : new S3Error(500, "InternalError");
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`);
}
