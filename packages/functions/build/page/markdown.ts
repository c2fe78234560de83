import { problemTypes } from "../../src/http/problem-types.ts";

export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** One paragraph: `code` and **bold** are all that our descriptions use of Markdown. The code of a problem links to it. */
export const inline = (text: string): string =>
  escaped(text)
    .replaceAll(/`([^`]+)`/g, (_, code: string) =>
      code in problemTypes ? `<a href="#${code}"><code>${code}</code></a>` : `<code>${code}</code>`,
    )
    .replaceAll(/\*\*([^*]+)\*\*/g, "<b>$1</b>");

/** Paragraphs and numbered lists. */
export const blocks = (text: string): string => text.split("\n\n").map(block).join("\n");

function block(text: string): string {
  const items = text.split(/^\d+\. /m).slice(1);
  if (items.length > 0) return `<ol>${items.map((item) => `<li>${inline(item)}`).join("")}</ol>`;
  return `<p>${inline(text)}</p>`;
}
