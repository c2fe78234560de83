import { apis } from "@myclothes/functions/functions";
import { all, one } from "@myclothes/synth/graph";
import { beforeAll, describe, expect, it } from "vitest";
import { platform } from "../../support/platform.ts";
import { type Stages, stages } from "../graphs.ts";

const ALIAS = "aws:lambda/alias:Alias";
const GROUP = "aws:codedeploy/deploymentGroup:DeploymentGroup";
const FUNCTION = "aws:lambda/function:Function";
const INTEGRATION = "aws:apigatewayv2/integration:Integration";
const names = apis.map(({ name }) => name.replace(/^./, (first) => first.toUpperCase())).sort();

interface Group {
  deploymentGroupName: string;
  deploymentConfigName: string;
  alarmConfiguration: { enabled: boolean; alarms: string[] };
  autoRollbackConfiguration: { enabled: boolean; events: string[] };
}

describe.skipIf(!platform)("rollouts", () => {
  let graphs: Stages;
  beforeAll(async () => {
    graphs = await stages();
  });

  it("sends every request of a permanent stage to an alias of a published version", () => {
    for (const stage of ["production", "staging"] as const) {
      const graph = graphs[stage];
      expect(
        all(graph, ALIAS)
          .map(({ name }) => name)
          .sort(),
      ).toEqual(names.map((name) => `${name}Live`));
      for (const { inputs } of all<{ integrationUri: string }>(graph, INTEGRATION))
        expect(inputs.integrationUri).toMatch(/:live$/);
      for (const name of names) expect(one(graph, FUNCTION, `${name}Function`).inputs.publish).toBe(true);
      for (const { inputs } of all(graph, "aws:lambda/permission:Permission"))
        if (inputs.principal === "apigateway.amazonaws.com") expect(inputs.qualifier).toBe("live");
    }
  });

  it("moves each alias back when an alarm of its function starts, which are at most ten", () => {
    const alarms = all(graphs.production, "aws:cloudwatch/metricAlarm:MetricAlarm").map(
      ({ inputs }) => inputs.name,
    );
    const groups = all<Group>(graphs.production, GROUP).map(({ inputs }) => inputs);
    expect(groups.map(({ deploymentGroupName }) => deploymentGroupName).sort()).toEqual(names);
    for (const {
      deploymentGroupName,
      deploymentConfigName,
      alarmConfiguration,
      autoRollbackConfiguration,
    } of groups) {
      expect(deploymentConfigName).toMatch(/LambdaCanary10Percent/);
      expect(autoRollbackConfiguration).toMatchObject({
        enabled: true,
        events: expect.arrayContaining(["DEPLOYMENT_STOP_ON_ALARM"]),
      });
      expect(alarmConfiguration.alarms).toEqual(
        ["ServerErrors", `${deploymentGroupName}Errors`].map((name) => `myclothes-production-${name}Alarm`),
      );
      expect(alarms).toEqual(expect.arrayContaining(alarmConfiguration.alarms));
    }
  });

  it("replaces the code of a developer's stage at once", () => {
    for (const stage of ["alice", "dev"] as const) {
      expect([...all(graphs[stage], ALIAS), ...all(graphs[stage], GROUP)]).toEqual([]);
      for (const { inputs } of all(graphs[stage], FUNCTION)) expect(inputs.publish ?? false).toBe(false);
    }
  });
});
