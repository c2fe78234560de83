import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

export const HELP = `rds-data-local: a local RDS Data API over PostgreSQL

  rds-data-local [--dir <folder> | --url <postgres://…> | --url-env <name>] [options]

The database
  --dir <folder>       PGlite in this folder, which is created if it is missing
  --template <folder>  a new database in --dir starts as a copy of these database files, if they exist
  --url <url>          a PostgreSQL server; without --url and --dir, PGlite in memory
  --url-env <name>     reads the URL from this environment variable, so that \`ps\` does not show its password
  --connections <n>    the maximum number of connections to that server (20)
  --database <name>    the name of the database; may be repeated. Calls that name another one are refused
  --init <file.sql>    runs this file in a new database of PGlite, or at each start on --url; may be repeated
  --watch              runs the files of --init again when one changes; a database in memory is emptied before

The endpoint
  --port <n>           the port to listen on, 0 for a free one (8001)
  --host <address>     the address to listen on (127.0.0.1)
  --allow-host <name>  answers to this host name too, such as a container's; may be repeated
  --psql <port>        answers psql and other PostgreSQL clients at this port too (PGlite only)

The service
  --secret <arn>=<role>  calls with this secret run as this role of the database; may be repeated
  --only-secrets       refuses the secrets that no --secret names
  --cluster <arn>      refuses the ARNs of other clusters; may be repeated
  --limit-rows         refuses rows over 64 KB
  --lenient            does not imitate the service where it loses data or misreads SQL

  --verbose            prints one line of JSON for each call
  --version            prints the version
  --help               prints this text

Point an unmodified AWS SDK at it: AWS_ENDPOINT_URL_RDS_DATA=http://127.0.0.1:8001`;

export interface Options {
  dir?: string | undefined;
  template?: string | undefined;
  url?: string | undefined;
  /** The source of the URL for messages: --url, or the name of the environment variable. */
  urlFrom: string;
  connections: number;
  databases: string[];
  /** SQL files. */
  init: string[];
  watch: boolean;
  port: number;
  host: string;
  allowedHosts: string[];
  /** The port for PostgreSQL clients. */
  psql?: number | undefined;
  /** The database role of each secret, by its ARN. */
  secrets: Record<string, string>;
  onlyTheseSecrets: boolean;
  clusters?: string[] | undefined;
  limitRows: boolean;
  strict: boolean;
  verbose: boolean;
  version: boolean;
  help: boolean;
}

/** Prints a message that is no error. Programs that start the command read its standard output. */
export const report = (message: string): void => console.error(`rds-data-local: ${message}`);

/** The version of this package. */
export function version(): string {
  return JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;
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
      connections: { type: "string", default: "20" },
      database: LIST,
      init: LIST,
      watch: SWITCH,
      port: { type: "string", default: "8001" },
      host: { type: "string", default: "127.0.0.1" },
      "allow-host": LIST,
      psql: { type: "string" },
      secret: LIST,
      "only-secrets": SWITCH,
      cluster: { type: "string", multiple: true },
      "limit-rows": SWITCH,
      lenient: SWITCH,
      verbose: SWITCH,
      version: SWITCH,
      help: SWITCH,
    },
  });
  const { dir, template, watch, host, verbose, "url-env": variable } = values;
  const stores = [dir, values.url, variable].filter((value) => value !== undefined);
  if (stores.length > 1) throw new Error("use only one of --dir, --url and --url-env");
  const url = variable === undefined ? values.url : env[variable];
  const urlFrom = variable ?? "--url";
  if (variable !== undefined && !url) throw new Error(`--url-env names ${variable}, which is not set`);
  if (url !== undefined && !/^(postgres|postgresql|socket):/.test(url))
    throw new Error(`${urlFrom} must look like postgres://user:password@host:5432/name`);
  if (values.psql !== undefined && url !== undefined)
    throw new Error("--psql is for PGlite: a PostgreSQL server has a port of its own");
  if (watch && values.init.length === 0) throw new Error("--watch needs --init");
  return {
    dir,
    template,
    url,
    urlFrom,
    connections: wholeNumber("--connections", values.connections, 1, 10_000),
    databases: values.database.map(databaseName),
    init: values.init,
    watch,
    port: wholeNumber("--port", values.port, 0, 65_535),
    host,
    allowedHosts: values["allow-host"],
    psql: values.psql === undefined ? undefined : wholeNumber("--psql", values.psql, 0, 65_535),
    secrets: Object.fromEntries(values.secret.map(secretAndRole)),
    onlyTheseSecrets: values["only-secrets"],
    clusters: values.cluster,
    limitRows: values["limit-rows"],
    strict: !values.lenient,
    verbose,
    version: values.version,
    help: values.help,
  };
}

const SWITCH = { type: "boolean", default: false } as const;
const LIST = { type: "string", multiple: true, default: [] as string[] } as const satisfies object;

function databaseName(name: string): string {
  if (/^[\w-]{1,63}$/.test(name)) return name;
  throw new Error(`--database is "${name}", but it must consist of letters, digits, _ and -`);
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
