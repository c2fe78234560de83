import { app, info } from "@myclothes/functions/app";
import { type Document, openapi } from "@myclothes/functions/openapi";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";

const document: Document = openapi(app, info);
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addFormat("idn-email", /^[^@]+@[^@]+$/u);
ajv.addSchema({ $id: "api", components: document.components });

/** What is wrong with an answer by the API's own description; nothing where it is as promised. */
export function breaches(method: string, path: string, answer: Response, body: unknown): string[] {
  // What stands before the shop has refusals of its own.
  if (String((body as { code?: string })?.code).startsWith("gateway.")) return [];
  const operation = operationAt(method, path);
  return [...leaks(answer, operation), ...differences(method, path, answer, body, operation)];
}

/** A session's cookie that is open to scripts, other hosts or other sites, or an answer that somebody else could be shown. */
function leaks({ status, headers }: Response, operation: Operation | undefined): string[] {
  const cookies = headers.getSetCookie();
  const open = cookies.filter((cookie) => !COOKIE.test(cookie)).map((cookie) => `open cookie ${cookie}`);
  const isPersonal = status >= 400 || cookies.length > 0 || operation?.security.length;
  const mayBeKept = isPersonal && headers.get("cache-control") !== "no-store";
  return mayBeKept ? [...open, `${status} is not no-store`] : open;
}

const COOKIE =
  /^__Host-(session=[\w.-]*; Max-Age=(7776000|0)|device=[\w.-]+; Max-Age=31536000); Path=\/; HttpOnly; Secure; SameSite=Lax$/;

function differences(
  method: string,
  path: string,
  answer: Response,
  body: unknown,
  operation?: Operation,
): string[] {
  if (!operation) return answer.status >= 400 ? [] : [`${method} ${path} is not described`];
  return differs(operation, method, path, answer, body);
}

/** What is wrong with an answer of this operation: its status, media type, or body. */
export function differs(
  operation: Operation,
  method: string,
  path: string,
  answer: Response,
  body: unknown,
): string[] {
  const promised = operation.responses[answer.status];
  if (!promised) return [`${method} ${path} is not said to answer ${answer.status}`];
  const [type, content] = Object.entries(promised.content ?? {})[0] ?? [];
  if (!type || method === "HEAD") return body === "" ? [] : [`${answer.status} has a body`];
  const sent = answer.headers.get("content-type") ?? "none";
  if (!sent.startsWith(type)) return [`content type ${sent}, not ${type}`];
  const validate = validator(JSON.stringify(content?.schema));
  return validate(body)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** Whether a value fits a schema of the description. */
export const fits = (schema: unknown, value: unknown): boolean => validator(JSON.stringify(schema))(value);

const validators = new Map<string, ValidateFunction>();

/** Compiled once for each schema: that takes ten times as long as most requests. */
function validator(schema: string): ValidateFunction {
  const known = validators.get(schema) ?? ajv.compile(JSON.parse(schema.replaceAll('"#/', '"api#/')));
  validators.set(schema, known);
  return known;
}

export type Operation = Document["paths"][string][string];

function operationAt(method: string, path: string): Operation | undefined {
  const { pathname } = new URL(path, "http://shop");
  const template = Object.keys(document.paths).find((template) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(pathname),
  );
  const methods = document.paths[template ?? ""] ?? {};
  return methods[method === "HEAD" ? "get" : method.toLowerCase()];
}
