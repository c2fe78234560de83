import { shop } from "./shop.ts";
import { stacks } from "./stacks.ts";

/** A fault that somebody could make: the tests in `caughtBy` must see it. */
export interface Mutant {
  name: string;
  /** From the project's root. */
  file: string;
  /** Stands there exactly once. */
  find: string;
  replace: string;
  /** As few and as fast as will do. */
  caughtBy: string[];
}

export const mutants: Mutant[] = [...shop, ...stacks];
