import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin, transform } from "esbuild";
import type { App } from "./graph.ts";

/** Calls `app()` of `sst.config.ts`, with `env` as its environment, and adds SST's defaults. Refuses what SST refuses. */
export async function readApp(
  root: string,
  stage: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<App> {
  requireName("stage", stage);
  const path = join(root, "sst.config.ts");
  if (!existsSync(path)) throw new Error(`There is no sst.config.ts in ${root}.`);
  const { code } = await transform(await readFile(path, "utf8"), {
    loader: "ts",
    format: "esm",
    // Otherwise esbuild would remove an unused import, and the check below would miss it.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    sourcefile: path,
    banner: `const $config = (config) => config, process = { env: ${JSON.stringify(env)} };`,
  }).catch((error) => {
    throw new Error(`sst.config.ts: ${error.message}`);
  });
  if (/^import\s*["'{*\w]/m.test(code)) {
    throw new Error("sst.config.ts may import nothing at its top level. Use await import() inside run().");
  }
  const { default: config } = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`
  );
  const given = await (async () => config.app({ stage }))().catch((error: Error) => {
    throw new Error(`app() in sst.config.ts: ${error.message}`);
  });
  requireName("app", given.name);
  return {
    removal: "retain",
    protect: false,
    ...given,
    stage,
    providers: {
      [given.home]: {},
      ...Object.fromEntries(Object.entries(given.providers ?? {}).map(provider)),
    },
  };
}

function requireName(what: string, name: string): void {
  if (!/^[a-zA-Z0-9-]+$/.test(name))
    throw new Error(`"${name}" cannot name the ${what}: use letters, digits and -.`);
}

/** `random: "4.16.6"` means a version, `aws: true` means no settings. */
function provider([name, given]: [string, unknown]): [string, Record<string, unknown>] {
  if (typeof given === "string") return [name, { version: given }];
  return [name, typeof given === "object" ? { ...given } : {}];
}

interface Program {
  root: string;
  platform: string;
  /** A folder inside the platform, so that Node finds Pulumi from it. */
  work: string;
  app: App;
  dev: boolean;
}

/** Bundles `sst.config.ts` as SST does, with the globals that SST gives it. Returns the path of the module. */
export async function bundleProgram({ root, platform, work, app, dev }: Program): Promise<string> {
  const outfile = join(work, "program.mjs");
  const lock = JSON.parse(await readFile(join(platform, "..", "provider-lock.json"), "utf8"));
  const providers = lock.map(
    ({ alias, package: from }: Record<string, string>) => `import * as ${alias} from "${from}";`,
  );
  const components = `import * as sst from ${JSON.stringify(join(platform, "src/components"))};`;
  await build({
    stdin: {
      contents: `import { run } from ${JSON.stringify(join(platform, "src/auto/run.ts"))};
import config from ${JSON.stringify(join(root, "sst.config.ts"))};
export const main = () => run(config.run);`,
      resolveDir: root,
    },
    plugins: [globals([...providers, components].join(" "))],
    inject: [join(platform, "src/shim/run.js")],
    define: {
      $app: JSON.stringify(app),
      $dev: String(dev),
      $cli: JSON.stringify({
        command: dev ? "dev" : "deploy",
        dev,
        paths: { home: join(work, "home"), root, work, platform },
        state: { version: {} },
      }),
    },
    outfile,
    absWorkingDir: root,
    nodePaths: [join(platform, "node_modules")],
    external: EXTERNAL,
    bundle: true,
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    banner: { js: BANNER },
    sourcemap: "linked",
    logLevel: "silent",
  });
  return outfile;
}

/** Bundles `run.ts`. A TypeScript loader in that process would lose the program's source maps. */
export async function bundleRunner(work: string): Promise<string> {
  const outfile = join(work, "run.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("run.ts", import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "silent",
  });
  return outfile;
}

const EXTERNAL = [
  "@pulumi/*",
  "@pulumiverse/*",
  "@sst-provider/*",
  "@aws-sdk/*",
  "undici",
  "esbuild",
  "archiver",
  "glob",
  "vite",
];

const BANNER = `import { createRequire as $createRequire } from "node:module";
import { fileURLToPath as $fileURLToPath } from "node:url";
const require = $createRequire(import.meta.url);
const __filename = $fileURLToPath(import.meta.url);
const __dirname = $fileURLToPath(new URL(".", import.meta.url));`;

/** Imports `aws`, `sst` and the other globals into each file of the app, on its first line, so that line numbers stay correct. */
function globals(imports: string): Plugin {
  return {
    name: "globals",
    setup({ onLoad }) {
      onLoad({ filter: /\.[jt]sx?$/ }, async ({ path }) => {
        const contents = await readFile(path, "utf8");
        return { contents: path.includes("/.sst/") ? contents : `${imports} ${contents}`, loader: "default" };
      });
    },
  };
}
