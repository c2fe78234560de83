import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { UserError } from "@myclothes/local/report";
import { type Api, createApi } from "./api.ts";
import type { Values } from "./command.ts";

/** The shop on this machine writes it while it runs. */
const ENV_FILE = ".local/env";
/** The key that `keys create` made for the shop on this machine. */
export const KEY_FILE = ".local/key";

/** The environment with the links of the shop on this machine, unless it has those of a stage already. */
export function withLocalLinks(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (hasLinks(env) || !existsSync(ENV_FILE)) return env;
  const lines = readFileSync(ENV_FILE, "utf8").matchAll(/^export (\w+)='(.*)'$/gm);
  return {
    ...env,
    ...Object.fromEntries([...lines].map(([, name, value]) => [name, value?.replaceAll(`'\\''`, "'")])),
  };
}

export const hasLinks = (env: NodeJS.ProcessEnv): boolean =>
  Boolean(env.SST_RESOURCE_Database || env.SST_RESOURCES_JSON);

/** Whether the links are those of the shop on this machine. */
export const isLocal = (env: NodeJS.ProcessEnv): boolean =>
  /"stage":"local"/.test(env.SST_RESOURCE_App ?? "");

/** Throws a UserError for the shop on this machine, which has neither backups nor versions. */
export function requireStage(env: NodeJS.ProcessEnv): void {
  if (isLocal(env)) throw new UserError("This command works on a stage in your AWS account: --stage <name>");
}

/** The admin API of the shop that `--url`, the links or this machine name. */
export function findApi(values: Values, env: NodeJS.ProcessEnv): Api {
  if (typeof values.url !== "string" && !hasLinks(env))
    throw new UserError(
      "No shop runs on this machine. Run npm start, or name another shop: --url or --stage.",
    );
  const url = typeof values.url === "string" ? values.url : urlOf(env);
  if (!URL.canParse(url))
    throw new UserError(
      `--url is "${url}", but it must be the shop's address, such as https://shop.example.com.`,
    );
  // The key in the file is for the shop on this machine, so no other address gets it.
  const key = env.SHOP_KEY ?? (isLocal(env) && isHere(url, env) ? readLocalKey() : undefined);
  if (!key)
    throw new UserError(
      "Which API key? Set SHOP_KEY. To create one: npm run shop -- keys create --role owner",
    );
  return createApi(url, key);
}

function urlOf(env: NodeJS.ProcessEnv): string {
  const site: { origins?: string[] } = JSON.parse(env.SST_RESOURCE_Site ?? "{}");
  return site.origins?.[0] ?? `http://localhost:${env.PORT ?? 3000}`;
}

const isHere = (url: string, env: NodeJS.ProcessEnv): boolean =>
  new URL(url).origin === new URL(urlOf(env)).origin;

const readLocalKey = (): string | undefined =>
  existsSync(KEY_FILE) ? readFileSync(KEY_FILE, "utf8").trim() : undefined;

/**
 * Keeps a key for later commands on this machine. Only its owner may read the file. Returns false if it has another key already.
 */
export function keepLocalKey(secret: string, replace: boolean): boolean {
  if (!replace && readLocalKey()) return false;
  writeFileSync(KEY_FILE, `${secret}\n`, { mode: 0o600 });
  return true;
}
