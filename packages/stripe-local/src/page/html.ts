const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export const escapeHtml = (text: unknown): string =>
  String(text).replace(/[&<>"]/g, (character) => escapes[character] ?? character);

/** A whole page, light or dark as the browser is. */
export const page = (title: string, content: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
  body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
  table { border-collapse: collapse; width: 100%; margin-bottom: 2rem }
  th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8884; vertical-align: top }
  th { font-weight: 600 }
  code { font-size: .9em }
  button { font: inherit; padding: .3rem .9rem; margin-right: .5rem }
  .amount { text-align: right; font-variant-numeric: tabular-nums }
  .quiet { opacity: .65 }
</style>
${content}
</html>
`;
