import {
  BatchGetDeploymentsCommand,
  CodeDeployClient,
  type DeploymentInfo,
  ListDeploymentsCommand,
  type ListDeploymentsCommandOutput,
} from "@aws-sdk/client-codedeploy";
import {
  type FunctionConfiguration,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
} from "@aws-sdk/client-lambda";
import { UserError } from "@myclothes/local/report";
import { unlessMissing } from "../restore/steps.ts";

/** One function with its deployment group in CodeDeploy. */
export interface Rollout {
  application: string;
  group: string;
  function: string;
}

/** What CodeDeploy knows about an earlier rollout of a function. */
export interface Deployment {
  id: string;
  status: string;
  createTime: Date;
  /** The same for all functions of one `rollout`. Undefined if something else started it, such as AWS's console. */
  rolloutId?: string | undefined;
  from: number;
  to: number;
}

/** The alias to which API Gateway sends requests. */
export const LIVE = "live";
/** BatchGetDeployments accepts at most so many IDs. */
const BATCH = 25;

let [lambdaClient, deployClient]: [LambdaClient?, CodeDeployClient?] = [];
/** The client of Lambda, which is created at its first use. */
export const lambda = () => (lambdaClient ??= new LambdaClient({}));
/** The client of CodeDeploy, which is created at its first use. */
export const deploy = () => (deployClient ??= new CodeDeployClient({}));

/** The description of a deployment. CodeDeploy returns it later, but never the content of the revision. */
export const describe = (rolloutId: string, from: number, to: number): string =>
  `Rollout ${rolloutId}: version ${from} to ${to}`;
const DESCRIPTION = /^Rollout (\S+): version (\d+) to (\d+)$/;

/** The version that answers the requests. During a rollout, this is the old one. */
export async function liveVersion({ function: FunctionName }: Rollout): Promise<number> {
  return Number((await lambda().send(new GetAliasCommand({ FunctionName, Name: LIVE }))).FunctionVersion);
}

/** The number of the newest published version, or undefined if there is none. */
export async function newestVersion({ function: FunctionName }: Rollout): Promise<number | undefined> {
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
    .sort((one, other) => one - other)
    .at(-1);
}

/** The configuration of one version. Throws a UserError if there is no such version. */
export async function configuration(rollout: Rollout, version: number): Promise<FunctionConfiguration> {
  const command = new GetFunctionConfigurationCommand({
    FunctionName: rollout.function,
    Qualifier: String(version),
  });
  const found = await unlessMissing(lambda().send(command), "ResourceNotFoundException");
  if (!found) throw new UserError(`There is no version ${version} of ${rollout.group}.`);
  return found;
}

/**
 * The rollouts of a function since one of its versions was published, the newest first. Earlier ones cannot have moved the alias
 * to this version, and there may be thousands. Throws a UserError if there is no such version.
 */
export async function deploymentsSince(rollout: Rollout, version: number): Promise<Deployment[]> {
  const { LastModified } = await configuration(rollout, version);
  const ids: string[] = [];
  let nextToken: string | undefined;
  do {
    const page: ListDeploymentsCommandOutput = await deploy().send(
      new ListDeploymentsCommand({
        applicationName: rollout.application,
        deploymentGroupName: rollout.group,
        createTimeRange: { start: new Date(LastModified ?? 0) },
        nextToken,
      }),
    );
    ids.push(...(page.deployments ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  const found: DeploymentInfo[] = [];
  while (ids.length > 0) {
    const command = new BatchGetDeploymentsCommand({ deploymentIds: ids.splice(0, BATCH) });
    found.push(...((await deploy().send(command)).deploymentsInfo ?? []));
  }
  return (
    found
      // CodeDeploy goes back by a deployment of its own.
      .filter(({ creator }) => creator !== "codeDeployRollback")
      .map(({ deploymentId = "", status = "unknown", createTime = new Date(0), description = "" }) => {
        const [, rolloutId, from = version, to = version] = DESCRIPTION.exec(description) ?? [];
        return { id: deploymentId, status, createTime, rolloutId, from: Number(from), to: Number(to) };
      })
      .sort(newestFirst)
  );
}

/** For `sort`. */
export const newestFirst = (one: Deployment, other: Deployment): number =>
  other.createTime.getTime() - one.createTime.getTime();

/** Whether CodeDeploy has ended a deployment with this status. */
export const isOver = (status: string): boolean => ["Succeeded", "Failed", "Stopped"].includes(status);
