import {
  CodeDeployClient,
  CreateDeploymentCommand,
  GetDeploymentCommand,
  ListDeploymentsCommand,
  StopDeploymentCommand,
} from "@aws-sdk/client-codedeploy";
import {
  type FunctionConfiguration,
  GetAliasCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import { type Steps, waitFor } from "./restore/steps.ts";

/** One function with its deployment group in CodeDeploy. */
export interface Rollout {
  application: string;
  group: string;
  function: string;
}

interface Options extends Steps {
  isAtOnce: boolean;
}

/** The alias to which API Gateway sends requests. */
const LIVE = "live";
/** CodeDeploy returns at most this many deployments that still run. */
const RUNNING = ["Created", "Queued", "InProgress", "Ready"] as const;

let [lambdaClient, deployClient]: [LambdaClient?, CodeDeployClient?] = [];
const lambda = () => (lambdaClient ??= new LambdaClient({}));
const deploy = () => (deployClient ??= new CodeDeployClient({}));

/**
 * Lets the newest version of a function answer requests. CodeDeploy moves the alias, first a tenth of its requests, and moves it
 * back by itself when an alarm of the group starts, also if this program has ended. Returns whether the version is in use.
 */
export async function rollOut(rollout: Rollout, options: Options): Promise<boolean> {
  const { report } = options;
  const current = await liveVersion(rollout);
  const newest = (await versionsOf(rollout)).at(-1) ?? current;
  if (newest === current) {
    report(`${rollout.group}: version ${current} answers all requests`);
    return true;
  }
  const content = JSON.stringify({
    version: 0,
    Resources: [
      {
        [rollout.group]: {
          Type: "AWS::Lambda::Function",
          Properties: {
            Name: rollout.function,
            Alias: LIVE,
            CurrentVersion: String(current),
            TargetVersion: String(newest),
          },
        },
      },
    ],
  });
  const { deploymentId } = await deploy().send(
    new CreateDeploymentCommand({
      applicationName: rollout.application,
      deploymentGroupName: rollout.group,
      revision: { revisionType: "AppSpecContent", appSpecContent: { content } },
      // In an incident an alarm has started already. It would stop the rollout that ends the incident.
      ...(options.isAtOnce && {
        deploymentConfigName: "CodeDeployDefault.LambdaAllAtOnce",
        overrideAlarmConfiguration: { enabled: false },
      }),
    }),
  );
  report(`${rollout.group}: version ${newest} follows ${current} (${deploymentId})`);
  const end = await waitFor(options, rollout.group, async () => {
    const { deploymentInfo } = await deploy().send(new GetDeploymentCommand({ deploymentId }));
    const { status = "unknown", errorInformation } = deploymentInfo ?? {};
    const isOver = ["Succeeded", "Failed", "Stopped"].includes(status);
    return isOver ? { ready: { status, why: errorInformation?.message } } : { status };
  });
  if (end.status === "Succeeded") report(`${rollout.group}: version ${newest} answers all requests`);
  else report(`${rollout.group}: version ${current} stays. ${end.status}: ${end.why ?? "see CodeDeploy"}`);
  return end.status === "Succeeded";
}

/** Ends a rollout in progress, or lets the version before the present one answer all requests. */
export async function rollBack(rollout: Rollout, { report }: Options): Promise<boolean> {
  const { deployments = [] } = await deploy().send(
    new ListDeploymentsCommand({
      applicationName: rollout.application,
      deploymentGroupName: rollout.group,
      includeOnlyStatuses: [...RUNNING],
    }),
  );
  if (deployments.length > 0) {
    for (const deploymentId of deployments)
      await deploy().send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true }));
    report(`${rollout.group}: the rollout is stopped, and its version gets no more requests`);
    return true;
  }
  const current = await liveVersion(rollout);
  const before = (await versionsOf(rollout)).filter((version) => version < current).at(-1);
  if (before === undefined) {
    report(`${rollout.group}: there is no version before ${current}`);
    return false;
  }
  await lambda().send(
    new UpdateAliasCommand({
      FunctionName: rollout.function,
      Name: LIVE,
      FunctionVersion: String(before),
      RoutingConfig: { AdditionalVersionWeights: {} },
    }),
  );
  report(`${rollout.group}: version ${before} answers all requests again, instead of ${current}`);
  return true;
}

async function liveVersion({ function: FunctionName }: Rollout): Promise<number> {
  return Number((await lambda().send(new GetAliasCommand({ FunctionName, Name: LIVE }))).FunctionVersion);
}

/** The published versions, the newest last. */
async function versionsOf({ function: FunctionName }: Rollout): Promise<number[]> {
  const found: FunctionConfiguration[] = [];
  let Marker: string | undefined;
  do {
    const page = await lambda().send(new ListVersionsByFunctionCommand({ FunctionName, Marker }));
    found.push(...(page.Versions ?? []));
    Marker = page.NextMarker;
  } while (Marker);
  return found
    .map(({ Version }) => Number(Version))
    .filter(Number.isInteger)
    .sort((one, other) => one - other);
}
