import { fileURLToPath } from "node:url";
import type { Engines } from "../engines/engines.ts";
import type { Env } from "../engines/env.ts";
import { saveTemplate } from "../engines/template.ts";
import { launch, node } from "../process/child.ts";
import { sentence, type Tell, UserError } from "../process/report.ts";

/** What the process is told to do. */
export interface Order {
  env: Env;
  /** Whether the database's files are copied afterwards. */
  checkpoint: boolean;
}

type Prepared = Pick<Engines, "env" | "newDatabase" | "recordPrepared">;

export interface Preparation {
  /** Makes the stores ready: tables, migrations, seed. Existing data stays. A new database is saved as a template. */
  run(engines: Prepared): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the process that prepares the stores. It takes a while to load, so it may start before the engines do. It is a
 * process of its own, whose memory is freed when it ends, and so that no client in this process points at stores that
 * stop later.
 */
export function startPreparation(tell: Tell): Preparation {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const launched = launch({
    ...node(fileURLToPath(new URL("prepare.ts", import.meta.url)), []),
    name: "The preparation of the stores",
    ready: /^loaded$/,
    onMessage: (told) => (told === "done" ? finish() : tell(...(told as Parameters<Tell>))),
  });
  // Whoever runs it hears of a failure.
  launched.catch(() => {});
  const stop = () =>
    launched.then(
      (child) => child.stop(),
      () => {},
    );
  const run = async ({ env, newDatabase, recordPrepared }: Prepared) => {
    const child = await launched;
    child.send({ env, checkpoint: newDatabase !== undefined } satisfies Order);
    await Promise.race([
      finished,
      child.ended.then((reason) => {
        throw new UserError(`The stores could not be prepared: ${sentence(reason)}`);
      }),
    ]);
    await child.stop();
    recordPrepared();
    if (newDatabase) await saveTemplate(newDatabase);
  };
  return { run, stop };
}

/** Makes the stores of these engines ready. */
export async function prepareStores(engines: Prepared, tell: Tell): Promise<void> {
  await startPreparation(tell).run(engines);
}
