import { problemTypes } from "../../src/http/problem-types.ts";
import type { Document, Json, Operation, Parameter } from "../openapi.ts";
import { blocks, escaped, inline } from "./markdown.ts";
import { fields, limits, link, schemaOf, typeOf } from "./schema.ts";
import { script, style } from "./style.ts";

/** Two braces. Without an icon in the page, a browser asks the shop for /favicon.ico. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' fill='%231d1b18'/%3E%3Ctext x='16' y='22' font-family='monospace' font-size='18' text-anchor='middle' fill='%23faf8f5'%3E%7B%7D%3C/text%3E%3C/svg%3E";

/** An API as one HTML page. It loads nothing else, so it also works offline. */
export const page = (document: Document): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(String(document.info.title))}</title>
<link rel="icon" href="${ICON}">
<style>${style}</style>
<nav>
${document.tags.map(({ name }) => links(document, name)).join("\n")}
<b><a href="#schemas">schemas</a></b><b><a href="#errors">errors</a></b>
</nav>
<main>
<h1>${escaped(String(document.info.title))}</h1>
<p>As a file for tools: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
${blocks(String(document.info.description))}
${document.tags.map((tag) => section(document, tag)).join("")}
<section id="schemas"><h2>schemas</h2>
${Object.entries(document.components.schemas).map(schema).join("\n")}
</section>
<section id="errors"><h2>errors</h2>
<p>The <code>code</code> of every problem document is one of these.</p>
<table class="status problems">${Object.entries(problemTypes)
  .filter(([code]) => isNamed(document, code))
  .map(
    ([code, { status, title, description }]) =>
      `<tr id="${code}"><td>${status}<td><code>${code}</code><td><b>${escaped(title)}.</b> ${inline(description)}`,
  )
  .join("\n")}
</table></section>
</main>
<script>${script}</script>
</html>
`;

/** Whether a response of the API names this code. */
const isNamed = (document: Document, code: string): boolean =>
  JSON.stringify(document.paths).includes(`\`${code}\``);

interface Route {
  method: string;
  path: string;
  operation: Operation;
}

const routesOf = (document: Document, tag: string): Route[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.tags.includes(tag))
      .map(([method, operation]) => ({ method, path, operation })),
  );

const links = (document: Document, tag: string): string =>
  `<b><a href="#${tag}">${tag}</a></b>${routesOf(document, tag)
    .map(({ operation }) => `<a href="#${operation.operationId}">${escaped(operation.summary)}</a>`)
    .join("")}`;

const section = (document: Document, { name, description }: Document["tags"][number]): string =>
  `<section id="${name}"><h2>${name}</h2><p>${inline(description)}</p>${routesOf(document, name)
    .map((route) => details(document, route))
    .join("")}</section>`;

const details = (document: Document, { method, path, operation }: Route): string => `
<details id="${operation.operationId}"><summary><span class="method ${method}">${method.toUpperCase()}</span><code>${escaped(path)}</code><span>${escaped(operation.summary)}</span></summary>
<p>${inline(operation.description ?? "")}</p>
<p><i>${access(operation)}</i></p>
${operation.parameters.length > 0 ? `<h3>Parameters</h3><table>${operation.parameters.map(parameter).join("")}</table>` : ""}
${operation.requestBody ? body(document, schemaOf(operation.requestBody)) : ""}
<h3>Answers</h3><table class="status">${Object.entries(operation.responses)
  .map(([status, answer]) => `<tr><td>${status}<td>${blocks(answer.description)}${contents(status, answer)}`)
  .join("")}</table>
</details>`;

/** Which credentials an operation takes. The empty object among them stands for none. */
function access({ security }: Operation): string {
  if (security.length === 0) return "Public: no credentials are read.";
  if (security.some((one) => "key" in one)) return "Only with an API key.";
  return security.some((one) => Object.keys(one).length === 0)
    ? "The session is optional."
    : "Only for customers who are signed in.";
}

const parameter = ({ name, in: place, required, description, schema }: Parameter): string =>
  `<tr><td><code>${escaped(name)}</code>${required ? "" : " <i>optional</i>"}<td>${place}: ${typeOf(schema)}${limits(schema)}<td>${inline(description ?? "")}`;

/** A body's fields, and its first example. */
function body(document: Document, name = ""): string {
  const schema = document.components.schemas[name] ?? {};
  const examples = schema.examples;
  const example = Array.isArray(examples)
    ? `<pre>${escaped(JSON.stringify(examples[0], null, 2))}</pre>`
    : "";
  return `<h3>Body: ${link(name)}</h3>${fields(schema)}${example}`;
}

/** The schema and headers of a successful answer. Every error has the same ones. */
function contents(status: string, { content, headers }: Operation["responses"][string]): string {
  const name = schemaOf(content);
  if (Number(status) >= 400) return "";
  const described = Object.entries((headers ?? {}) as Record<string, Json>).map(
    ([name, { description }]) => `<p><code>${escaped(name)}</code>: ${inline(String(description))}</p>`,
  );
  return `${name ? `<p>Body: ${link(name)}</p>` : ""}${described.join("")}`;
}

const schema = ([name, value]: [string, Json]): string =>
  `<details id="${name}"><summary><code>${name}</code></summary>${value.description ? `<p>${inline(String(value.description))}</p>` : ""}${fields(value)}</details>`;
