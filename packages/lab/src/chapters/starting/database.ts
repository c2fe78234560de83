import { cpSync } from "node:fs";
import path from "node:path";
import { roleArguments } from "@myclothes/local/env";
import { noReport } from "@myclothes/local/report";
import { prepareStores } from "@myclothes/local/stores";
import { startDataApi } from "../../engines/data-api.ts";
import type { Fixture } from "./fixture.ts";

const startOn = (dir: string) => startDataApi([...roleArguments, "--dir", dir]);

/** Restores a database in an empty folder, and leads the Data API's clients to it. `snapshot`: the folder that is copied. */
export async function restore(
  { counter, env }: Fixture,
  dir: string,
  snapshot: string | undefined,
  broken?: string,
): Promise<{ stop(): Promise<void> }> {
  if (snapshot && broken !== "copy") cpSync(snapshot, dir, { recursive: true });
  const database = await startOn(dir);
  try {
    counter.target = database.url;
    // It finds that the tables of DynamoDB exist, applies the migrations, and loads the demo catalogue.
    if (!snapshot && broken !== "seed")
      await prepareStores({ env, newDatabase: undefined, recordPrepared() {} }, noReport);
    return database;
  } catch (error) {
    await database.stop();
    throw error;
  }
}

export const databaseIn = (folder: string) => path.join(folder, "database");
