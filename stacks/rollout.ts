import { stage } from "./stage.ts";

/** The functions with an alias, by the names of their deployment groups. */
const functions: Record<string, sst.aws.Function> = {};

/**
 * The ARN to which API Gateway sends the requests for a function. In a permanent stage it is an alias, which a deploy creates and
 * never moves: `npm run shop -- rollout` does.
 */
export function live(name: string, answering: sst.aws.Function): $util.Output<string> {
  if (!stage.permanent) return answering.arn;
  functions[name] = answering;
  return new aws.lambda.Alias(
    `${name}Live`,
    { name: "live", functionName: answering.name, functionVersion: answering.nodes.function.version },
    { ignoreChanges: ["functionVersion", "routingConfig"] },
  ).arn;
}

/**
 * Lets CodeDeploy move the aliases: a tenth of the requests for five minutes, then all. An alarm moves them back. `alarmsOf` names
 * the alarms that concern a function; a group can have ten.
 */
export function rollOutUnder(alarmsOf: (name: string) => $util.Output<string>[]): void {
  const application = new aws.codedeploy.Application("Rollout", {
    name: `${$app.name}-${$app.stage}`,
    computePlatform: "Lambda",
  });
  const role = new aws.iam.Role("RolloutRole", {
    name: `${$app.name}-${$app.stage}-rollout`,
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "codedeploy.amazonaws.com" }),
    managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited"],
  });
  for (const name of Object.keys(functions)) {
    new aws.codedeploy.DeploymentGroup(`${name}Rollout`, {
      appName: application.name,
      deploymentGroupName: name,
      serviceRoleArn: role.arn,
      deploymentConfigName: "CodeDeployDefault.LambdaCanary10Percent5Minutes",
      deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
      alarmConfiguration: { enabled: true, alarms: alarmsOf(name) },
      autoRollbackConfiguration: {
        enabled: true,
        events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
      },
    });
  }
  // No function reads it: it tells `npm run shop -- rollout` the names.
  new sst.Linkable("Rollout", {
    properties: {
      application: application.name,
      functions: Object.fromEntries(Object.entries(functions).map(([name, { name: of }]) => [name, of])),
    },
  });
}
