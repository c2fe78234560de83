import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { keyed } from "../../support/bodies.ts";
import { put, requestUpload } from "../../support/images.ts";
import { run } from "../../support/products.ts";

const path = "/admin/v1/uploads";
const wanted = { filename: "shirt.png", contentType: "image/png", bytes: 1_000 };
const file = Buffer.alloc(1_000, "x");

describe("an upload", () => {
  it("is a pending image, and one request that stores its file", async () => {
    const { send } = await admin("manager");
    const { status, body } = await send("POST", path, { body: wanted });
    expect(status).toBe(201);
    expect(body.upload.headers).toEqual({ "content-type": "image/png", "content-length": "1000" });
    expect(Date.parse(body.expiresAt) - Date.now()).toBeLessThanOrEqual(15 * 60_000);
    expect((await put(body, file)).status).toBe(200);
    const { body: image } = await send("GET", `/admin/v1/images/${body.id}`);
    expect(image).toEqual({
      id: body.id,
      filename: "shirt.png",
      status: "pending",
      width: null,
      height: null,
      url: null,
      srcset: null,
      createdAt: expect.any(String),
    });
  });

  it.each([
    ["another type", file, { "content-type": "text/html" }],
    ["no type", file, { "content-type": "" }],
    ["one byte more", Buffer.alloc(1_001), {}],
    ["one byte less", Buffer.alloc(999), {}],
  ])("is refused by S3 with %s", async (_, sent, headers) => {
    const upload = await requestUpload(await admin("manager"), file);
    const response = await put(upload, sent, headers);
    expect([response.status, await response.text()]).toEqual([
      403,
      expect.stringContaining("SignatureDoesNotMatch"),
    ]);
  });

  it("opens no other object, no other method, and ends after 15 minutes", async () => {
    const { id, upload } = await requestUpload(await admin("manager"), file);
    const other = upload.url.replace(`uploads/${id}`, "images/x");
    const longer = upload.url.replace("X-Amz-Expires=900", "X-Amz-Expires=9000");
    for (const url of [other, longer])
      expect([url, (await put({ id, upload: { ...upload, url } }, file)).status]).toEqual([url, 403]);
    for (const method of ["GET", "DELETE"]) expect((await fetch(upload.url, { method })).status).toBe(403);
    expect(upload.url).toContain("X-Amz-Expires=900&");
  });

  it.each([
    ["a type that is no image", { ...wanted, contentType: "image/svg+xml" }],
    ["more than 10 MB", { ...wanted, bytes: 10 * 1024 * 1024 + 1 }],
    ["no bytes", { ...wanted, bytes: 0 }],
    ["a blank name", { ...wanted, filename: " " }],
    ["a long name", { ...wanted, filename: "x".repeat(256) }],
    ["no name", { contentType: "image/png", bytes: 1 }],
  ])("is refused with 422 with %s", async (_, body) => {
    const { status } = await (await admin("manager")).send("POST", path, { body });
    expect(status).toBe(422);
  });

  it("needs the scope catalog:write, and its image catalog:read", async () => {
    const { send } = await admin("packer");
    const { status, body } = await send("POST", path, { body: wanted });
    expect([status, body.code, body.scope]).toEqual([403, "key.scope", "catalog:write"]);
    const { id } = await requestUpload(await admin("manager"), file);
    expect((await send("GET", `/admin/v1/images/${id}`)).status).toBe(200);
    expect((await (await admin(["orders:read"])).send("GET", `/admin/v1/images/${id}`)).status).toBe(403);
  });

  it("of the same request and key is the same image, also at the same moment", async () => {
    const { send } = await admin("manager");
    const headers = keyed();
    const answers = await Promise.all([1, 2, 3].map(() => send("POST", path, { body: wanted, headers })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const [{ body: first } = { body: {} }] = answers;
    const { data } = (await (await admin()).send("GET", `/admin/v1/audit?subject=${first.id}`)).body;
    expect(data).toHaveLength(1);
    const reused = await send("POST", path, { body: { ...wanted, bytes: 2 }, headers });
    expect([reused.status, reused.body.code]).toEqual([422, "idempotency.key_reused"]);
    // Another API key may use the same one.
    const other = await (await admin("manager")).send("POST", path, {
      body: { ...wanted, bytes: 2 },
      headers,
    });
    expect([other.status, other.body.id === first.id]).toEqual([201, false]);
  });

  it("has one row in the audit log, without its signature", async () => {
    const owner = await admin();
    const { id, upload } = await requestUpload(owner, file);
    const { data } = (await owner.send("GET", `/admin/v1/audit?subject=${id}`)).body;
    expect(data).toEqual([
      expect.objectContaining({
        route: "POST /admin/v1/uploads",
        keyId: owner.id,
        before: null,
        after: { filename: "shirt.png", contentType: "image/png", bytes: 1_000 },
      }),
    ]);
    const stored = JSON.stringify([
      await run("select audit::text from audit where subject = :id", { id }),
      await run("select image::text from image where id = :id", { id }),
    ]);
    const signature = new URL(upload.url).searchParams.get("X-Amz-Signature") ?? "none";
    expect(signature).toMatch(/^[0-9a-f]{64}$/);
    expect(stored).not.toContain(signature);
  });
});

it.each(["img_01JD8Z7K3M5N9P2Q4R6S8T0V1W", "img_x", randomUUID()])("no image has the id %s", async (id) => {
  const { status, body } = await (await admin("manager")).send("GET", `/admin/v1/images/${id}`);
  expect([status, body.code]).toEqual([404, "image.unknown"]);
});
