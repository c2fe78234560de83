/** The media types of the files that pages load, by the ends of their names. `stacks` reads it, too. */
const types: Record<string, string> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  map: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  webp: "image/webp",
  woff2: "font/woff2",
};

/** The media type of a file. Throws for an unknown ending, so that no file is served with a wrong one. */
export function typeOf(name: string): string {
  const type = types[name.slice(name.lastIndexOf(".") + 1)];
  if (!type) throw new Error(`${name}: packages/functions/src/media-types.ts has no type for this file.`);
  return type;
}
