/** The description of an API, for tools and for readers. `documents.ts` writes both files. */
export const DOCUMENTS = ["openapi.json", "docs.html"] as const;

export const NATIVE_PACKAGES = ["sharp"] as const;
export type NativePackage = (typeof NATIVE_PACKAGES)[number];

type FileName = (typeof DOCUMENTS)[number] | "assets.json" | "common-passwords.txt" | "migrations";

interface Job {
  /** The module in `src` that exports `handler`. */
  source: string;
  /** Files that the function reads at run time. The build puts them beside its bundle. */
  files: readonly FileName[];
  /** Packages with native code, which are not bundled: see `native.ts`. */
  packages?: readonly NativePackage[];
  /** The function whose bundle and files it runs. By default its own. */
  bundle?: "api";
  /** How many requests it answers at a time. API Gateway refuses the others at once. By default the account's limit. */
  concurrency?: number;
  paths?: never;
}

interface Api extends Omit<Job, "paths"> {
  /** The paths that the function answers, as API Gateway writes them. `/` stands for all that no other function answers. */
  paths: readonly Path[];
}

/** `{name}` is one segment, `{proxy+}` all that follow. */
type Path = `/${string}`;

/**
 * The Lambda functions. Each has its own bundle and its own permissions. `stacks` reads this table during a deploy, so it
 * imports nothing. `packages/functions/README.md` lists what else a new function needs.
 */
export const functions = {
  api: {
    source: "shop/api",
    paths: ["/v1/{proxy+}", "/docs", "/openapi.json"],
    files: [...DOCUMENTS, "common-passwords.txt"],
  },
  migrate: { source: "jobs/migrate", files: ["migrations"] },
  sweep: { source: "jobs/sweep", files: [] },
  admin: {
    source: "admin/admin",
    paths: ["/admin/v1/{proxy+}", "/admin/docs", "/admin/openapi.json"],
    files: DOCUMENTS,
  },
  worker: { source: "jobs/worker", files: [], packages: ["sharp"] },
  feedback: { source: "jobs/feedback", files: [] },
  payments: {
    source: "payments/payments",
    paths: [
      "/v1/orders/{proxy+}",
      "/v1/webhooks/{proxy+}",
      "/admin/v1/orders/{id}/cancellation",
      "/admin/v1/orders/{id}/refunds",
    ],
    files: [],
  },
  pages: { source: "pages/pages", paths: ["/"], files: ["assets.json"] },
  /** Orders are apart, so that a rush of buyers takes neither the functions of other shoppers nor all of the database. */
  orders: { source: "shop/api", bundle: "api", paths: ["/v1/orders"], files: [], concurrency: 100 },
} as const satisfies Record<string, Job | Api>;

/** The functions that API Gateway calls. */
export const apis: (Api & { name: FunctionName })[] = Object.entries<Job | Api>(functions).flatMap(
  ([name, entry]) => (entry.paths ? [{ name: name as FunctionName, ...entry }] : []),
);

/** The function whose bundle a function runs. */
export const bundleOf = (name: FunctionName): FunctionName => {
  const { bundle }: Job | Api = functions[name];
  return bundle ?? name;
};

/** Whether the function has the description of its API beside it. */
export const isDescribed = ({ files }: Pick<Job, "files">): boolean => files.includes(DOCUMENTS[0]);

/** The key of API Gateway's route to this path. The most specific route wins. */
export const routeKey = (path: Path) => (path === "/" ? "$default" : `ANY ${path}`);

export type { Api, FileName, Job, Path };
export type FunctionName = keyof typeof functions;
