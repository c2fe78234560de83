import { random } from "@myclothes/demo-catalogue/random";
import { startBalancer } from "../../runner/balancer.ts";
import { askTime, createDns } from "./clients.ts";
import { startServers } from "./servers.ts";
import { CAPACITY, DEMAND, END_S, events, habits, STEP_S } from "./story.ts";
import type { System } from "./systems.ts";

export interface Outcome {
  sent: number;
  lost: number;
  /** Seconds in which nobody got an answer. */
  darkS: number;
  /** Lost although the last failure is older than health checks need to notice it. */
  lostLate: number;
  isBackAtEnd: boolean;
  serverSeconds: number;
  /** The share of lost requests, minute by minute. */
  minutes: [minute: number, percent: number][];
}

/** One story of 45 minutes with one system. */
export async function live(
  program: string,
  system: System,
  seed: number,
  trial: number,
  broken?: string,
): Promise<Outcome> {
  const story = events(seed, trial);
  const servers = await startServers(program, system, story, CAPACITY, broken);
  const balancer =
    system.route === "balancer"
      ? await startBalancer(servers.instances, { unhealthyAfter: habits.balancerFailures })
      : undefined;
  const dns = createDns(servers.instances, system.ttlS ?? 0, random(`dns ${seed} ${trial}`));
  const addressOf = (client: number, nowS: number) => {
    if (balancer) return balancer.url;
    return system.route === "dns" ? dns.addressFor(client, nowS) : servers.instances()[0]?.url;
  };
  const failures = [...story.crashes.map(({ atS }) => atS), story.zoneLostS];
  const noticeS = habits.checkS * (habits.balancerFailures + 1);
  const isRecent = (nowS: number) => failures.some((atS) => nowS >= atS && nowS < atS + noticeS);

  const result: Outcome = {
    sent: 0,
    lost: 0,
    darkS: 0,
    lostLate: 0,
    isBackAtEnd: false,
    serverSeconds: 0,
    minutes: [],
  };
  let minute = { sent: 0, lost: 0 };
  try {
    for (let nowS = 0; nowS < END_S; nowS += STEP_S) {
      await servers.arrive(nowS);
      if (nowS % habits.checkS === 0 && broken !== "checks") await (balancer ?? dns).check();
      const demand = nowS < story.growthS ? DEMAND : 2 * DEMAND;
      const answers = await Promise.all(
        Array.from({ length: demand }, (_, client) => askTime(addressOf(client, nowS), nowS)),
      );
      const lost = answers.filter((isAnswered) => !isAnswered).length;
      result.sent += demand;
      result.lost += lost;
      if (lost === demand) result.darkS += STEP_S;
      if (!isRecent(nowS)) result.lostLate += lost;
      result.isBackAtEnd = lost === 0;
      result.serverSeconds += servers.instances().filter(({ alive }) => alive).length * STEP_S;
      minute = { sent: minute.sent + demand, lost: minute.lost + lost };
      if ((nowS + STEP_S) % 60 === 0) {
        result.minutes.push([nowS / 60 - (nowS % 60) / 60, (100 * minute.lost) / minute.sent]);
        minute = { sent: 0, lost: 0 };
      }
    }
  } finally {
    await balancer?.stop();
    await servers.stop();
  }
  return result;
}
