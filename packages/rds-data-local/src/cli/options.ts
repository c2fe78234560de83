import { parseArgs } from "node:util";

export const HELP = `rds-data-local: a local RDS Data API over PostgreSQL

  rds-data-local [--dir <folder> | --url <postgres://…> | --url-env <name>] [options]

  --dir <folder>       PGlite in this folder, which is created if it is missing
  --template <folder>  a new database in --dir starts as a copy of these database files, if they exist
  --url <url>          a PostgreSQL server; without --url and --dir, PGlite in memory
  --url-env <name>     reads the URL from this environment variable, so that \`ps\` does not show its password
  --secret <arn>=<role>  calls with this secret run as this role of the database; may be repeated
  --connections <n>    the maximum number of connections to that server (20)
  --port <n>           the port to listen on, 0 for a free one (8001)
  --host <address>     the address to listen on (127.0.0.1)
  --verbose            prints one line of JSON for each call
  --help               prints this text

Point an unmodified AWS SDK at it: AWS_ENDPOINT_URL_RDS_DATA=http://127.0.0.1:8001`;

export interface Options {
  dir?: string | undefined;
  template?: string | undefined;
  url?: string | undefined;
  /** The source of the URL for messages: --url, or the name of the environment variable. */
  urlFrom: string;
  /** The database role of each secret, by its ARN. */
  secrets: Record<string, string>;
  connections: number;
  port: number;
  host: string;
  verbose: boolean;
  help: boolean;
}

/** Reads the command line. Throws an error that explains a mistake in one line. */
export function parseOptions(args: string[], env: NodeJS.ProcessEnv): Options {
  const { values } = parseArgs({
    args,
    options: {
      dir: { type: "string" },
      template: { type: "string" },
      url: { type: "string" },
      "url-env": { type: "string" },
      secret: { type: "string", multiple: true, default: [] },
      connections: { type: "string", default: "20" },
      port: { type: "string", default: "8001" },
      host: { type: "string", default: "127.0.0.1" },
      verbose: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { "url-env": variable, secret, ...rest } = values;
  const stores = [values.dir, values.url, variable].filter((value) => value !== undefined);
  if (stores.length > 1) throw new Error("use only one of --dir, --url and --url-env");
  const url = variable === undefined ? values.url : env[variable];
  const urlFrom = variable ?? "--url";
  if (variable !== undefined && !url) throw new Error(`--url-env names ${variable}, which is not set`);
  if (url !== undefined && !/^(postgres|postgresql|socket):/.test(url))
    throw new Error(`${urlFrom} must look like postgres://user:password@host:5432/name`);
  return {
    ...rest,
    url,
    urlFrom,
    secrets: Object.fromEntries(secret.map(secretAndRole)),
    connections: wholeNumber("--connections", values.connections, 1, 10_000),
    port: wholeNumber("--port", values.port, 0, 65_535),
  };
}

function secretAndRole(text: string): [arn: string, role: string] {
  const [, arn, role] = /^(arn:[^=]+)=(.+)$/.exec(text) ?? [];
  if (arn && role) return [arn, role];
  throw new Error(`--secret is "${text}", but it must look like arn:aws:secretsmanager:…=<role>`);
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new Error(`${name} must be a whole number from ${least} to ${most}, not ${text}`);
}

/** The printable part of a connection URL: host and database. */
export function withoutPassword(url: string): string {
  return url.replace(/^\w+:(\/\/)?([^/]*@)?/, "").replace(/\?.*/, "");
}
