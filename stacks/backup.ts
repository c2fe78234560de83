import { key } from "./key.ts";
import { stage } from "./stage.ts";
import { carts, cluster, sessions, tableOf } from "./storage.ts";

/** How long a copy is kept in the other account. */
const COPY_DAYS = 35;

/**
 * Copies a backup of each day to another account, which whoever controls this one cannot delete. Point-in-time recovery, which
 * needs no copy, is the first choice: this is for the day on which the account itself is lost.
 */
if (stage.permanent && stage.backupVault) {
  const vault = new aws.backup.Vault("Backups", {
    name: `${$app.name}-${$app.stage}`,
    ...(key && { kmsKeyArn: key.arn }),
  });
  const role = new aws.iam.Role("BackupRole", {
    name: `${$app.name}-${$app.stage}-backup`,
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "backup.amazonaws.com" }),
    managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"],
  });
  const plan = new aws.backup.Plan("BackupPlan", {
    name: `${$app.name}-${$app.stage}`,
    rules: [
      {
        ruleName: "daily",
        targetVaultName: vault.name,
        schedule: "cron(0 3 * * ? *)",
        startWindow: 60,
        completionWindow: 360,
        // Here they only wait for their copy.
        lifecycle: { deleteAfter: 3 },
        copyActions: [{ destinationVaultArn: stage.backupVault, lifecycle: { deleteAfter: COPY_DAYS } }],
      },
    ],
  });
  new aws.backup.Selection("BackupSelection", {
    name: `${$app.name}-${$app.stage}`,
    planId: plan.id,
    iamRoleArn: role.arn,
    resources: [cluster.arn, tableOf(sessions).arn, tableOf(carts).arn],
  });
}
