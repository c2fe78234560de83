import * as Admin from "@myclothes/functions/admin";
import { app, info } from "@myclothes/functions/app";
import { type Document, openapi } from "@myclothes/functions/openapi";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { route } from "../../../packages/functions/src/http/document.ts";
import type { Env } from "../../../packages/functions/src/http/env.ts";
import { problemTypes } from "../../../packages/functions/src/http/problem-types.ts";
import { violations } from "../../support/contract.ts";

const document = openapi(app, info);
interface Json {
  allOf: { properties: { code: { enum: (keyof typeof problemTypes)[] } } }[];
}
const operationsOf = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );
const operations = operationsOf(document);
/** Those of the admin API. Both APIs have the same problem codes, and each code belongs to at least one of them. */
const adminOperations = operationsOf(openapi(Admin.app, Admin.info));

describe("the description of the API", () => {
  it("contains the routes of the app, and no others", () => {
    const routed = app.routes.filter(({ method }) => method !== "ALL");
    const names = routed.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
    expect(operations.map(({ name }) => name).sort()).toEqual([...new Set(names)].sort());
  });

  it("contains every route of the shop", () => {
    expect(operations.map(({ name }) => name).sort()).toEqual([
      "DELETE /v1/cart",
      "DELETE /v1/cart/items/{sku}",
      "DELETE /v1/customers/me/addresses/{id}",
      "DELETE /v1/sessions/current",
      "DELETE /v1/sessions/{id}",
      "GET /docs",
      "GET /openapi.json",
      "GET /v1/cart",
      "GET /v1/categories",
      "GET /v1/categories/{handle}",
      "GET /v1/customers/me",
      "GET /v1/customers/me/addresses",
      "GET /v1/customers/me/addresses/{id}",
      "GET /v1/customers/me/export",
      "GET /v1/customers/me/orders",
      "GET /v1/health",
      "GET /v1/health/ready",
      "GET /v1/orders/{id}",
      "GET /v1/products",
      "GET /v1/products/{handle}",
      "GET /v1/search/suggestions",
      "GET /v1/sessions",
      "GET /v1/shipping-options",
      "GET /v1/time",
      "GET /v1/variants/{sku}/availability",
      "PATCH /v1/cart",
      "PATCH /v1/customers/me",
      "POST /v1/cart",
      "POST /v1/cart/items",
      "POST /v1/cart/quote",
      "POST /v1/customers",
      "POST /v1/customers/me/addresses",
      "POST /v1/customers/me/email-changes",
      "POST /v1/customers/me/erasure",
      "POST /v1/customers/me/orders",
      "POST /v1/orders",
      "POST /v1/orders/{id}/cancellation",
      "POST /v1/orders/{id}/payment",
      "POST /v1/password-resets",
      "POST /v1/sessions",
      "POST /v1/webhooks/stripe",
      "PUT /v1/cart/items/{sku}",
      "PUT /v1/customers/me/addresses/{id}",
      "PUT /v1/customers/me/password",
      "PUT /v1/email-verifications/{token}",
      "PUT /v1/password-resets/{token}",
    ]);
  });

  it("refuses a route without documentation", () => {
    const undescribed = new Hono<Env>().get("/v1/undescribed", (c) => c.json({}));
    expect(() => openapi(undescribed, info)).toThrow("GET /v1/undescribed is not described");
    const described = new Hono<Env>().get(
      "/v1/described",
      route({ id: "describe", tag: "service", summary: "Describe" }),
      (c) => c.json({}),
    );
    expect(Object.keys(openapi(described, info).paths)).toEqual(["/v1/described"]);
  });

  it("passes a linter", async () => {
    const config = await createConfig({
      extends: ["recommended"],
    });
    const source = JSON.stringify(document);
    const problems = await lintFromString({ source, absoluteRef: "openapi.json", config });
    expect(problems.map(({ message, location }) => [message, location[0]?.pointer])).toEqual([]);
    const broken = source.replace('"operationId"', '"operationid"');
    expect(await lintFromString({ source: broken, absoluteRef: "openapi.json", config })).not.toEqual([]);
  });

  it("closes every schema of a body or an answer: undescribed fields are not allowed", () => {
    const open: string[] = [];
    const look = (schema: unknown, at: string): void => {
      if (typeof schema !== "object" || schema === null) return;
      const { type, additionalProperties } = schema as { type?: unknown; additionalProperties?: unknown };
      if (type === "object" && additionalProperties !== false) open.push(at);
      for (const [key, inner] of Object.entries(schema)) look(inner, `${at}/${key}`);
    };
    look(document.components.schemas, "");
    const parts = ["", "/properties/components", "/properties/info", "/properties/paths"];
    expect(open.sort()).toEqual([...parts.map((at) => `/OpenApi${at}`), "/Problem"]);
  });

  it("lists every problem code", () => {
    const properties = document.components.schemas.Problem?.properties;
    expect(properties).toMatchObject({ code: { enum: Object.keys(problemTypes) } });
  });

  it.each(operations)("$name describes its input and its answers", ({ name, operation }) => {
    const [, path = ""] = name.split(" ");
    const inPath = operation.parameters.filter((parameter) => parameter.in === "path");
    expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
    expect(operation.requestBody !== undefined).toBe(
      /^(POST|PUT|PATCH)/.test(name) &&
        !/(cancellation|payment|stripe)$|POST \/v1\/cart$|email-verifications/.test(name),
    );
    expect(Object.keys(operation.responses).some((status) => /^2/.test(status))).toBe(true);
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(["403", "422", "500"]));
    expect(operation.security.length > 0).toBe(/cart|customers|sessions|orders/.test(name));
  });

  it("lists the problem codes of every operation by status, and every code at least once", () => {
    const named = [...operations, ...adminOperations].flatMap(({ name, operation }) =>
      Object.entries(operation.responses).flatMap(([status, { content = {} }]) => {
        const schema = content["application/problem+json"]?.schema as Json | undefined;
        expect([name, status, Number(status) >= 400]).toEqual([name, status, schema !== undefined]);
        const codes = schema?.allOf[1]?.properties.code.enum ?? [];
        for (const code of codes)
          expect([name, code, String(problemTypes[code].status)]).toEqual([name, code, status]);
        return codes;
      }),
    );
    expect(new Set(named)).toEqual(new Set(Object.keys(problemTypes)));
  });

  it("requires a session on every route that answers 401 without one", async () => {
    const paths = operations.filter(({ name }) =>
      /\/customers\/me|\/sessions\/|GET \/v1\/sessions/.test(name),
    );
    expect(paths.length).toBeGreaterThan(10);
    for (const { name, operation } of operations) {
      const isRequired =
        operation.security.length > 0 && !operation.security.some((one) => Object.keys(one).length === 0);
      expect([name, isRequired]).toEqual([name, paths.some((one) => one.name === name)]);
    }
  });

  it("describes request bodies by their input and answers by their output", () => {
    const { SaveAddress, SavedAddress, Address } = document.components.schemas;
    expect(SaveAddress?.required).not.toContain("isDefault");
    expect(SavedAddress?.required).toContain("isDefault");
    expect(Address?.properties).toMatchObject({
      line2: { anyOf: [{ type: "string" }, { enum: ["", null] }] },
    });
    expect(JSON.stringify(document)).not.toContain('"format":"email"');
  });

  it("gives each operation an id of its own and a summary", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operation } of operations) expect(operation.summary.length).toBeGreaterThan(5);
  });
});

