import { links } from "@myclothes/core/links";
import { EDGE_HEADER } from "@myclothes/functions/edge-rules";
import { openapi } from "@myclothes/functions/openapi";
import { Hono } from "hono";
import { describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { page } from "../../../packages/functions/build/page/page.ts";
import { createApp } from "../../../packages/functions/src/http/app.ts";
import { docs } from "../../../packages/functions/src/http/docs.ts";
import { type ApiInfo, route } from "../../../packages/functions/src/http/document.ts";
import type { Env } from "../../../packages/functions/src/http/env.ts";
import { lambdaHandler } from "../../../packages/functions/src/http/lambda.ts";
import { body, query } from "../../../packages/functions/src/http/validate.ts";

/** A second app, as another function could have it: one resource, with its own tags and credentials. */
const Note = z.strictObject({ text: z.string() }).meta({ id: "Note" });
const info: ApiInfo = {
  title: "Notes",
  version: "2.0.0",
  description: "Takes notes.",
  tags: { notes: "All notes." },
  securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "A key." } },
};
const notes = new Hono<Env>()
  .post(
    "/:id",
    route({
      id: "takeNote",
      tag: "notes",
      summary: "Take a note",
      security: "required",
      pathParameters: { id: { description: "The note's id." } },
      replies: { 201: { description: "The note.", schema: Note } },
    }),
    query(z.object({ color: z.string().optional() })),
    body(Note),
    (c) => c.json({ text: `${c.req.param("id")}: ${c.req.valid("json").text}` }, 201),
  )
  .get(
    "/fault",
    route({ id: "fail", tag: "notes", summary: "Fail", replies: { 204: { description: "Never." } } }),
    () => {
      throw new Error("a secret reason");
    },
  );
const app = createApp("app").route("/notes", notes);
const handler = lambdaHandler(app);

const SECRET = links.Edge.secrets[0] ?? "";
const call = async (
  method: string,
  path: string,
  { text = "", headers = {}, search = "", of = handler } = {},
) => {
  const result = await of({
    rawPath: path,
    rawQueryString: search,
    headers: { [EDGE_HEADER]: SECRET, "content-type": "application/json", ...headers },
    requestContext: { http: { method } },
    ...(text && { body: JSON.stringify({ text }) }),
  });
  return { ...result, body: JSON.parse(result.body) };
};

describe("a second app", () => {
  it("answers by its own route, with the headers of every answer", async () => {
    const { statusCode, headers, body } = await call("POST", "/notes/7", { text: "milk" });
    expect([statusCode, body]).toEqual([201, { text: "7: milk" }]);
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "x-request-id": expect.any(String),
      "x-served-by": expect.any(String),
      "server-timing": expect.stringContaining("total"),
    });
  });

  it.each([
    [403, "edge.bypassed", "POST", "/notes/7", { text: "milk", headers: { [EDGE_HEADER]: "wrong" } }],
    [404, "route.unknown", "GET", "/v1/products", {}],
    [404, "route.unknown", "GET", "/notes/../notes/7", {}],
    [405, "route.method", "DELETE", "/notes/7", {}],
    [413, "request.too_large", "POST", "/notes/7", { text: "x".repeat(65_536) }],
    [422, "request.invalid", "POST", "/notes/7", { text: "milk", search: "size=M" }],
  ])("refuses with %i %s", async (status, code, method, path, request) => {
    const { statusCode, headers, body } = await call(method, path, request);
    expect([statusCode, body.code, body.status]).toEqual([status, code, status]);
    expect(headers["content-type"]).toBe("application/problem+json");
  });

  it("logs a fault and answers 500 without its reason", async () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    const { statusCode, body } = await call("GET", "/notes/fault");
    expect([statusCode, body.code]).toEqual([500, "service.fault"]);
    expect(JSON.stringify(body)).not.toContain("secret");
    expect(JSON.stringify(error.mock.calls)).toContain("a secret reason");
    error.mockRestore();
  });

  it("has its own description", () => {
    const document = openapi(app, info);
    expect(document.info).toMatchObject({ title: "Notes", version: "2.0.0" });
    expect(Object.keys(document.paths)).toEqual(["/notes/{id}", "/notes/fault"]);
    expect(Object.keys(document.components.schemas).sort()).toEqual(["Money", "Note", "Problem"]);
    expect(document.components.securitySchemes).toEqual(info.securitySchemes);
    expect(document.paths["/notes/{id}"]?.post).toMatchObject({
      tags: ["notes"],
      security: [{ apiKey: [] }],
      responses: { 201: {}, 403: {}, 413: {}, 422: {}, 500: {} },
    });
    expect(page(document)).toContain("<title>Notes</title>");
  });

  it("refuses a route whose tag is not listed", () => {
    expect(() => openapi(app, { ...info, tags: {} })).toThrow("has the tag notes");
  });

  it("has its own page, to which its problems link", async () => {
    const own = createApp("app").route("/notes", docs);
    const tags = { service: "This description." };
    expect(Object.keys(openapi(own, { ...info, tags }).paths)).toEqual([
      "/notes/openapi.json",
      "/notes/docs",
    ]);
    const { body } = await call("GET", "/notes/unknown", { of: lambdaHandler(own) });
    expect(body.type).toBe("/notes/docs#route.unknown");
  });

  // Payments answers routes of both APIs.
  it.each([
    ["/v1/unknown", "/docs#route.unknown"],
    ["/admin/v1/unknown", "/admin/docs#route.unknown"],
  ])("links to the page of the path's API if it has no page: %s", async (path, type) => {
    const { body } = await call("GET", path, { of: lambdaHandler(createApp("payments")) });
    expect(body.type).toBe(type);
  });
});
