import {
  BatchGetDeploymentsCommand,
  CodeDeployClient,
  CreateDeploymentCommand,
  type DeploymentInfo,
  GetDeploymentCommand,
  ListDeploymentsCommand,
  StopDeploymentCommand,
} from "@aws-sdk/client-codedeploy";
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { expect } from "vitest";

interface Version {
  Version: string;
  LastModified: string;
  Environment: { Variables: Record<string, string> };
}

interface Group {
  live: number;
  versions: Version[];
}

/**
 * Lambda and CodeDeploy with the given functions, each of which has version 1. As on AWS, CodeDeploy does not return the
 * content of a revision, and a rollout that an alarm stops is followed by a deployment of CodeDeploy's own.
 */
export function fakeRollouts(names: string[]) {
  let clock = Date.parse("2026-11-29T07:15:00Z");
  const now = () => {
    clock += 1_000;
    return new Date(clock);
  };
  const groups = new Map<string, Group>();
  const deployments: (DeploymentInfo & { deploymentId: string })[] = [];
  /** The groups whose alarm stops the next rollout. */
  const alarms = new Set<string>();
  /** The groups whose rollout goes on while the command loses its connection. */
  const lost = new Set<string>();
  const group = (name = "") => {
    const found = groups.get(name.replace("production-", ""));
    if (!found) throw new Error(`No such function: ${name}`);
    return found;
  };
  const publish = (name: string, variables: Record<string, string> = {}) => {
    const { live, versions }: Group = groups.get(name) ?? { live: 1, versions: [] };
    const LastModified = now().toISOString().replace("Z", "+0000");
    versions.push({
      Version: String(versions.length + 1),
      LastModified,
      Environment: { Variables: variables },
    });
    groups.set(name, { live, versions });
  };
  for (const name of names) publish(name);

  const lambda = mockClient(LambdaClient);
  lambda.on(GetAliasCommand).callsFake(async ({ FunctionName }) => ({
    FunctionVersion: String(group(FunctionName).live),
  }));
  lambda.on(ListVersionsByFunctionCommand).callsFake(async ({ FunctionName }) => ({
    Versions: group(FunctionName).versions,
  }));
  lambda.on(GetFunctionConfigurationCommand).callsFake(async ({ FunctionName, Qualifier }) => {
    const found = group(FunctionName).versions.find(({ Version }) => Version === Qualifier);
    if (!found) throw Object.assign(new Error("Function not found"), { name: "ResourceNotFoundException" });
    return found;
  });
  lambda.on(UpdateAliasCommand).callsFake(async ({ FunctionName, FunctionVersion, RoutingConfig }) => {
    // Without them, the alias would keep the weights of a rollout.
    expect(RoutingConfig).toEqual({ AdditionalVersionWeights: {} });
    group(FunctionName).live = Number(FunctionVersion);
    return {};
  });

  const codeDeploy = mockClient(CodeDeployClient);
  const add = (info: DeploymentInfo) => {
    const deploymentId = `d-${deployments.length + 1}`;
    deployments.push({ ...info, deploymentId, createTime: now() });
    return deploymentId;
  };
  codeDeploy.on(CreateDeploymentCommand).callsFake(async ({ deploymentGroupName, description, revision }) => {
    const [resource] = JSON.parse(revision.appSpecContent.content).Resources;
    const { CurrentVersion, TargetVersion } = resource[deploymentGroupName].Properties;
    if (CurrentVersion !== String(group(deploymentGroupName).live))
      throw new Error("The alias has another version");
    const isStopped = alarms.delete(deploymentGroupName);
    const status = isStopped ? "Stopped" : lost.has(deploymentGroupName) ? "InProgress" : "Succeeded";
    if (status === "Succeeded") group(deploymentGroupName).live = Number(TargetVersion);
    const deploymentId = add({ deploymentGroupName, description, status, creator: "user" });
    if (isStopped) add({ deploymentGroupName, status: "Succeeded", creator: "codeDeployRollback" });
    return { deploymentId };
  });
  codeDeploy.on(GetDeploymentCommand).callsFake(async ({ deploymentId }) => {
    const deploymentInfo = deployments.find((one) => one.deploymentId === deploymentId);
    if (lost.has(deploymentInfo?.deploymentGroupName ?? "")) throw new Error("connection lost");
    return { deploymentInfo };
  });
  codeDeploy.on(ListDeploymentsCommand).callsFake(async (input) => {
    const found = deployments
      .filter((one) => one.deploymentGroupName === input.deploymentGroupName)
      .filter(({ status }) => input.includeOnlyStatuses?.includes(status) ?? true)
      .filter(({ createTime }) => (createTime ?? 0) >= (input.createTimeRange?.start ?? 0))
      .map(({ deploymentId }) => deploymentId);
    // AWS promises no order, and answers in pages.
    const half = Math.ceil(found.length / 2);
    return input.nextToken
      ? { deployments: found.slice(half) }
      : { deployments: found.slice(0, half), nextToken: "2" };
  });
  codeDeploy.on(BatchGetDeploymentsCommand).callsFake(async ({ deploymentIds }) => ({
    deploymentsInfo: deployments.filter(({ deploymentId }) => deploymentIds.includes(deploymentId)),
  }));
  codeDeploy.on(StopDeploymentCommand).callsFake(async ({ deploymentId, autoRollbackEnabled }) => {
    expect(autoRollbackEnabled).toBe(true);
    for (const one of deployments) if (one.deploymentId === deploymentId) one.status = "Stopped";
    return {};
  });
  return {
    publish,
    alarms,
    lost,
    deployments,
    live: () => Object.fromEntries([...groups].map(([name, { live }]) => [name, live])),
  };
}
