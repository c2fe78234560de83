type FileName = "openapi.json" | "docs.html" | "common-passwords.txt" | "migrations";

interface FunctionEntry {
  /** The module in `src` that exports `handler`. */
  source: string;
  /** Files that the function reads at run time. `build.ts` copies them, `documents.ts` writes the descriptions. */
  files: readonly FileName[];
}

/**
 * The Lambda functions. Each has its own bundle and, in `stacks`, its own permissions. A new function is one line here and one
 * file there. `stacks` reads this table during a deploy, so it imports nothing.
 */
export const functions = {
  api: { source: "shop/api", files: ["openapi.json", "docs.html", "common-passwords.txt"] },
  migrate: { source: "jobs/migrate", files: ["migrations"] },
  sweep: { source: "jobs/sweep", files: [] },
} as const satisfies Record<string, FunctionEntry>;

export type { FileName };
export type FunctionName = keyof typeof functions;
/** The functions that read this file. */
export type FunctionWith<File extends FileName> = {
  [Name in FunctionName]: File extends (typeof functions)[Name]["files"][number] ? Name : never;
}[FunctionName];
