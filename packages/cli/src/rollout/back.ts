import { StopDeploymentCommand } from "@aws-sdk/client-codedeploy";
import { UpdateAliasCommand } from "@aws-sdk/client-lambda";
import { UserError } from "@myclothes/local/report";
import { table } from "../table.ts";
import {
  configuration,
  type Deployment,
  deploy,
  deploymentsSince,
  isOver,
  LIVE,
  lambda,
  liveVersion,
  newestFirst,
  type Rollout,
} from "./aws.ts";

interface Options {
  /** Shows progress. */
  report(text: string): void;
  /** A chosen version, instead of the one before the last rollout. */
  to?: number | undefined;
}

interface State {
  rollout: Rollout;
  live: number;
  /** The function's newest rollout since its live version was published. */
  last: Deployment | undefined;
}

/** What happens to one function. It stays if both versions are the same. */
interface Move {
  rollout: Rollout;
  from: number;
  to: number;
  note: string;
  /** The deployment that is in progress. */
  running?: string;
}

/**
 * Undoes the last rollout: the functions that it moved go back to the version that answered before it, at once. A rollout in
 * progress is stopped. With `to`, every function goes to that version instead. Changes nothing if a version uses another database
 * or other tables than the one that it replaces. Returns whether every move succeeded; without a move, false.
 */
export async function rollBack(rollouts: Rollout[], { report, to }: Options): Promise<boolean> {
  const states = await Promise.all(rollouts.map(readState));
  const newest = states.flatMap(({ last }) => (last?.rolloutId ? [last] : [])).sort(newestFirst)[0];
  const moves = states.map((state) =>
    to === undefined ? moveBack(state, newest?.rolloutId) : moveTo(state, to),
  );
  const areRefused = await Promise.all(moves.map(refuseOtherData));
  report(
    table(
      ["function", "from", "to", "note"],
      moves.map((move) => [move.rollout.group, move.from, move.to, move.note]),
    ),
  );
  if (areRefused.includes(true)) {
    report(
      "Nothing was changed. A function may use only the data that the stage uses now, so these versions would fail. See stacks/README.md: Roll out and roll back.",
    );
    return false;
  }
  const needed = moves.filter(({ from, to, running }) => from !== to || running);
  if (needed.length === 0) {
    report("No function moves. To choose a version: rollout back --function <name> --to <version>");
    return false;
  }
  const results = await Promise.allSettled(needed.map((move) => act(move, report)));
  for (const result of results) if (result.status === "rejected") report(String(result.reason.message));
  return results.every(({ status }) => status === "fulfilled");
}

async function readState(rollout: Rollout): Promise<State> {
  const live = await liveVersion(rollout);
  const [last] = await deploymentsSince(rollout, live);
  return { rollout, live, last };
}

function moveBack({ rollout, live, last }: State, rolloutId: string | undefined): Move {
  if (last && !isOver(last.status))
    return { rollout, from: last.to, to: last.from, note: "its rollout is stopped", running: last.id };
  const stays = (why: string): Move => ({ rollout, from: live, to: live, note: `stays: ${why}` });
  if (!last?.rolloutId || last.rolloutId !== rolloutId) return stays("the last rollout did not change it");
  if (last.to === live) return { rollout, from: live, to: last.from, note: "" };
  return stays(
    last.status === "Succeeded"
      ? `it was moved back from version ${last.to} already`
      : "CodeDeploy has moved it back already",
  );
}

function moveTo({ rollout, live, last }: State, to: number): Move {
  if (last && !isOver(last.status))
    throw new UserError(
      `A rollout of ${rollout.group} is in progress. Stop it first: rollout back --function ${rollout.group}`,
    );
  return { rollout, from: live, to, note: "" };
}

/** Writes into the note of a move that it is refused. Returns whether it is. */
async function refuseOtherData(move: Move): Promise<boolean> {
  if (move.from === move.to) return false;
  const [from, to] = await Promise.all([move.from, move.to].map((version) => dataOf(move.rollout, version)));
  if (from === to) return false;
  move.note = `refused: version ${move.to} uses other data than version ${move.from} (${to} instead of ${from})`;
  return true;
}

/** The data that a version uses. stacks/lambda.ts writes these variables. */
async function dataOf(rollout: Rollout, version: number): Promise<string> {
  const { Environment } = await configuration(rollout, version);
  const { RESTORED_DATABASE = "own", RESTORED_TABLES = "own" } = Environment?.Variables ?? {};
  return `database ${RESTORED_DATABASE}, tables ${RESTORED_TABLES}`;
}

async function act({ rollout, from, to, running }: Move, report: Options["report"]): Promise<void> {
  if (running) {
    await deploy().send(new StopDeploymentCommand({ deploymentId: running, autoRollbackEnabled: true }));
    report(`${rollout.group}: the rollout is stopped, and version ${from} gets no more requests`);
    return;
  }
  await lambda().send(
    new UpdateAliasCommand({
      FunctionName: rollout.function,
      Name: LIVE,
      FunctionVersion: String(to),
      RoutingConfig: { AdditionalVersionWeights: {} },
    }),
  );
  report(`${rollout.group}: version ${to} answers all requests again, instead of ${from}`);
}
