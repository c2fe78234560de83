/// <reference path="./.sst/platform/config.d.ts" />

/** Stages that no command deletes. Any other stage belongs to a developer and can be removed completely. */
const permanent = ["production", "staging"];
/** Names that somebody types who means a permanent stage. A new shop with an empty database would be deployed. */
const mistaken: Record<string, string> = {
  ...Object.fromEntries(["prod", "prd", "live", "main", "master"].map((name) => [name, "production"])),
  ...Object.fromEntries(["stage", "stg", "preprod", "pre-production"].map((name) => [name, "staging"])),
};
/** Names in AWS contain app and stage. With a longer stage, the longest of them would not fit. */
const LONGEST = 19;

function checkStage(stage: string): void {
  const lower = stage.toLowerCase();
  const meant = permanent.includes(lower) ? lower : mistaken[lower];
  if (meant && meant !== stage)
    throw new Error(
      `There is no stage "${stage}". Use --stage ${meant}, or another name for a stage of your own.`,
    );
  if (!/^[a-z][a-z0-9-]*$/.test(stage))
    throw new Error(
      `The stage "${stage}" must consist of small letters, digits and -, and begin with a letter.`,
    );
  if (stage.length > LONGEST)
    throw new Error(
      `The stage "${stage}" is too long: use at most ${LONGEST} characters, as in --stage pr-1234.`,
    );
}

/** A variable of `.env.<stage>` that a deploy of a permanent stage needs. `npm run synth` deploys nothing. */
function setting(stage: string, name: string, pattern: RegExp, example: string): string | undefined {
  const value = process.env[name] || undefined;
  if (value === undefined && permanent.includes(stage) && !process.env.SYNTH)
    throw new Error(`The stage ${stage} needs ${name}. Write it into .env.${stage}: ${name}=${example}`);
  if (value !== undefined && !pattern.test(value))
    throw new Error(`${name} is "${value}". It must look like ${example}.`);
  return value;
}

export default $config({
  app({ stage }) {
    checkStage(stage);
    const isPermanent = permanent.includes(stage);
    // SST's state belongs to an account and a region. From another shell, a deploy could build a second shop there.
    const account = setting(stage, "SHOP_ACCOUNT", /^\d{12}$/, "123456789012");
    const region = setting(stage, "SHOP_REGION", /^[a-z]{2}(-[a-z]+)+-\d$/, "eu-central-1");
    // Nobody would learn that the shop is down.
    if (stage === "production") setting(stage, "ALARM_EMAIL", /^\S+@\S+$/, "ops@example.com");
    return {
      name: "myclothes",
      home: "aws",
      removal: isPermanent ? "retain" : "remove",
      protect: isPermanent,
      providers: {
        aws: {
          version: "7.20.0",
          ...(region && { region: region as "us-east-1" }),
          ...(account && { allowedAccountIds: [account] }),
        },
        random: "4.16.6",
      },
    };
  },
  // SST allows imports only here: before this, its components do not exist.
  async run() {
    // Live mode would send every shopper's request to a developer's machine.
    if ($dev && $app.protect)
      throw new Error(`The stage ${$app.stage} is permanent. Use live mode with a stage of your own.`);
    await import("./stacks/names.ts");
    const { site } = await import("./stacks/edge.ts");
    await import("./stacks/api.ts");
    await import("./stacks/orders.ts");
    await import("./stacks/admin.ts");
    await import("./stacks/pages.ts");
    await import("./stacks/payments.ts");
    await import("./stacks/images.ts");
    await import("./stacks/worker.ts");
    await import("./stacks/sweep.ts");
    await import("./stacks/feedback.ts");
    const { mailOutput } = await import("./stacks/mail.ts");
    await import("./stacks/alarms.ts");
    await import("./stacks/backup.ts");
    return { url: site.properties.origins[0], mail: mailOutput };
  },
});
