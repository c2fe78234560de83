import { stage } from "./stage.ts";

const keys = stage.signingKeys.map(
  (number) => new random.RandomPassword(`SigningKey${number}`, { length: 43, special: false }).result,
);

/** The keys that sign guests' tokens and devices. The first one signs, all of them verify. */
export const signing = new sst.Linkable("Signing", { properties: { keys } });
