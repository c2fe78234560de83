import { app } from "@myclothes/functions/app";
import { type Document, openapi } from "@myclothes/functions/openapi";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";

const document: Document = openapi(app);
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema({ $id: "api", components: document.components });

/** What is wrong with an answer by the API's own description; nothing where it is as promised. */
export function breaches(method: string, path: string, answer: Response, body: unknown): string[] {
  // What stands before the shop has refusals of its own.
  if (String((body as { code?: string })?.code).startsWith("gateway.")) return [];
  const operation = operationAt(method, path);
  if (!operation) return answer.status >= 400 ? [] : [`${method} ${path} is not described`];
  const promised = operation.responses[answer.status] ?? operation.responses.default;
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

const validators = new Map<string, ValidateFunction>();

/** Compiled once for each schema: that takes ten times as long as most requests. */
function validator(schema: string): ValidateFunction {
  const known = validators.get(schema) ?? ajv.compile(JSON.parse(schema.replaceAll('"#/', '"api#/')));
  validators.set(schema, known);
  return known;
}

function operationAt(method: string, path: string) {
  const { pathname } = new URL(path, "http://shop");
  const template = Object.keys(document.paths).find((template) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(pathname),
  );
  const methods = document.paths[template ?? ""] ?? {};
  return methods[method === "HEAD" ? "get" : method.toLowerCase()];
}
