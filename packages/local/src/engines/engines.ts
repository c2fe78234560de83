import type { Child } from "../process/child.ts";
import { type Folder, temporaryFolder } from "../process/folder.ts";
import { noReport, step, type Tell } from "../process/report.ts";
import { type DataApi, startDataApi } from "./data-api.ts";
import { startDynamo } from "./dynamo.ts";
import { type Env, environment, outside } from "./env.ts";
import { recordStored, type Store } from "./stored.ts";

export interface EngineOptions {
  origins?: string[];
  /** The environment to read: DYNAMODB_ENGINE, DATABASE_URL, and endpoints of engines that run already. */
  from?: NodeJS.ProcessEnv;
  tell?: Tell;
}

export interface Engines {
  /** The environment that tells the shop where they are. */
  env: Env;
  /** The files of the database, when it is a new one. */
  newDatabase: string | undefined;
  /** Records that the stores are prepared. From then on, a start refuses to create one of them anew. */
  recordPrepared(): void;
  /** Resolves with the reason when one of them ends unasked. */
  lost: Promise<string>;
  stop(): Promise<void>;
}

/** Starts the engines alone. Nothing that they store is kept. */
export async function startEngines(options: EngineOptions = {}): Promise<Engines> {
  const folder = temporaryFolder();
  try {
    const engines = await startEnginesIn(folder, options);
    const stop = () => engines.stop().finally(folder.close);
    return { ...engines, stop };
  } catch (error) {
    await folder.close();
    throw error;
  }
}

/** Starts DynamoDB and the Data API side by side, on free ports. An engine that `from` has an endpoint for is not started. */
export async function startEnginesIn(folder: Folder, options: EngineOptions): Promise<Engines> {
  const { from = process.env, tell = noReport, origins = ["http://localhost:3000"] } = options;
  const { dynamoUrl, dataApiUrl } = outside(from);

  const children: Child[] = [];
  const keep = <C extends Child>(child: C): C => {
    children.push(child);
    return child;
  };
  let stopping = false;
  const stop = async () => {
    stopping = true;
    await Promise.all(children.map((child) => child.stop()));
  };

  const dynamo = async () =>
    dynamoUrl
      ? { url: dynamoUrl, engine: "yours" as const }
      : keep(await startDynamo(folder, from.DYNAMODB_ENGINE));
  const dataApi = async (): Promise<Pick<DataApi, "url" | "newDatabase">> =>
    dataApiUrl ? { url: dataApiUrl } : keep(await startDataApi(folder, from.DATABASE_URL));
  const database = dataApiUrl ? "yours" : from.DATABASE_URL ? "your PostgreSQL" : "PGlite";

  const [one, other] = await Promise.allSettled([
    step(tell, "DynamoDB", dynamo, ({ engine, url }) => `${engine}, ${url}`),
    step(tell, "Data API", dataApi, ({ url }) => `${database}, ${url}`),
  ]);
  if (one.status === "rejected" || other.status === "rejected") {
    await stop();
    throw one.status === "rejected" ? one.reason : (other as PromiseRejectedResult).reason;
  }
  const lost = new Promise<string>((resolve) => {
    for (const { name, ended } of children) {
      ended.then((reason) => stopping || resolve(`${name} has ended: ${reason}`));
    }
  });
  const env = environment({ dynamoUrl: one.value.url, dataApiUrl: other.value.url, origins }, from);
  const recordPrepared = () => {
    if (!folder.kept) return;
    const stores: Store[] = [];
    if (one.value.engine !== "yours") stores.push(one.value.engine);
    if (!dataApiUrl && !from.DATABASE_URL) stores.push("postgres");
    recordStored(folder.path, stores);
  };
  const { newDatabase } = other.value;
  return { env, newDatabase, recordPrepared, lost, stop };
}
