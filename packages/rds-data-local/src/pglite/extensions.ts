import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { PGlite } from "@electric-sql/pglite";

// It is loaded with PostgreSQL itself, and leaves a setting in the folder without which PGlite no longer opens it.
const LEFT_OUT = "pg_stat_statements.tar.gz";
/** Extensions in packages of their own, which the user may install. */
const OPTIONAL = ["@electric-sql/pglite-pgvector"];

/**
 * Makes the extensions that PGlite ships available, and the optional ones that are installed. Given to PGlite as an option, each
 * library is loaded at the start, and with all of them `'a' % 'b'` of pg_trgm hangs PGlite. As files, PostgreSQL loads only
 * those that it uses.
 */
export function addExtensions(db: PGlite): void {
  const shipped = archivesIn("@electric-sql/pglite").filter((path) => !path.endsWith(LEFT_OUT));
  for (const archive of [...shipped, ...OPTIONAL.flatMap(archivesIn)]) unpack(archive, db);
}

/** The archives of a package; none if it is not installed. */
function archivesIn(name: string): string[] {
  try {
    const folder = dirname(fileURLToPath(import.meta.resolve(name)));
    return readdirSync(folder)
      .filter((file) => file.endsWith(".tar.gz"))
      .map((file) => join(folder, file));
  } catch {
    return [];
  }
}

/** A header of a tar archive has 512 bytes, with the name, the size in octal digits, the type, and the beginning of a long name. */
const BLOCK = 512;

function unpack(archive: string, { Module: { FS, WASM_PREFIX } }: PGlite): void {
  const bytes = gunzipSync(readFileSync(archive));
  const text = (from: number, to: number) => bytes.toString("utf8", from, to).replace(/\0.*$/s, "");
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, at + 136), 8);
    const name = [text(at + 345, at + 500), text(at, at + 100)].filter(Boolean).join("/");
    const isFile = /^0?$/.test(text(at + 156, at + 157));
    const data = bytes.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (!isFile || !/^(lib|share)\//.test(name)) continue;
    const path = `${WASM_PREFIX}/${name}`;
    FS.mkdirTree(dirname(path));
    FS.writeFile(path, data);
  }
}
