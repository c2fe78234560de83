import {
  CodeDeployClient,
  CreateDeploymentCommand,
  GetDeploymentCommand,
  ListDeploymentsCommand,
} from "@aws-sdk/client-codedeploy";
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, it } from "vitest";
import { rollOut } from "../../packages/cli/src/rollout/rollout.ts";

const lambda = mockClient(LambdaClient);
const deploy = mockClient(CodeDeployClient);
const rollout = { application: "myclothes-production", group: "Api", function: "production-ApiFunction" };
let lines: string[] = [];
const options = {
  report: (text: string) => lines.push(text),
  pauseMs: 0,
  rolloutId: "r-1",
  isAtOnce: false,
  isAgain: false,
};

/** The alias uses version 9, and version 10 was published after it. The versions come in two pages. */
beforeEach(() => {
  lines = [];
  lambda.reset();
  deploy.reset();
  lambda.on(GetAliasCommand).resolves({ FunctionVersion: "9" });
  lambda
    .on(ListVersionsByFunctionCommand)
    .callsFake(async ({ Marker }) =>
      Marker
        ? { Versions: [{ Version: "10" }, { Version: "8" }] }
        : { Versions: [{ Version: "$LATEST" }, { Version: "9" }], NextMarker: "2" },
    );
  lambda.on(GetFunctionConfigurationCommand).resolves({ LastModified: "2026-11-29T07:15:00.000+0000" });
  deploy.on(CreateDeploymentCommand).resolves({ deploymentId: "d-1" });
  deploy.on(ListDeploymentsCommand).resolves({ deployments: [] });
});

const ends = (status: "Succeeded" | "Failed" | "Stopped") =>
  deploy
    .on(GetDeploymentCommand)
    .resolvesOnce({ deploymentInfo: { status: "InProgress" } })
    .resolves({ deploymentInfo: { status, errorInformation: { message: "an alarm started" } } });

it("lets CodeDeploy move the alias to the newest version, and waits for the end", async () => {
  ends("Succeeded");
  expect(await rollOut(rollout, options)).toBe(true);
  const { input } = deploy.commandCalls(CreateDeploymentCommand)[0]?.args[0] ?? {};
  expect(input).toMatchObject({
    applicationName: rollout.application,
    deploymentGroupName: "Api",
    description: "Rollout r-1: version 9 to 10",
  });
  expect(input).not.toHaveProperty("deploymentConfigName");
  expect(JSON.parse(input?.revision?.appSpecContent?.content ?? "")).toEqual({
    version: 0,
    Resources: [
      {
        Api: {
          Type: "AWS::Lambda::Function",
          Properties: { Name: rollout.function, Alias: "live", CurrentVersion: "9", TargetVersion: "10" },
        },
      },
    ],
  });
  expect(lambda.commandCalls(UpdateAliasCommand)).toEqual([]);
  expect(deploy.commandCalls(GetDeploymentCommand)).toHaveLength(2);
});

it("fails when CodeDeploy has moved the alias back", async () => {
  ends("Stopped");
  expect(await rollOut(rollout, options)).toBe(false);
  expect(lines.at(-1)).toBe("Api: version 9 stays. Stopped: an alarm started");
});

it("moves all requests at once after a restore", async () => {
  ends("Succeeded");
  await rollOut(rollout, { ...options, isAtOnce: true });
  expect(deploy.commandCalls(CreateDeploymentCommand)[0]?.args[0].input.deploymentConfigName).toBe(
    "CodeDeployDefault.LambdaAllAtOnce",
  );
});

it("does nothing when the newest version answers already", async () => {
  lambda.on(GetAliasCommand).resolves({ FunctionVersion: "10" });
  expect(await rollOut(rollout, options)).toBe(true);
  expect(deploy.commandCalls(CreateDeploymentCommand)).toEqual([]);
});
