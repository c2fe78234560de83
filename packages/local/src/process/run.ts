import { sentence, UserError } from "./report.ts";

interface Running {
  /** Resolves with the reason when an engine ends by itself. */
  engineEnded: Promise<string>;
  stop(): Promise<void>;
}

/** Runs a command until Ctrl-C, or until an engine ends. Prints a UserError as one line. */
export async function run(start: () => Promise<Running | undefined>): Promise<void> {
  endWithNpm();
  try {
    const running = await start();
    if (!running) return;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => running.stop().finally(() => process.exit(0)));
    }
    const reason = await running.engineEnded;
    await running.stop();
    throw new UserError(`${sentence(reason)} Everything else was stopped. The data is kept: start again.`);
  } catch (error) {
    console.error(error instanceof UserError ? `\n${error.message}` : error);
    process.exit(1);
  }
}

/**
 * npm passes signals on, but it cannot pass on a kill -9. When npm is gone, this process ends too, and its children with it.
 * The scripts in package.json set NPM_PID, because npm may be gone before this runs.
 */
function endWithNpm(): void {
  if (!process.env.npm_lifecycle_event) return;
  const npm = Number(process.env.NPM_PID ?? process.ppid);
  const check = () => process.ppid !== npm && process.exit(1);
  check();
  setInterval(check, 500).unref();
}
