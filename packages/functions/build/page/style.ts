/** A link to a closed part opens it. */
export const script = `
const show = () => document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("details")?.setAttribute("open", "");
addEventListener("hashchange", show); show();
`;

export const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 16%, transparent); --soft: color-mix(in srgb, currentColor 5%, transparent) }
* { box-sizing: border-box }
html { background: Canvas; color: CanvasText }
body { font: 16px/1.55 system-ui, sans-serif; margin: 0 auto; max-width: 82rem; display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 0 2.5rem; padding: 0 1.5rem 4rem }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 0; font-size: .85rem; line-height: 1.35 }
nav a { display: block; padding: .18rem .4rem; color: inherit; text-decoration: none; border-radius: .3rem } nav a:hover { background: var(--soft) }
nav b a { margin-top: .9rem; text-transform: capitalize }
main { padding-top: 1rem } main > p, main > ol, section > p { max-width: 46rem }
h1 { margin: .5rem 0 } h2 { margin: 2.5rem 0 .25rem; text-transform: capitalize } h3 { margin: 1.2rem 0 .2rem; font-size: .85rem; text-transform: uppercase; letter-spacing: .04em; opacity: .7 } h3 code { text-transform: none }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; padding: 0 1rem } details[open] { padding-bottom: .75rem }
summary { cursor: pointer; padding: .55rem 0; display: flex; flex-wrap: wrap; gap: .2rem .75rem; align-items: baseline } summary > span:last-child { opacity: .75 }
details p { max-width: 46rem; margin: .4rem 0 }
table { border-collapse: collapse; width: 100%; font-size: .88em }
td { border-top: 1px solid var(--line); padding: .35rem .9rem .35rem 0; vertical-align: top; overflow-wrap: anywhere } td p { margin: 0 0 .35rem }
td:first-child { width: 28% } td:nth-child(2):not(:last-child) { width: 24% } table.status td:first-child { width: 4rem } table.problems td:nth-child(2) { width: 15rem }
i { opacity: .6; font-size: .9em }
code, pre { font: .92em/1.45 ui-monospace, monospace } pre { overflow: auto; padding: .7rem 1rem; background: var(--soft); border-radius: .4rem; margin: .4rem 0; font-size: .82em }
.method { width: 4.2rem; font: bold .78em/1 ui-monospace, monospace }
.get { color: #1a7f5a } .post { color: #2563b0 } .put, .patch { color: #a16207 } .delete { color: #b3261e }
@media (prefers-color-scheme: dark) { .get { color: #5cc9a0 } .post { color: #7fb0f0 } .put, .patch { color: #e0b45a } .delete { color: #f2938c } a { color: #8ab8f5 } }
[id] { scroll-margin-top: 1rem }
:target { outline: 2px solid #2563b0; outline-offset: 3px }
@media (max-width: 60rem) { body { display: block } nav { position: static; height: auto; columns: 2 } }
`;
