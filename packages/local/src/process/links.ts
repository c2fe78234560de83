import { UserError } from "./report.ts";

/** Throws a UserError unless the environment names the stores: those of a stage by `sst shell`, or the local ones. */
export function requireLinks(): void {
  if (["SST_RESOURCE_Database", "SST_RESOURCES_JSON"].some((name) => process.env[name])) return;
  throw new UserError(`This command needs to know which shop it works on.
For a stage:        npx sst shell --stage <name> -- npm run ${process.env.npm_lifecycle_event ?? "<command>"}
On this machine:    npm run engines, then in another terminal: source .local/env`);
}
