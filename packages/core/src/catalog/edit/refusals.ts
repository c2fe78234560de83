import { Refusal } from "../../refusal.ts";

export const unknownCategory = (handle: string): Refusal =>
  new Refusal("catalog.unknown_category", `There is no category ${JSON.stringify(handle)}.`);
