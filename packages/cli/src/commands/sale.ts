import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { RDSClient } from "@aws-sdk/client-rds";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { links } from "@myclothes/core/links";
import { UserError } from "@myclothes/local/report";
import type { Command, Values } from "../command.ts";
import { capacityStep } from "../sale/aurora.ts";
import { type Quota, quotaStep } from "../sale/quotas.ts";
import type { Step } from "../sale/step.ts";
import { warmStep } from "../sale/tables.ts";
import { table } from "../table.ts";
import { isLocal } from "../target.ts";

/** The tables that every order uses. A new one serves 12,000 reads and 4,000 writes a second. */
const TABLES = ["Sessions", "Carts"] as const;

const QUOTAS: Quota[] = [
  {
    title: "Lambda, concurrent executions",
    ServiceCode: "lambda",
    QuotaCode: "L-B99A9384",
    needed: 1_000,
  },
  {
    title: "API Gateway, requests a second",
    ServiceCode: "apigateway",
    QuotaCode: "L-8A5B8E43",
    needed: 10_000,
  },
];

export const sale: Command[] = [
  {
    name: "prepare-sale",
    usage: "--stage <name> [--capacity 8] [--reads 24000] [--writes 8000] [--apply] [--end]",
    help: "shows what a sale needs; --apply raises capacities, --end sets them back",
    usesStores: true,
    options: {
      apply: { type: "boolean" },
      end: { type: "boolean" },
      capacity: { type: "string", default: "8" },
      reads: { type: "string", default: "24000" },
      writes: { type: "string", default: "8000" },
    },
    async run({ values, env, out, error }) {
      if (isLocal(env)) {
        out("The shop on this machine needs no preparation. For a shop on AWS: --stage production");
        return true;
      }
      const steps = await findSteps(values);
      out(
        table(
          ["what", "now", "then", "note"],
          steps.map(({ title, from, to, note }) => [title, from, to, note]),
        ),
      );
      const changes = steps.flatMap(({ title, apply }) => (apply ? [{ title, apply }] : []));
      if (!values.apply) {
        error(
          changes.length > 0
            ? "Nothing was changed. To change it, add --apply"
            : "There is nothing to change.",
        );
      } else {
        for (const { title, apply } of changes) {
          await apply();
          error(`Changed: ${title}`);
        }
      }
      if (!values.end)
        error("After the sale: npm run shop -- prepare-sale --end --apply, for the same stage");
      return !steps.some(({ isOpen }) => isOpen);
    },
  },
];

/** Reads what the stage has, one call for each resource. */
async function findSteps(values: Values): Promise<Step[]> {
  const { clusterArn } = links.Database;
  const config = { region: clusterArn.split(":")[3] ?? "" };
  const isEnd = values.end === true;
  const warm = { reads: units(values, "reads"), writes: units(values, "writes") };
  const capacity = units(values, "capacity");
  const dynamo = new DynamoDBClient(config);
  const quotas = new ServiceQuotasClient(config);
  return Promise.all([
    capacityStep(new RDSClient(config), clusterArn, isEnd ? undefined : capacity),
    ...TABLES.map((name) => warmStep(dynamo, links[name].name, isEnd ? undefined : warm)),
    ...(isEnd ? [] : QUOTAS.map((quota) => quotaStep(quotas, quota))),
  ]);
}

function units(values: Values, name: string): number {
  const number = Number(values[name]);
  if (!Number.isFinite(number) || number <= 0)
    throw new UserError(`--${name} is "${values[name]}", but it must be a number above 0.`);
  return number;
}
