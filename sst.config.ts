/// <reference path="./.sst/platform/config.d.ts" />

/** What is kept whatever happens. Any other stage is a developer's, and goes without a trace. */
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
  // SST allows no import before this: what the stacks build with is only there now.
  async run() {
    // It would hand every shopper's request to a developer's machine.
    if ($dev && $app.protect)
      throw new Error(`${$app.stage} is permanent: live mode is for a stage of your own.`);
    const { site } = await import("./stacks/edge.ts");
    await import("./stacks/api.ts");
    await import("./stacks/sweep.ts");
    await import("./stacks/alarms.ts");
    return { url: site.properties.origins[0] };
  },
});
