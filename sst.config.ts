/// <reference path="./.sst/platform/config.d.ts" />

/** Stages that no command deletes. Any other stage belongs to a developer and can be removed completely. */
const permanent = ["production", "staging"];

export default $config({
  app({ stage }) {
    const isPermanent = permanent.includes(stage);
    return {
      name: "myclothes",
      home: "aws",
      removal: isPermanent ? "retain" : "remove",
      protect: isPermanent,
      providers: { aws: "7.20.0", random: "4.16.6" },
    };
  },
  // SST allows imports only here: before this, its components do not exist.
  async run() {
    // Live mode would send every shopper's request to a developer's machine.
    if ($dev && $app.protect)
      throw new Error(`The stage ${$app.stage} is permanent. Use live mode with a stage of your own.`);
    const { site } = await import("./stacks/edge.ts");
    await import("./stacks/api.ts");
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
