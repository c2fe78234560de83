/** Runs a command against the stores that the environment is linked to: a stage's by `sst shell`, or a laptop's. */
export async function linked(work: () => Promise<void>): Promise<void> {
  const isLinked = ["SST_RESOURCE_Database", "SST_RESOURCES_JSON"].some((name) => process.env[name]);
  if (!isLinked) {
    console.error(`Which shop? For a stage: npx sst shell --stage <name> -- npm run ${process.env.npm_lifecycle_event ?? "…"}
On this machine: npm run aws, then in another terminal: source .local/env`);
    process.exit(1);
  }
  await work();
}
