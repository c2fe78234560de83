import pg from "pg";
import { HOW_TO_GET_POSTGRES, hasPostgres, startPostgres } from "../../engines/postgres.ts";
import type { Chapter, Check } from "../../runner/chapter.ts";
import { buildProgram } from "../../runner/program.ts";
import { grow, type Outcome } from "./experiment.ts";
import { SHARED, type System, systems } from "./systems.ts";

/** Few, so that a laptop reaches the limit. Three are reserved for the administrator. */
const MAX_CONNECTIONS = 30;
const RESERVED = 3;
const LIMIT = 30;
const FEW = 8;

type Grown = { system: System; outcome: Outcome };

export const connections: Chapter = {
  name: "connections",
  number: 7,
  title: "Too many connections",
  question: "How many instances can one database serve, before it refuses the next connection?",
  systems,
  experiment: `A real PostgreSQL with max_connections = ${MAX_CONNECTIONS}, of which ${RESERVED} are reserved. Instances start one after another, each with all its requests at the same time, until a request is refused. Before a proxy and the Data API, ${LIMIT} instances send at the same moment.`,
  invariant: "However many instances there are, no request is refused.",
  trials: LIMIT,
  async run({ trials, progress, broken, only }) {
    if (!hasPostgres())
      return { tables: [], charts: [], checks: [], lessons: [], missing: [`${HOW_TO_GET_POSTGRES}.`] };
    const limit = Math.max(FEW, trials);
    const program = await buildProgram();
    const missing: string[] = [];
    const all: Grown[] = [];
    try {
      for (const system of systems.filter(({ key }) => !only || only.includes(key))) {
        const reason = system.missing?.();
        if (reason) {
          missing.push(`${system.name}: ${reason}.`);
          continue;
        }
        progress(`${system.name}: up to ${limit} instances`);
        const postgres = await startPostgres({ maxConnections: MAX_CONNECTIONS });
        try {
          const url = await prepare(postgres.url);
          const between = await system.start?.(url, broken !== "limit");
          try {
            // A single connection needs as many instances as there are connections.
            const most = system.key === "single" ? LIMIT : limit;
            all.push({ system, outcome: await grow(program.file, system, between?.url ?? url, most) });
          } finally {
            await between?.stop();
          }
        } finally {
          await postgres.stop();
        }
      }
    } finally {
      program.remove();
    }
    return {
      tables: [
        {
          title: `Instances until the database refuses (${MAX_CONNECTIONS} connections, ${RESERVED} reserved)`,
          columns: ["system", "instances served", "first refusal", "requests answered"],
          rows: all.map(({ system, outcome: { instances, refusedAt, requests, refused } }) => [
            system.name,
            refusedAt === undefined ? `all ${instances}` : refusedAt - 1,
            refusedAt === undefined ? "none" : `instance ${refusedAt}`,
            `${requests - refused} of ${requests}`,
          ]),
        },
      ],
      charts: [
        {
          kind: "bars",
          title: "Instances that one database serves",
          says: `A pool in each instance divides the connections. A proxy and the Data API share ${SHARED} of them: their bars end where the lab did.`,
          x: "system",
          y: "instances",
          series: [
            { name: "instances", points: all.map(({ system, outcome }) => [system.name, served(outcome)]) },
          ],
        },
      ],
      checks: all.map(check),
      lessons: lessons(all),
      missing,
    };
  },
};

const served = ({ refusedAt, instances }: Outcome) => (refusedAt === undefined ? instances : refusedAt - 1);

const check = ({ system, outcome }: Grown): Check => ({
  system: system.name,
  invariant: "no request is refused",
  trials: outcome.requests,
  violations: outcome.refused,
  expected: system.start ? "never" : "happens",
});

/** The shop's own role, because the reserved connections are for administrators. */
async function prepare(adminUrl: string): Promise<string> {
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    await client.query("create role shop login");
    await client.query("create table product (sku text primary key, version int not null)");
    await client.query("insert into product values ('P-1', 1)");
    await client.query("grant select on product to shop");
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.username = "shop";
  return url.href;
}

function lessons(all: Grown[]): string[] {
  const said: string[] = [];
  const find = (key: string) => all.find(({ system }) => system.key === key)?.outcome;
  const [pool, single, proxy, dataApi] = ["pool", "single", "proxy", "data-api"].map(find);
  if (pool && single)
    said.push(
      `With a pool of 10 in each instance, the database serves ${served(pool)} instances and refuses the next (“${pool.reason.replace(/^\w*error: /i, "")}”); with one connection in each, ${served(single)}. Lambda may start hundreds of instances.`,
    );
  if (proxy)
    said.push(
      `PgBouncer served ${served(proxy)} instances with ${SHARED} connections, ${proxy.requests} requests at the same moment.`,
    );
  if (dataApi)
    said.push(
      `The Data API served ${served(dataApi)}: instances have no connection at all. The price is an HTTPS call for each statement, a limit of 1 MiB for a result, and the writer as the only target.`,
    );
  return said;
}
