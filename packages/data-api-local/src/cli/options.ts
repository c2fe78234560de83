import { parseArgs } from "node:util";

export const HELP = `data-api-local: the RDS Data API over a PostgreSQL of your own

  data-api-local [--dir <folder> | --url <postgres://…>] [options]

  --dir <folder>       PGlite in this folder, made if it is not there
  --url <url>          a PostgreSQL server; without --dir and --url, PGlite in memory
  --connections <n>    how many connections to that server at most (20)
  --port <n>           the port to listen on, 0 for a free one (8001)
  --host <address>     the address to listen on (127.0.0.1)
  --verbose            a line of JSON for every call
  --help               this text

Point an unmodified AWS SDK at it: AWS_ENDPOINT_URL_RDS_DATA=http://127.0.0.1:8001`;

export interface Options {
  dir?: string | undefined;
  url?: string | undefined;
  connections: number;
  port: number;
  host: string;
  verbose: boolean;
  help: boolean;
}

/** Reads the command line, or throws what is wrong with it in one line. */
export function parseOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      dir: { type: "string" },
      url: { type: "string" },
      connections: { type: "string", default: "20" },
      port: { type: "string", default: "8001" },
      host: { type: "string", default: "127.0.0.1" },
      verbose: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.dir !== undefined && values.url !== undefined) throw new Error("give --dir or --url, not both");
  if (values.url !== undefined && !/^(postgres|postgresql|socket):/.test(values.url))
    throw new Error("--url must be like postgres://user:password@host:5432/name");
  return {
    ...values,
    connections: wholeNumber("--connections", values.connections, 1, 10_000),
    port: wholeNumber("--port", values.port, 0, 65_535),
  };
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new Error(`${name} must be a whole number from ${least} to ${most}, not ${text}`);
}
