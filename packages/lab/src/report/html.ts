import { isAsExpected, type Table } from "../runner/chapter.ts";
import { escapeHtml, svg } from "./charts.ts";
import { outcome, type Story } from "./report.ts";

const STYLE = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --soft: #57606a; --line: #d8dee4;
  --c0: #2a6fdb; --c1: #d9541e; --c2: #14866d; --c3: #8a4fd3; --c4: #b58900; --c5: #c2347f; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171b; --ink: #e6e9ee; --soft: #9aa4b0; --line: #333a42;
  --c0: #6ca4ff; --c1: #ff8a5c; --c2: #3fc3a2; --c3: #b78cf5; --c4: #e0b93a; --c5: #f06fae; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 860px; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, sans-serif; }
h1 { line-height: 1.2; } h2 { margin-top: 3.5rem; border-top: 1px solid var(--line); padding-top: 1.5rem; }
.question { font-size: 1.15rem; } .soft, caption, figcaption, .axis { color: var(--soft); }
nav a { margin-right: 1rem; } a { color: var(--c0); }
.wide { overflow-x: auto; } .wide table { min-width: 34rem; } table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: .86rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .3rem; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .5rem; text-align: right; vertical-align: top; }
th:first-child, td:first-child { text-align: left; }
figure { margin: 1.75rem 0; } figcaption b { color: var(--ink); display: block; } svg { width: 100%; min-width: 36rem; height: auto; font-size: 12px; }
.bars { display: grid; grid-template-columns: 11rem 1fr; gap: .6rem .75rem; margin: .75rem 0 0; font-size: .86rem; line-height: 1.15; }
.bars dt { text-align: right; } .bars dd { margin: 0; color: var(--soft); } .bars dd div { display: flex; align-items: center; gap: .4rem; }
.bars i { height: .85rem; border-radius: 2px; flex: none; } .axis { margin: .25rem 0 0; font-size: .8rem; }
@media (max-width: 34rem) { .bars { grid-template-columns: 1fr; gap: .15rem; } .bars dt { text-align: left; margin-top: .5rem; } }
text { fill: var(--soft); } text.name { fill: var(--ink); }
.grid { stroke: var(--line); } .limit { stroke: var(--ink); stroke-dasharray: 5 4; } polyline { fill: none; stroke-width: 2; }
${[0, 1, 2, 3, 4, 5].map((n) => `.c${n} { fill: var(--c${n}); background: var(--c${n}); } .s${n} { stroke: var(--c${n}); }`).join("\n")}
.legend { margin: .5rem 0; font-size: .86rem; } .legend span { margin-right: 1.25rem; }
.legend i { display: inline-block; width: .75em; height: .75em; margin-right: .4em; border-radius: 2px; }
.unexpected { color: var(--c1); font-weight: 600; } li { margin: .4rem 0; }`;

const withCode = (text: string) => escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");

/** The whole report as one file. */
export function html({ told, machine, seed, seconds }: Story): string {
  const links = told.map(
    ({ chapter: { name, number, title } }) => `<a href="#${name}">${number}. ${escapeHtml(title)}</a>`,
  );
  const sections = told.map(({ chapter, trials, result }) => {
    const systems = chapter.systems.map(
      ({ name, what }) => `<li><b>${escapeHtml(name)}</b>: ${withCode(what)}</li>`,
    );
    const checks = result.checks.map(
      (check) =>
        `<tr${isAsExpected(check) ? "" : ' class="unexpected"'}><td>${escapeHtml(check.system)}</td><td>${escapeHtml(check.invariant)}</td><td>${escapeHtml(outcome(check))}</td></tr>`,
    );
    return `<section id="${chapter.name}"><h2>${chapter.number}. ${escapeHtml(chapter.title)}</h2>
<p class="question">${escapeHtml(chapter.question)}</p>
<ul>${result.lessons.map((lesson) => `<li>${withCode(lesson)}</li>`).join("")}</ul>
${result.charts.map(svg).join("\n")}
${result.tables.map(tableOf).join("\n")}
${result.missing.map((reason) => `<p>Not measured: ${withCode(reason)}</p>`).join("")}
<details><summary>The systems, the experiment and what must hold (${trials} trials)</summary>
<ul>${systems.join("")}</ul><p>${escapeHtml(chapter.experiment)}</p><p><b>Invariant.</b> ${escapeHtml(chapter.invariant)}</p>
<div class="wide"><table><tr><th>system</th><th>invariant</th><th>result</th></tr>${checks.join("")}</table></div></details></section>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>The lab of MyClothes</title><style>${STYLE}</style>
<h1>The lab: why this architecture, in figures</h1>
<p>Each chapter runs real processes and real engines under the same faults, and counts. A rate after “never” is the upper bound with 95 % confidence.</p>
<nav>${links.join(" ")}</nav>
${sections.join("\n")}
<p class="soft">${escapeHtml(machine)}. Seed ${seed}, ${Math.round(seconds)} s. Run it yourself: <code>npm run lab</code></p></html>\n`;
}

function tableOf({ title, columns, rows, note }: Table): string {
  const head = columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map(cellOf).join("")}</tr>`).join("");
  return `<div class="wide"><table><caption>${escapeHtml(title)}</caption><tr>${head}</tr>${body}</table></div>${note ? `<p class="soft">${escapeHtml(note)}</p>` : ""}`;
}

/** “!” marks what must not be. */
const cellOf = (cell: string | number) =>
  `<td${String(cell).endsWith("!") ? ' class="unexpected"' : ""}>${escapeHtml(cell)}</td>`;
