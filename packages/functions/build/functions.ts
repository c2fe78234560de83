/** The description of an API, for tools and for readers. `documents.ts` writes both files. */
export const DOCUMENTS = ["openapi.json", "docs.html"] as const;

export const NATIVE_PACKAGES = ["sharp"] as const;
export type NativePackage = (typeof NATIVE_PACKAGES)[number];

type FileName = (typeof DOCUMENTS)[number] | "common-passwords.txt" | "migrations";

interface Job {
  /** The module in `src` that exports `handler`. */
  source: string;
  /** Files that the function reads at run time. The build puts them beside its bundle. */
  files: readonly FileName[];
  /** Packages with native code, which are not bundled: see `native.ts`. */
  packages?: readonly NativePackage[];
  path?: never;
}

interface Api extends Omit<Job, "path"> {
  /** The beginning of all paths that the function answers, with a slash at its end. */
  path: "/" | `/${string}/`;
  files: readonly [...typeof DOCUMENTS, ...FileName[]];
}

/**
 * The Lambda functions. Each has its own bundle and its own permissions. `stacks` reads this table during a deploy, so it
 * imports nothing. `packages/functions/README.md` lists what else a new function needs.
 */
export const functions = {
  api: { source: "shop/api", path: "/", files: [...DOCUMENTS, "common-passwords.txt"] },
  migrate: { source: "jobs/migrate", files: ["migrations"] },
  sweep: { source: "jobs/sweep", files: [] },
  admin: { source: "admin/admin", path: "/admin/", files: DOCUMENTS },
  worker: { source: "jobs/worker", files: [], packages: ["sharp"] },
  feedback: { source: "jobs/feedback", files: [] },
} as const satisfies Record<string, Job | Api>;

/** The functions that API Gateway calls. */
export const apis: (Api & { name: FunctionName })[] = Object.entries<Job | Api>(functions).flatMap(
  ([name, entry]) => (entry.path ? [{ name: name as FunctionName, ...entry }] : []),
);

/** The key of API Gateway's route to the API with this path. The most specific route wins. */
export const routeKey = (path: Api["path"]) => (path === "/" ? "$default" : `ANY ${path}{proxy+}`);

export type { Api, FileName, Job };
export type FunctionName = keyof typeof functions;
