import { type Child, launch, node } from "@myclothes/local/child";

export interface Instance {
  url: string;
  /** The balancer's opinion. It may be wrong for a while. */
  healthy: boolean;
  alive: boolean;
  /** Ends the process at once, as when its machine is lost. */
  kill(): Promise<void>;
}

export interface Group {
  instances: Instance[];
  /** Starts one more instance. */
  add(env?: NodeJS.ProcessEnv): Promise<Instance>;
  stop(): Promise<void>;
}

/** Starts instances of the miniature shop, each a process of its own. */
export async function startGroup(program: string, size: number, env: NodeJS.ProcessEnv): Promise<Group> {
  const children: Child[] = [];
  const instances: Instance[] = [];
  const add = async (more: NodeJS.ProcessEnv = {}): Promise<Instance> => {
    const child = await launch({
      ...node(program, []),
      name: "An instance",
      ready: /ready on (http:\S+)/,
      env: { ...process.env, ...env, ...more },
    });
    children.push(child);
    const kill = async () => {
      instance.alive = false;
      process.kill(child.pid, "SIGKILL");
      await child.ended;
    };
    const instance: Instance = { url: child.ready[1] ?? "", healthy: true, alive: true, kill };
    child.ended.then(() => {
      instance.alive = false;
    });
    instances.push(instance);
    return instance;
  };
  try {
    await Promise.all(Array.from({ length: size }, () => add()));
  } catch (error) {
    await Promise.all(children.map((child) => child.stop()));
    throw error;
  }
  return {
    instances,
    add,
    stop: async () => void (await Promise.all(children.map((child) => child.stop()))),
  };
}

/** Kills an instance, and puts a new one in its place. */
export async function replace(group: Group, victim: Instance): Promise<void> {
  await victim.kill();
  await group.add();
  group.instances.splice(group.instances.indexOf(victim), 1);
}
