import { escaped, oneLine } from "./mail.rules.ts";
import { CSS, style } from "./style.ts";

/** A part of a mail, written twice: as text and as HTML. Each text is plain, and escaped where it becomes HTML. */
export interface Part {
  text: string;
  html: string;
}

export const heading = (text: string): Part => ({
  text: text.toUpperCase(),
  html: `<h2 style="${style.h2}">${escaped(text)}</h2>`,
});

export const paragraph = (text: string): Part => ({
  text,
  html: `<p style="${style.p}">${escaped(text)}</p>`,
});

/** A link that looks like a button. Its address is shown too, because some programs show no buttons. */
export const button = (label: string, url: string, help: string): Part => ({
  text: `${label}:\n${url}`,
  html: `<p style="${style.p}"><a class="button" href="${escaped(url)}" style="${style.button}">${escaped(label)}</a></p>
<p class="small" style="${style.small}">${escaped(help)}<br><a class="link" href="${escaped(url)}" style="${style.link}">${escaped(url)}</a></p>`,
});

/** Names with their values. */
export const facts = (rows: [name: string, value: string][]): Part => ({
  text: rows.map(([name, value]) => `${name}: ${value}`).join("\n"),
  html: `<table style="${style.table}">${rows
    .map(
      ([name, value]) =>
        `<tr><th scope="row" class="line" style="${style.th}">${escaped(name)}</th><td class="line" style="${style.number}">${escaped(value)}</td></tr>`,
    )
    .join("")}</table>`,
});

/** A table whose first column names the row. All other columns hold numbers. */
export function table(caption: string, head: string[], rows: string[][]): Part {
  const [first = "", ...others] = head;
  const row = ([name = "", ...values]: string[]) =>
    `<tr><th scope="row" class="line" style="${style.th}">${escaped(name)}</th>${values
      .map((value) => `<td class="line" style="${style.number}">${escaped(value)}</td>`)
      .join("")}</tr>`;
  const named = (values: string[]) => values.map((value, i) => `${others[i]}: ${value}`).join(", ");
  return {
    text: rows.map(([name, ...values]) => `- ${name}\n  ${named(values)}`).join("\n"),
    html: `<table style="${style.table}"><caption style="${style.caption}">${escaped(caption)}</caption>
<thead><tr><th scope="col" class="line" style="${style.column1}">${escaped(first)}</th>${others
      .map((name) => `<th scope="col" class="line" style="${style.number}">${escaped(name)}</th>`)
      .join("")}</tr></thead><tbody>${rows.map(row).join("")}</tbody></table>`,
  };
}

/** Lines that belong together, such as an address. */
export const lines = (all: string[]): Part => ({
  text: all.join("\n"),
  html: `<p style="${style.p}">${all.map(escaped).join("<br>")}</p>`,
});

interface Frame {
  language: string;
  subject: string;
  heading: string;
  shop: string;
  footer: string;
}

/** The whole mail: one column, no images, and nothing that loads from elsewhere. */
export function document({ language, subject, heading, shop, footer }: Frame, parts: Part[]) {
  const title = oneLine(subject);
  return {
    subject: title,
    text: `${[heading, ...parts.map(({ text }) => text), `-- \n${shop}\n${footer}`].join("\n\n")}\n`,
    html: `<!doctype html>
<html lang="${language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(title)}</title>
<style>${CSS}</style>
</head>
<body style="${style.body}">
<div role="article" aria-roledescription="email" aria-label="${escaped(title)}" lang="${language}" style="${style.column}">
<p class="small" style="${style.small}">${escaped(shop)}</p>
<h1 style="${style.h1}">${escaped(heading)}</h1>
${parts.map(({ html }) => html).join("\n")}
<hr class="line" style="${style.hr}">
<p class="small" style="${style.small}">${escaped(footer)}</p>
</div>
</body>
</html>
`,
  };
}
