import { fileURLToPath } from "node:url";
import type { Engines } from "../engines/engines.ts";
import { saveTemplate } from "../engines/template.ts";
import { launch, node } from "../process/child.ts";
import { type Report, sentence, UserError } from "../process/report.ts";
import type { PrepareMessage } from "./prepare.ts";

type Prepared = Pick<Engines, "env" | "newDatabase" | "recordPrepared">;

export interface Preparation {
  /** Prepares the stores: tables, migrations, seed. Existing data stays. A new database is saved as a template. */
  run(engines: Prepared): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the process that prepares the stores. It takes a while to load, so it may start before the engines. It has a process of
 * its own for two reasons: its memory is freed at the end, and no client in this process points at stores that stop later.
 */
export function startPreparation(report: Report): Preparation {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const launched = launch({
    ...node(fileURLToPath(new URL("prepare.ts", import.meta.url)), []),
    name: "The preparation of the stores",
    ready: /^loaded$/,
    onMessage: (message) => (message === "done" ? finish() : report(...(message as Parameters<Report>))),
  });
  // `run` reports a failure.
  launched.catch(() => {});
  const stop = () =>
    launched.then(
      (child) => child.stop(),
      () => {},
    );
  const run = async ({ env, newDatabase, recordPrepared }: Prepared) => {
    const child = await launched;
    child.send({ env, checkpoint: newDatabase !== undefined } satisfies PrepareMessage);
    await Promise.race([
      finished,
      child.ended.then((reason) => {
        throw new UserError(`The stores could not be prepared: ${sentence(reason)}`);
      }),
    ]);
    await child.stop();
    recordPrepared();
    if (newDatabase) saveTemplate(newDatabase);
  };
  return { run, stop };
}

/** Prepares the stores of these engines. */
export async function prepareStores(engines: Prepared, report: Report): Promise<void> {
  await startPreparation(report).run(engines);
}
