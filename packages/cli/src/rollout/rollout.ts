import { CreateDeploymentCommand, GetDeploymentCommand } from "@aws-sdk/client-codedeploy";
import { type Steps, waitFor } from "../restore/steps.ts";
import {
  deploy,
  deploymentsSince,
  describe,
  isOver,
  LIVE,
  liveVersion,
  newestVersion,
  type Rollout,
} from "./aws.ts";

interface Options extends Steps {
  /** The same for all functions that are rolled out together. `rollBack` finds them by it. */
  rolloutId: string;
  isAtOnce: boolean;
  /** Whether to try a version that had a rollout already. */
  isAgain: boolean;
}

/**
 * Lets the newest version of a function answer requests. CodeDeploy moves the alias, first a tenth of its requests, and moves it
 * back by itself when an alarm of the group starts, also if this program has ended. A version that had a rollout already is tried
 * only with `isAgain`. Returns whether the newest version is in use.
 */
export async function rollOut(rollout: Rollout, options: Options): Promise<boolean> {
  const { report } = options;
  const current = await liveVersion(rollout);
  const newest = (await newestVersion(rollout)) ?? current;
  if (newest === current) {
    report(`${rollout.group}: version ${current} answers all requests`);
    return true;
  }
  const earlier = (await deploymentsSince(rollout, newest)).find(({ to }) => to === newest);
  if (earlier && !options.isAgain) {
    report(
      `${rollout.group}: version ${current} stays. Version ${newest} had its rollout already (${earlier.status}). Deploy a repaired version, or try it again with --again`,
    );
    return false;
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
      description: describe(options.rolloutId, current, newest),
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
    return isOver(status) ? { ready: { status, why: errorInformation?.message } } : { status };
  });
  if (end.status === "Succeeded") report(`${rollout.group}: version ${newest} answers all requests`);
  else report(`${rollout.group}: version ${current} stays. ${end.status}: ${end.why ?? "see CodeDeploy"}`);
  return end.status === "Succeeded";
}
