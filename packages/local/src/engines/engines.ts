import type { Child } from "../process/child.ts";
import { type Folder, temporaryFolder } from "../process/folder.ts";
import { noReport, type Report, reportStep } from "../process/report.ts";
import { type DataApi, startDataApi } from "./data-api.ts";
import { startDynamo } from "./dynamo.ts";
import { type Env, environment, givenEndpoints } from "./env.ts";
import { sendMessage, startQueue } from "./queue.ts";
import { type S3, startS3 } from "./s3.ts";
import { type Secrets, startSecrets } from "./secrets.ts";
import { startSes } from "./ses.ts";
import { recordStored, type Store } from "./stored.ts";
import { givenPayments, startPayments } from "./stripe.ts";

export interface EngineOptions {
  origins?: string[];
  /** The environment to read: DYNAMODB_ENGINE, DATABASE_URL, and endpoints of engines that run already. */
  from?: NodeJS.ProcessEnv;
  report?: Report;
  /** False: mails are logged, and no SES is started. */
  mail?: boolean;
  /** False: no Stripe is started. */
  payments?: boolean;
}

export interface Engines {
  /** The environment that tells the shop where they are. */
  env: Env;
  /** The files of the database, when it is a new one. */
  newDatabase: string | undefined;
  /** Records that the stores are prepared. From then on, a start refuses to create one of them anew. */
  recordPrepared(): void;
  /** Resolves with the reason when one of them ends by itself. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

/** Starts the stores without the shop, SES and Stripe. Their data is deleted at the end. */
export async function startEngines(options: EngineOptions = {}): Promise<Engines> {
  const folder = temporaryFolder();
  try {
    const engines = await startEnginesIn(folder, { mail: false, payments: false, ...options });
    const stop = () => engines.stop().finally(folder.close);
    return { ...engines, stop };
  } catch (error) {
    await folder.close();
    throw error;
  }
}

/**
 * Starts DynamoDB, the Data API, SQS, SES, Stripe and S3 side by side, on free ports. An engine that `from` has an endpoint for
 * is not started.
 */
export async function startEnginesIn(folder: Folder, options: EngineOptions): Promise<Engines> {
  const { from = process.env, report = noReport, origins = ["http://localhost:3000"] } = options;
  const { mail = true, payments = true } = options;
  const { dynamoUrl, dataApiUrl, sqsUrl, sesUrl, imagesUrl, secretsUrl } = givenEndpoints(from);

  const children: Child[] = [];
  let s3: S3 | undefined;
  let secrets: Secrets | undefined;
  const own = <C extends Child>(child: C): C => {
    children.push(child);
    return child;
  };
  let stopping = false;
  const stop = async () => {
    stopping = true;
    await Promise.all([s3?.stop(), secrets?.stop(), ...children.map((child) => child.stop())]);
  };

  const dynamo = async () =>
    dynamoUrl
      ? { url: dynamoUrl, engine: "given" as const }
      : own(await startDynamo(folder, from.DYNAMODB_ENGINE));
  const dataApi = async (): Promise<Pick<DataApi, "url" | "newDatabase">> =>
    dataApiUrl ? { url: dataApiUrl } : own(await startDataApi(folder, from.DATABASE_URL));
  const queue = async () => (sqsUrl ? { url: sqsUrl, queueUrl: undefined } : own(await startQueue()));
  const database = dataApiUrl ? "already running" : from.DATABASE_URL ? "your PostgreSQL" : "PGlite";

  const ses = async () => (sesUrl ? { url: sesUrl } : own(await startSes()));

  const given = givenPayments(from);
  const stripe = async () =>
    given ? { url: undefined, env: given } : own(await startPayments(folder, origins[0] ?? ""));

  const starts = await Promise.allSettled([
    reportStep(
      report,
      "DynamoDB",
      dynamo,
      ({ engine, url }) => `${engine === "given" ? "already running" : engine}, ${url}`,
    ),
    reportStep(report, "Data API", dataApi, ({ url }) => `${database}, ${url}`),
    reportStep(report, "SQS", queue, ({ url }) => `${sqsUrl ? "already running" : "fauxqs"}, ${url}`),
    mail &&
      reportStep(report, "SES", ses, ({ url }) => `${sesUrl ? "already running" : "in memory"}, ${url}`),
    payments &&
      reportStep(report, "Stripe", stripe, ({ url }) => (url ? `stripe-local, ${url}` : "already running")),
  ]);
  const [dynamoStart, dataApiStart, queueStart, sesStart, stripeStart] = starts;
  if (
    dynamoStart.status === "rejected" ||
    dataApiStart.status === "rejected" ||
    queueStart.status === "rejected" ||
    sesStart.status === "rejected" ||
    stripeStart.status === "rejected"
  ) {
    await stop();
    throw starts.find((start) => start.status === "rejected")?.reason;
  }
  const ended = new Promise<string>((resolve) => {
    for (const child of children) {
      child.ended.then((reason) => stopping || resolve(`${child.name} has ended: ${reason}`));
    }
  });
  const { url: startedSqsUrl, queueUrl } = queueStart.value;
  // Without a queue of its own, the shop cannot tell Worker of uploads.
  const notify =
    queueUrl === undefined ? undefined : (message: object) => sendMessage(startedSqsUrl, queueUrl, message);
  if (imagesUrl === undefined) s3 = await startS3(folder, { origins, notify });
  if (secretsUrl === undefined) secrets = await startSecrets();
  const stores = { dynamoUrl: dynamoStart.value.url, dataApiUrl: dataApiStart.value.url };
  const services = { sqsUrl: startedSqsUrl, queueUrl, ...(sesStart.value && { sesUrl: sesStart.value.url }) };
  const addresses = {
    ...stores,
    ...services,
    imagesUrl: s3?.url,
    secretsUrl: secretsUrl ?? secrets?.url,
    origins,
  };
  const env = { ...environment(addresses, from), ...(stripeStart.value ? stripeStart.value.env : {}) };
  const recordPrepared = () => {
    if (!folder.isPersistent) return;
    const stores: Store[] = [];
    if (dynamoStart.value.engine !== "given") stores.push(dynamoStart.value.engine);
    if (!dataApiUrl && !from.DATABASE_URL) stores.push("postgres");
    if (payments && !given) stores.push("stripe");
    recordStored(folder.path, stores);
  };
  const { newDatabase } = dataApiStart.value;
  return { env, newDatabase, recordPrepared, ended, stop };
}
