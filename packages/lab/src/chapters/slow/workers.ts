import { setTimeout as sleep } from "node:timers/promises";
import { type Child, launch, node } from "@myclothes/local/child";
import type { Queue } from "./queue.ts";
import { sqs } from "./sqs.ts";

export interface Workers {
  /** The most that worked at the same time. */
  peak(): number;
  /** Kills one of them with kill -9. */
  kill(): void;
  stop(): Promise<void>;
}

const MOST = 4;
/** One worker for so many waiting messages. */
const MESSAGES_EACH = 40;
const LOOK_MS = 100;

/** A tier of workers that grows with the depth of the queue, and replaces those that die. */
export function startWorkers(program: string, queue: Queue, env: NodeJS.ProcessEnv): Workers {
  const running = new Set<Child>();
  let peak = 0;
  let isStopping = false;
  const start = async () => {
    const child = await launch({
      ...node(program, []),
      name: "A worker",
      ready: /ready to work/,
      env: { ...process.env, ...env },
    });
    running.add(child);
    peak = Math.max(peak, running.size);
    child.ended.then(() => running.delete(child));
  };
  const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
  const depth = async () => {
    const input = { QueueUrl: queue.queueUrl, AttributeNames: names };
    const { Attributes } = await sqs<{ Attributes: Record<string, string> }>(
      queue.url,
      "GetQueueAttributes",
      input,
    );
    return names.reduce((sum, name) => sum + Number(Attributes[name]), 0);
  };
  const grow = async () => {
    while (!isStopping) {
      const wanted = Math.min(MOST, Math.max(1, Math.ceil((await depth()) / MESSAGES_EACH)));
      while (running.size < wanted && !isStopping) await start();
      await sleep(LOOK_MS);
    }
  };
  const growing = grow();
  return {
    peak: () => peak,
    kill() {
      const [first] = running;
      if (first) process.kill(first.pid, "SIGKILL");
    },
    async stop() {
      isStopping = true;
      await growing;
      await Promise.all([...running].map((child) => child.stop()));
    },
  };
}
