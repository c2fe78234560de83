import { deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import type { Client } from "./client.ts";

interface Picture {
  width?: number;
  height?: number;
}

/** A picture whose left half is red and whose right half is blue. */
export function picture({ width = 400, height = 300 }: Picture = {}): Sharp {
  const left = Math.ceil(width / 2);
  const blue = {
    create: { width: Math.max(1, width - left), height, channels: 3 as const, background: "#00f" },
  };
  const red = sharp({ create: { width, height, channels: 3, background: "#f00" } });
  return width > 1 ? red.composite([{ input: blue, left, top: 0 }]) : red;
}

/** The size of a PNG's header, and as many rows of zeros as are wanted. */
export function png({
  width,
  height,
  rows = height,
}: {
  width: number;
  height: number;
  rows?: number;
}): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // One bit for each pixel: the smallest file for its size.
  header[8] = 1;
  const pixels = deflateSync(Buffer.alloc(rows * (1 + Math.ceil(width / 8))));
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}

function crc32(data: Buffer): number {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

interface Upload {
  id: string;
  upload: { method: string; url: string; headers: Record<string, string> };
}

/** Asks for an upload as the client of an API key does. */
export async function requestUpload(
  { send }: Pick<Client, "send">,
  file: Buffer,
  contentType = "image/png",
): Promise<Upload> {
  const body = { filename: "shirt.png", contentType, bytes: Math.max(1, file.length) };
  const { body: answer } = await send("POST", "/admin/v1/uploads", { body });
  return answer;
}

/** Sends the file as a browser does. */
export const put = (
  { upload }: Upload,
  file: Buffer,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(upload.url, {
    method: upload.method,
    headers: { "content-type": upload.headers["content-type"] ?? "", ...headers },
    body: new Uint8Array(file),
  });
