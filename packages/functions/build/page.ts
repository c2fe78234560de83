import { meanings } from "../src/http/problem.ts";
import type { Document, Operation, Parameter } from "./openapi.ts";

/** The API to read: one page with nothing to fetch, so that it works on a train. */
export const page = (document: Document): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>MyClothes: the store API</title>
<style>${style}</style>
<header>
  <h1>MyClothes</h1>
  ${paragraphs(String(document.info.description))}
  <p>For machines: <a href="/openapi.json">openapi.json</a>.</p>
  <nav>${document.tags.map(({ name }) => `<a href="#${name}">${name}</a>`).join("")}<a href="#schemas">schemas</a><a href="#refusals">refusals</a></nav>
</header>
${document.tags.map((tag) => section(document, tag)).join("")}
<section id="schemas"><h2>schemas</h2>
${Object.entries(document.components.schemas)
  .map(
    ([name, schema]) =>
      `<details id="${name}"><summary><b>${name}</b></summary><pre>${code(schema)}</pre></details>`,
  )
  .join("\n")}
</section>
<section id="refusals"><h2>refusals</h2>
<p>Every "no" is <code>application/problem+json</code> (RFC 9457); <code>code</code> is one of these.</p>
<table>${Object.entries(meanings)
  .map(
    ([name, { status, title }]) =>
      `<tr id="${name}"><td>${status}<td><code>${name}</code><td>${escaped(title)}`,
  )
  .join("\n")}
</table></section>
<script>${script}</script>
</html>
`;

function section(document: Document, tag: Document["tags"][number]): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.tags.includes(tag.name))
      .map(([method, operation]) => article(document, method, path, operation)),
  );
  return `<section id="${tag.name}"><h2>${tag.name}</h2><p>${escaped(tag.description)}</p>${operations.join("")}</section>`;
}

const article = (document: Document, method: string, path: string, operation: Operation): string => `
<details id="${operation.operationId}"><summary><span class="method ${method}">${method.toUpperCase()}</span> <code>${escaped(path)}</code> ${escaped(operation.summary)}</summary>
${operation.description ? `<p>${escaped(operation.description)}</p>` : ""}
${operation.parameters.length > 0 ? `<table>${operation.parameters.map(parameter).join("")}</table>` : ""}
${operation.requestBody ? `<p>Body: ${link(operation.requestBody)}</p>${example(document, operation.requestBody)}` : ""}
<table>${Object.entries(operation.responses)
  .map(([status, answer]) => `<tr><td>${status}<td>${ticks(answer.description)}<td>${link(answer)}`)
  .join("")}</table>
</details>`;

const parameter = ({ name, in: place, required, description, schema }: Parameter): string =>
  `<tr><td><code>${escaped(name)}</code><td>${place}${required ? ", required" : ""}<td>${escaped(kind(schema))}<td>${ticks(description ?? "")}`;

/** A schema in a few words: `integer, 1 to 100, default 20`. */
function kind({ type, enum: values, minimum, maximum, default: usual }: Parameter["schema"]): string {
  const range = minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}` : undefined;
  const choice = Array.isArray(values) ? values.join(" | ") : String(type);
  return [choice, range, usual === undefined ? undefined : `default ${usual}`].filter(Boolean).join(", ");
}

/** The first example of the body's schema. */
function example(document: Document, body: object): string {
  const name = schemaOf(body);
  const examples = name ? document.components.schemas[name]?.examples : undefined;
  return Array.isArray(examples) ? `<pre>${escaped(JSON.stringify(examples[0], null, 2))}</pre>` : "";
}

function link(holder: object): string {
  const name = schemaOf(holder);
  return name ? `<a href="#${name}">${name}</a>` : "";
}

/** The name of the schema that a body or an answer refers to. */
const schemaOf = (holder: object): string | undefined =>
  /#\/components\/schemas\/(\w+)/.exec(JSON.stringify(holder))?.[1];

const code = (value: unknown): string =>
  escaped(JSON.stringify(value, null, 2)).replaceAll(
    /#\/components\/schemas\/(\w+)/g,
    (whole, name) => `<a href="#${name}">${whole}</a>`,
  );

const ticks = (text: string): string =>
  escaped(text).replaceAll(/`([^`]+)`/g, (_, code) =>
    code in meanings ? `<code><a href="#${code}">${code}</a></code>` : `<code>${code}</code>`,
  );

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Blank lines part paragraphs; **bold** and `code` are all that the description uses of Markdown. */
const paragraphs = (text: string): string =>
  text
    .split("\n\n")
    .map((part) => `<p>${ticks(part).replaceAll(/\*\*([^*]+)\*\*/g, "<b>$1</b>")}</p>`)
    .join("\n");

/** A link to something inside a closed part opens it. */
const script = `
const show = () => document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("details")?.setAttribute("open", "");
addEventListener("hashchange", show); show();
`;

const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent) }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem }
h1 { margin: 0 } h2 { margin: 2.5rem 0 .5rem; text-transform: capitalize }
nav { position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: 1rem; padding: .5rem 0; background: Canvas }
details { border-top: 1px solid var(--line); padding: .5rem 0 } summary { cursor: pointer }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .9em }
td { border-top: 1px solid var(--line); padding: .25rem .75rem .25rem 0; vertical-align: top }
code, pre { font: .9em/1.45 ui-monospace, monospace } pre { overflow: auto; padding: .5rem; border: 1px solid var(--line) }
.method { display: inline-block; width: 4.2rem; font: bold .8em ui-monospace, monospace }
.get { color: #1a7f5a } .post { color: #2563b0 } .put { color: #a16207 } .delete { color: #b3261e }
[id] { scroll-margin-top: 3rem }
:target { outline: 2px solid #2563b0; outline-offset: 4px }
`;
