import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createDataApi } from "rds-data-local";
import { openPglite } from "rds-data-local/pglite";
import { expect, it, onTestFinished } from "vitest";
import { all, one } from "../../packages/synth/src/graph.ts";
import { synth } from "../../packages/synth/src/synth.ts";
import { platform } from "../support/platform.ts";
import { temporaryFolder } from "./support/cli.ts";
import { clientOf } from "./support/client.ts";
import { recipe } from "./support/recipe.ts";

it.skipIf(!platform)("the README's lines for SST lead a function of sst dev to the endpoint", async () => {
  const app = temporaryFolder();
  mkdirSync(join(app, "src"));
  writeFileSync(join(app, "src/api.ts"), "export const handler = async () => 200;");
  writeFileSync(join(app, "package.json"), "{}");
  writeFileSync(
    join(app, "sst.config.ts"),
    `export default $config({
  app: () => ({ name: "shop", home: "aws", providers: { aws: { region: "eu-central-1" } } }),
  async run() {
    const vpc = { subnets: ["subnet-1", "subnet-2"], securityGroups: ["sg-1"] };
    ${recipe("sst.config.ts, in run()")}
  },
});`,
  );
  const graph = await synth({ root: app, stage: "alice", dev: true, ...(platform && { platform }) });

  const { environment } = one(graph, "aws:lambda/function:Function", "ApiFunction").inputs;
  expect(environment).toMatchObject({ variables: { AWS_ENDPOINT_URL_RDS_DATA: "http://127.0.0.1:8001" } });
  expect(graph.resources.filter(({ type }) => type.startsWith("aws:rds/"))).toEqual([]);
  expect(all(graph, "sst:sst:DevCommand").map(({ name }) => name)).toContain("DataApi");

  const { clusterArn, secretArn } = graph.links.Database ?? {};
  const pool = await openPglite();
  const api = createDataApi({ pool });
  onTestFinished(async () => {
    await api.close();
    await pool.end();
  });
  const client = clientOf(await api.listen(), String(secretArn));
  onTestFinished(() => client.destroy());
  expect(await client.row("select 1", [], { resourceArn: String(clusterArn) })).toEqual([1]);
});