describe("the check of answers against the description", () => {
  const json = (status: number, type = "application/json") =>
    new Response("", { status, headers: { "content-type": type } });
  const withCookie = (cookie: string, cacheControl = "no-store") =>
    new Response(null, { status: 204, headers: { "set-cookie": cookie, "cache-control": cacheControl } });
  const top = { handle: "tops", title: "Tops", productCount: 30, parent: null, description: "", image: null };
  const categories = { data: [{ ...top, seo: { title: "Tops", description: "" } }] };

  it("accepts an answer that fits", () => {
    expect(violations("GET", "/v1/categories", json(200), categories)).toEqual([]);
  });

  it("reports an extra or missing field, and a wrong type, status, media type or route", () => {
    const [tops] = categories.data;
    const wrong = [{ data: [{ ...tops, secret: 1 }] }, { data: [{ handle: "tops" }] }, { data: {} }, null];
    for (const body of wrong) expect(violations("GET", "/v1/categories", json(200), body)).not.toEqual([]);
    expect(violations("GET", "/v1/categories", json(201), categories)).not.toEqual([]);
    expect(violations("GET", "/v1/categories", json(200, "text/html"), categories)).not.toEqual([]);
    expect(violations("GET", "/v1/nowhere", json(200), categories)).not.toEqual([]);
    expect(violations("PUT", "/v1/categories", json(200), categories)).not.toEqual([]);
  });

  it("reports a cookie without one of its attributes, and a personal answer or problem that may be cached", () => {
    const cookie = "__Host-session=x.y; Max-Age=7776000; Path=/; HttpOnly; Secure; SameSite=Lax";
    const violationsOf = (answer: Response) => violations("DELETE", "/v1/sessions/current", answer, "");
    expect(violationsOf(withCookie(cookie))).toEqual([]);
    for (const part of ["__Host-", "; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax"]) {
      expect(violationsOf(withCookie(cookie.replace(part, "")))).toEqual([
        expect.stringContaining("unsafe cookie"),
      ]);
    }
    expect(violationsOf(withCookie(`${cookie}; Domain=example.com`))).toEqual([
      expect.stringContaining("unsafe cookie"),
    ]);
    expect(violationsOf(withCookie(cookie, "public, s-maxage=30"))).toEqual(["204 is not no-store"]);
    expect(violations("GET", "/v1/none", new Response("", { status: 404 }), "")).toEqual([
      "404 is not no-store",
    ]);
  });
});
