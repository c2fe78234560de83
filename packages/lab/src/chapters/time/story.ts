import { between, random } from "@myclothes/demo-catalogue/random";

/** All times are seconds of the story. The lab's clock moves in steps, so that a busy machine changes no figure. */
export const STEP_S = 10;
export const END_S = 45 * 60;

export const habits = {
  /** A server boots, or a new one starts. */
  bootS: 90,
  /** A person notices that a server is dead, or that demand has grown. */
  noticeS: 600,
  growthNoticeS: 300,
  /** A health check, and how many must fail. */
  checkS: 10,
  balancerFailures: 2,
  dnsFailures: 3,
};

/** Requests in each step, before and after demand has doubled. A server answers CAPACITY of them. */
export const DEMAND = 6;
export const CAPACITY = 6;

export interface Events {
  growthS: number;
  /** Servers that die, by their place among those that live. */
  crashes: { atS: number; victim: number }[];
  /** Zone a is lost, and comes back. */
  zoneLostS: number;
  zoneBackS: number;
}

/** The same events for every system: a crash, growth, two crashes within three minutes, and the loss of a zone. */
export function events(seed: number, trial: number): Events {
  const next = random(`time ${seed} ${trial}`);
  const steps = (from: number, to: number) =>
    between(next, (from * 60) / STEP_S, (to * 60) / STEP_S) * STEP_S;
  const second = steps(12, 15);
  const zoneLostS = steps(28, 30);
  return {
    growthS: 10 * 60,
    crashes: [steps(2, 5), second, second + 180].map((atS) => ({ atS, victim: between(next, 0, 2) })),
    zoneLostS,
    zoneBackS: zoneLostS + 12 * 60,
  };
}
