import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { context } from "@myclothes/core/context";
import { arrivedKeys } from "@myclothes/core/image/notice";
import { links } from "@myclothes/core/links";
import { afterAll, expect, it, vi } from "vitest";
import * as Bucket from "../../../packages/core/src/aws/images.ts";
import { startS3 } from "../../../packages/local/src/engines/s3.ts";

const dir = mkdtempSync(path.join(tmpdir(), "s3-"));
afterAll(() => rmSync(dir, { recursive: true }));
const origins = ["http://localhost:3000"];
const folder = (name: string) => {
  mkdirSync(path.join(dir, name), { recursive: true });
  return { path: path.join(dir, name), isPersistent: true, close: async () => {} };
};
const stored = { contentType: "image/webp", cacheControl: "public, max-age=9" };

/** Starts S3 in a folder of its own, and lets the code of the shop use it. */
async function start(name: string, notify?: (message: object) => Promise<void>) {
  const s3 = await startS3(folder(name), { origins, notify });
  vi.spyOn(links, "Images", "get").mockReturnValue({ url: s3.url });
  return s3;
}

it("keeps objects with their headers when it starts again", async () => {
  const first = await start("kept");
  await Bucket.write(context(), "images/a/b.webp", Buffer.from("one\ntwo"), stored);
  await first.stop();
  const second = await start("kept");
  const response = await fetch(`${second.url}/images/a/b.webp`);
  expect([
    await response.text(),
    response.headers.get("content-type"),
    response.headers.get("cache-control"),
  ]).toEqual(["one\ntwo", "image/webp", "public, max-age=9"]);
  expect((await Bucket.read(context(), "images/a/b.webp")).toString()).toBe("one\ntwo");
  await Bucket.remove(context(), "images/a/b.webp");
  await Bucket.remove(context(), "images/a/b.webp");
  expect((await fetch(`${second.url}/images/a/b.webp`)).status).toBe(404);
  await second.stop();
});

it("tells of each upload, and again when it starts and the upload is still there", async () => {
  const told: unknown[] = [];
  const notify = async (message: object) => void told.push(arrivedKeys(message));
  const first = await start("told", notify);
  await Bucket.write(context(), "images/x", Buffer.from("x"), stored);
  await Bucket.write(context(), "uploads/img_1", Buffer.from("x"), stored);
  await first.stop();
  expect(told.splice(0)).toEqual([["uploads/img_1"]]);
  await (await start("told", notify)).stop();
  expect(told).toEqual([["uploads/img_1"]]);
});

it("lets nobody read uploads or write without a signature, and everybody read images", async () => {
  const s3 = await start("private");
  await Bucket.write(context(), "uploads/x", Buffer.from("x"), stored);
  await Bucket.write(context(), "images/x", Buffer.from("x"), stored);
  const status = async (key: string, method = "GET") => (await fetch(`${s3.url}/${key}`, { method })).status;
  expect([
    await status("uploads/x"),
    await status("images/x", "PUT"),
    await status("images/x", "DELETE"),
  ]).toEqual([403, 403, 403]);
  expect([
    await status("images/x"),
    await status("images/../uploads/x"),
    await status("images%2F..%2Fuploads%2Fx"),
  ]).toEqual([200, 403, 404]);
  await s3.stop();
});

it("refuses a request whose time is over, and one with another body than was signed", async () => {
  const s3 = await start("late");
  const upload = { contentType: "image/png", bytes: 3 };
  const put = async (now: Date, body: string) => {
    const { url, headers } = await Bucket.signUpload("uploads/x", upload, 900, now);
    return (
      await fetch(url, { method: "PUT", headers: { "content-type": headers["content-type"] ?? "" }, body })
    ).status;
  };
  expect(await put(new Date(Date.now() - 901_000), "abc")).toBe(403);
  expect(await put(new Date(Date.now() - 800_000), "abcd")).toBe(403);
  expect(await put(new Date(Date.now() - 800_000), "abc")).toBe(200);
  await s3.stop();
});

it("lets pages of the shop's origins upload, and no other page", async () => {
  const s3 = await start("cors");
  const preflight = (origin: string) =>
    fetch(`${s3.url}/uploads/x`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "PUT" },
    });
  const own = await preflight("http://localhost:3000");
  expect([own.status, own.headers.get("access-control-allow-origin")]).toEqual([
    200,
    "http://localhost:3000",
  ]);
  expect(own.headers.get("access-control-allow-headers")).toBe("content-type");
  const other = await preflight("https://evil.example");
  expect([other.status, other.headers.get("access-control-allow-origin")]).toEqual([403, null]);
  await s3.stop();
});
