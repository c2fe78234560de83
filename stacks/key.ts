import { stage } from "./stage.ts";

const account = aws.getCallerIdentityOutput().accountId;
/** The account of the vault that receives copies: `arn:aws:backup:<region>:<account>:backup-vault:<name>`. */
const copyAccount = stage.backupVault?.split(":")[4];

const root = (id: $util.Input<string>) => $interpolate`arn:aws:iam::${id}:root`;
/** What the other account needs to encrypt a copy anew with its own key. */
const USE = ["kms:DescribeKey", "kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"];

/**
 * Encrypts the database and its backups in a permanent stage. A backup under AWS's own key can never be copied to another account,
 * and a cluster keeps its key for life, so the key is there from the first deploy.
 */
export const key = stage.permanent
  ? new aws.kms.Key(
      "StorageKey",
      {
        description: `${$app.name} ${$app.stage}: the database and its backups`,
        enableKeyRotation: true,
        policy: aws.iam.getPolicyDocumentOutput({
          statements: [
            {
              principals: [{ type: "AWS", identifiers: [root(account)] }],
              actions: ["kms:*"],
              resources: ["*"],
            },
            ...(copyAccount
              ? [
                  {
                    principals: [{ type: "AWS", identifiers: [root(copyAccount)] }],
                    actions: USE,
                    resources: ["*"],
                  },
                  {
                    principals: [{ type: "AWS", identifiers: [root(copyAccount)] }],
                    actions: ["kms:CreateGrant"],
                    resources: ["*"],
                    conditions: [{ test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] }],
                  },
                ]
              : []),
          ],
        }).json,
      },
      // Without it, no backup can be read any more.
      { protect: true, retainOnDelete: true },
    )
  : undefined;
