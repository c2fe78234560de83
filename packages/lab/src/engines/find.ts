import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The path of the first of these programs that is installed. */
export function findProgram(...names: string[]): string | undefined {
  const places = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/bin"];
  return names.flatMap((name) => places.map((place) => join(place, name))).find((file) => existsSync(file));
}

/** The folder of PostgreSQL's programs: Debian's newest version, which is not on the PATH, or else one on the PATH. */
export function findPostgres(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return places.find((place) => ["initdb", "postgres"].every((name) => existsSync(join(place, name))));
}
