import { type Group, type Instance, startGroup } from "../../runner/group.ts";
import { type Events, habits } from "./story.ts";
import type { System } from "./systems.ts";

/** A place for a server, and the real process that stands in it. */
interface Slot {
  zone: string;
  instance: Instance | undefined;
  /** When its next server has booted. */
  readyS: number | undefined;
  capacity: number;
}

export interface Servers {
  /** Those that exist, dead ones included until something has noticed. */
  instances(): Instance[];
  /** Lets the story arrive at this second: servers die, boot, and are replaced. */
  arrive(nowS: number): Promise<void>;
  stop(): Promise<void>;
}

/** The servers of one system. `broken` without `repair`: nobody restarts a dead server. */
export async function startServers(
  program: string,
  system: System,
  { crashes, growthS, zoneLostS, zoneBackS }: Events,
  capacity: number,
  broken?: string,
): Promise<Servers> {
  const group: Group = await startGroup(program, 0, {});
  const boot = (slot: Slot) => group.add({ LAB_CAPACITY: String(slot.capacity) });
  const slots: Slot[] = Array.from({ length: system.servers }, (_, at) => ({
    zone: system.zones[at % system.zones.length] ?? "a",
    instance: undefined,
    readyS: undefined,
    capacity,
  }));
  for (const slot of slots) slot.instance = await boot(slot);

  const isLost = (zone: string, nowS: number) => zone === "a" && nowS >= zoneLostS && nowS < zoneBackS;
  const resizeS = growthS + habits.growthNoticeS;

  const die = async (slot: Slot, nowS: number) => {
    if (!slot.instance?.alive) return;
    await slot.instance.kill();
    if (!system.isGroup && broken !== "repair") slot.readyS = nowS + habits.noticeS + habits.bootS;
  };
  const arrive = async (nowS: number) => {
    for (const { atS, victim } of crashes) {
      const living = slots.filter(({ instance }) => instance?.alive);
      const slot = living[victim % Math.max(1, living.length)];
      if (atS === nowS && slot) await die(slot, nowS);
    }
    if (nowS === zoneLostS) for (const slot of slots) if (slot.zone === "a") await die(slot, nowS);
    if (system.isResized && nowS === resizeS) {
      const [slot] = slots;
      if (slot) {
        slot.capacity *= 2;
        // The restart is planned. If the server is dead anyway, the person who restarts it takes the larger size.
        if (slot.instance?.alive) {
          await slot.instance.kill();
          slot.readyS = nowS + habits.bootS;
        }
      }
    }
    for (const slot of slots) await repair(slot, nowS);
  };
  const repair = async (slot: Slot, nowS: number) => {
    // A group acts when the balancer's health checks have failed. It spreads its servers over the zones that it has.
    const isNoticed = slot.instance && !slot.instance.healthy;
    if (system.isGroup && isNoticed && slot.readyS === undefined && broken !== "repair") {
      const others = (zone: string) => slots.filter((other) => other !== slot && other.zone === zone).length;
      const open = system.zones.filter((zone) => !isLost(zone, nowS));
      slot.zone = open.sort((one, other) => others(one) - others(other))[0] ?? slot.zone;
      slot.readyS = nowS + habits.bootS;
    }
    if (slot.readyS === undefined || nowS < slot.readyS) return;
    // In a lost zone nothing boots. Servers boot by themselves when it is back.
    if (isLost(slot.zone, nowS)) slot.readyS = zoneBackS + habits.bootS;
    else {
      slot.instance = await boot(slot);
      slot.readyS = undefined;
    }
  };
  const instances = () => slots.flatMap(({ instance }) => (instance ? [instance] : []));
  return { instances, arrive, stop: group.stop };
}
