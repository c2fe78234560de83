import * as Admin from "@myclothes/functions/admin";
import * as Shop from "@myclothes/functions/app";
import { type Document, openapi } from "@myclothes/functions/openapi";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";

/** The APIs and their validators: one for each, because their schemas may have the same names. */
const [shop, admin] = [Shop, Admin].map(({ app, info }) => {
  const document: Document = openapi(app, info);
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    // Another test lints the description. To compile JSON Schema's own schema takes longer than most tests.
    meta: false,
    validateSchema: false,
  });
  formats.default(ajv);
  ajv.addFormat("idn-email", /^[^@]+@[^@]+$/u);
  ajv.addSchema({ $id: "api", components: document.components });
  const paths = Object.entries(document.paths).map(([template, methods]) => ({
    pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
    methods,
  }));
  return { paths, ajv, byText: new Map<string, ValidateFunction>() };
}) as [Api, Api];

interface Api {
  paths: { pattern: RegExp; methods: Document["paths"][string] }[];
  ajv: Ajv2020;
  byText: Map<string, ValidateFunction>;
}

const apiOf = (path: string): Api => (path.startsWith("/admin/") ? admin : shop);

/** How an answer violates the API's own description. Empty: it does not. */
export function violations(method: string, path: string, answer: Response, body: unknown): string[] {
  // The gateway's own errors are not in the shop's description.
  if (String((body as { code?: string })?.code).startsWith("gateway.")) return [];
  const operation = operationAt(method, path);
  return [...leaks(answer, operation), ...describedViolations(method, path, answer, body, operation)];
}

/** Unsafe cookie attributes, and personal answers or errors that a cache may store. */
function leaks({ status, headers }: Response, operation: Operation | undefined): string[] {
  const cookies = headers.getSetCookie();
  const open = cookies.filter((cookie) => !COOKIE.test(cookie)).map((cookie) => `unsafe cookie ${cookie}`);
  const isPersonal = status >= 400 || cookies.length > 0 || operation?.security.length;
  const isCacheable = isPersonal && headers.get("cache-control") !== "no-store";
  return isCacheable ? [...open, `${status} is not no-store`] : open;
}

const COOKIE =
  /^__Host-(session=[\w.-]*; Max-Age=(7776000|0)|device=[\w.-]+; Max-Age=31536000); Path=\/; HttpOnly; Secure; SameSite=Lax$/;

function describedViolations(
  method: string,
  path: string,
  answer: Response,
  body: unknown,
  operation?: Operation,
): string[] {
  if (!operation) return answer.status >= 400 ? [] : [`${method} ${path} is not described`];
  return operationViolations(operation, method, path, answer, body);
}

/** How an answer violates this operation's description: by its status, media type, or body. */
export function operationViolations(
  operation: Operation,
  method: string,
  path: string,
  answer: Response,
  body: unknown,
): string[] {
  const described = operation.responses[answer.status];
  if (!described) return [`${method} ${path}: the status ${answer.status} is not described`];
  const [type, content] = Object.entries(described.content ?? {})[0] ?? [];
  if (!type || method === "HEAD") return body === "" ? [] : [`${answer.status} has a body`];
  const sent = answer.headers.get("content-type") ?? "none";
  if (!sent.startsWith(type)) return [`content type ${sent}, not ${type}`];
  const validate = validator(apiOf(path), content?.schema);
  return validate(body)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** Whether a value is valid against a schema of the shop's description. */
export const fits = (schema: unknown, value: unknown): boolean => validator(shop, schema)(value);

const byObject = new WeakMap<object, ValidateFunction>();

/**
 * Compiles each schema once: compiling takes ten times as long as most requests. A document holds equal schemas more than once.
 */
function validator({ ajv, byText }: Api, schema: unknown): ValidateFunction {
  const key = schema as object;
  const known = byObject.get(key);
  if (known) return known;
  const text = JSON.stringify(schema);
  const compiled = byText.get(text) ?? ajv.compile(JSON.parse(text.replaceAll('"#/', '"api#/')));
  byObject.set(key, compiled);
  byText.set(text, compiled);
  return compiled;
}

export type Operation = Document["paths"][string][string];

function operationAt(method: string, path: string): Operation | undefined {
  const { pathname } = new URL(path, "http://shop");
  const methods = apiOf(pathname).paths.find(({ pattern }) => pattern.test(pathname))?.methods ?? {};
  return methods[method === "HEAD" ? "get" : method.toLowerCase()];
}
