import { cpSync, statSync } from "node:fs";
import path from "node:path";
import { type Size, sizeOf } from "../../runner/files.ts";
import type { Fixture } from "./fixture.ts";
import { unpack } from "./package.ts";

export interface System {
  key: string;
  name: string;
  what: string;
  /** Puts the shop's Api into the empty folder, as a new machine gets it. Undefined: it is there and runs. */
  place?: (fixture: Fixture, folder: string, broken?: string) => Promise<void>;
  /** The database is restored too, in this way. */
  database?: "replay" | "snapshot";
  /** What a new machine had to read for it: files in their place, and bytes from elsewhere. */
  size?: (fixture: Fixture, folder: string, snapshot: string) => Size;
}

export const bundleIn = (folder: string) => path.join(folder, "api.mjs");

const placeFunction: System["place"] = async ({ lambda }, folder) => {
  cpSync(lambda, folder, { recursive: true });
};

export const systems: System[] = [
  {
    key: "install",
    name: "install at boot",
    what: "a new server gets the shop's code, installs its packages with `npm ci` from a registry next door and an empty cache, and starts",
    async place({ registry, server }, folder, broken) {
      cpSync(server, folder, { recursive: true });
      await registry.install(folder, broken === "lockfile");
    },
    size: ({ registry, server }, folder) => ({
      files: sizeOf(folder).files,
      bytes: sizeOf(server).bytes + registry.sent,
    }),
  },
  {
    key: "image",
    name: "baked image",
    what: "the same folder, installed before, is unpacked from one archive, and starts",
    async place({ image, withoutPackage }, folder, broken) {
      await unpack(broken === "archive" ? withoutPackage : image, folder);
    },
    size: ({ image }, folder) => ({ files: sizeOf(folder).files, bytes: statSync(image).size }),
  },
  {
    key: "cold",
    name: "Lambda bundle, cold",
    what: "the same shop as one file, as its build makes it for Lambda: a new instance loads it and answers",
    place: placeFunction,
    size: (_, folder) => sizeOf(folder),
  },
  {
    key: "warm",
    name: "Lambda bundle, warm",
    what: "the instance has answered before and is asked again",
  },
  {
    key: "replay",
    name: "database replayed",
    what: "an empty PGlite gets the schema from the shop's migrations and the rows from its seed, through the Data API; then a cold function answers",
    place: placeFunction,
    database: "replay",
    size: ({ counter }) => ({ files: 0, bytes: counter.bytes }),
  },
  {
    key: "snapshot",
    name: "database from a snapshot",
    what: "the same database starts on a copy of its files; then a cold function answers",
    place: placeFunction,
    database: "snapshot",
    size: (_, __, snapshot) => sizeOf(snapshot),
  },
];
