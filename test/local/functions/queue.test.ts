import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startQueue } from "../../../packages/local/src/engines/queue.ts";
import { type Consumer, consume, hasFailed } from "../../../packages/local/src/functions/queue.ts";
import { askQueue } from "../../support/worker.ts";

let folder: string;
let calls: string;
let queue: Awaited<ReturnType<typeof startQueue>>;
let consumer: Consumer | undefined;
let printed = "";

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "queue-"));
  calls = path.join(folder, "calls");
  writeFileSync(calls, "");
  printed = "";
  queue = await startQueue();
  process.env.AWS_ENDPOINT_URL_SQS = queue.url;
  process.env.SST_RESOURCE_Queue = JSON.stringify({ url: queue.queueUrl });
  // A failed message becomes visible again soon. On a busy machine, so does one that is being handled: it is received twice.
  await askQueue("SetQueueAttributes", { Attributes: { VisibilityTimeout: "2" } });
});
afterEach(async () => {
  await consumer?.stop();
  await queue.stop();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * A function that writes each message with its receive count to the file `calls`. It fails for the messages `poison`, dies at the
 * first `deadly`, and throws at the first `thrown`.
 */
function bundleOf(version: string): string {
  const file = path.join(folder, `${version}.mjs`);
  writeFileSync(
    file,
    `import { appendFileSync, readFileSync } from "node:fs";
    export async function handler({ Records }) {
      for (const { body, attributes } of Records) {
        const isFirst = !readFileSync(${JSON.stringify(calls)}, "utf8").includes(body);
        appendFileSync(${JSON.stringify(calls)}, body + " " + attributes.ApproximateReceiveCount + " ${version}\\n");
        if (isFirst && body === "deadly") process.kill(process.pid, "SIGKILL");
        if (isFirst && body === "thrown") throw new Error("thrown on purpose");
      }
      const failed = Records.filter(({ body }) => body === "poison");
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }`,
  );
  return file;
}

function start(): Consumer {
  const log = (text: string) => {
    printed += text;
  };
  consumer = consume({ name: "Worker", bundle: bundleOf("v1"), env: { ...process.env }, log });
  return consumer;
}
const send = (...texts: string[]) =>
  askQueue("SendMessageBatch", { Entries: texts.map((MessageBody, i) => ({ Id: String(i), MessageBody })) });
const called = () => readFileSync(calls, "utf8").trim().split("\n");
/** How many messages the queue has, and how many its dead-letter queue has. */
async function left(): Promise<[number, number]> {
  const queues = (await (await fetch(`${queue.url}/_fauxqs/queues`)).json()) as Record<
    string,
    number | string
  >[];
  const count = (isDead: boolean) => {
    const one = queues.find(({ name }) => String(name).endsWith("-dead") === isDead);
    return Number(one?.approximateMessageCount) + Number(one?.approximateInflightCount);
  };
  return [count(false), count(true)];
}

it("passes messages on, deletes those that succeed, and moves one that always fails to the dead-letter queue after five receives", async () => {
  start();
  await send("one", "poison", "two");
  await expect.poll(left).toEqual([0, 1]);
  expect(called().filter((line) => line.startsWith("poison"))).toHaveLength(5);
  for (const receives of [1, 2, 3, 4, 5]) expect(called()).toContain(`poison ${receives} v1`);
  // The others have not waited for it.
  for (const text of ["one", "two"]) expect(called()).toContain(`${text} 1 v1`);
});

it.each(["deadly", "thrown"])("delivers a batch again whose call has failed: %s", async (text) => {
  start();
  await send(text);
  await expect.poll(left).toEqual([0, 0]);
  expect(called()).toEqual(expect.arrayContaining([`${text} 1 v1`, `${text} 2 v1`]));
  expect(printed).toContain("The queue delivers 1 message again.");
});

it("calls the new bundle after a reload", async () => {
  const { reload } = start();
  await send("before");
  await expect.poll(left).toEqual([0, 0]);
  await reload(bundleOf("v2"));
  await send("after");
  await expect.poll(left).toEqual([0, 0]);
  expect(called()).toContain("before 1 v1");
  expect(called().filter((line) => line.startsWith("after") && !line.endsWith("v2"))).toEqual([]);
  expect(called()).toContain("after 1 v2");
});

it("counts the failures as Lambda does", () => {
  const [one, two] = ["1", "2"].map((MessageId) => ({ MessageId }) as Parameters<typeof hasFailed>[0]);
  if (!one || !two) throw new Error("no messages");
  const failures = (result: unknown) => [one, two].map((message) => hasFailed(message, [one, two], result));
  const named = (...ids: string[]) => ({
    batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
  });
  expect(failures(undefined)).toEqual([false, false]);
  expect(failures({ batchItemFailures: null })).toEqual([false, false]);
  expect(failures(named())).toEqual([false, false]);
  expect(failures(named("2"))).toEqual([false, true]);
  expect(failures(named("3"))).toEqual([true, true]);
  expect(failures(named(""))).toEqual([true, true]);
});
