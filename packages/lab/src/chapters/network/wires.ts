import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { findProgram } from "../../engines/find.ts";
import { TIERS, type Tier } from "./paths.ts";

/** Connects tiers. Each is a process in a network namespace of its own; this process has the namespace of the switch or router. */
export type Wiring = (pids: Record<Tier, number>, broken: string) => Record<Tier, string>;

const run = (command: string) => {
  const [program = "", ...args] = command.split(" ");
  execFileSync(program, args);
};
const inside = (pid: number, command: string) => run(`nsenter -t ${pid} -n ${command}`);

/** A cable from this namespace into that of a tier. */
function plug(tier: Tier, pid: number, address: string): void {
  run(`ip link add name ${tier} type veth peer name eth0 netns ${pid}`);
  run(`ip link set ${tier} up`);
  inside(pid, "ip link set lo up");
  inside(pid, `ip address add ${address}/24 dev eth0`);
  inside(pid, "ip link set eth0 up");
}

/** One switch, one network. */
export const flat: Wiring = (pids, broken) => {
  run("ip link add name switch type bridge");
  run("ip link set switch up");
  const addresses = { client: "10.0.0.1", web: "10.0.0.2", store: "10.0.0.3" };
  for (const tier of TIERS) {
    plug(tier, pids[tier], addresses[tier]);
    if (broken !== "cable" || tier !== "web") run(`ip link set ${tier} master switch`);
  }
  return addresses;
};

/** Three subnets, and a router between them. */
const subnets: Wiring = (pids) => {
  const addresses = { client: "10.0.1.1", web: "10.0.2.1", store: "10.0.3.1" };
  for (const tier of TIERS) {
    const router = addresses[tier].replace(/1$/, "254");
    plug(tier, pids[tier], addresses[tier]);
    run(`ip address add ${router}/24 dev ${tier}`);
    inside(pids[tier], `ip route add default via ${router}`);
  }
  writeFileSync("/proc/sys/net/ipv4/ip_forward", "1");
  return addresses;
};

/** Route tables know subnets, not ports and directions. This router forwards nothing between client and store. */
export const routes: Wiring = (pids, broken) => {
  const addresses = subnets(pids, broken);
  run("ip rule add iif client to 10.0.3.0/24 prohibit");
  run("ip rule add iif store to 10.0.1.0/24 prohibit");
  if (broken === "forwarding") run("ip rule add iif web to 10.0.3.0/24 prohibit");
  return addresses;
};

/** A stateful firewall on the router: two connections may begin, their answers return, and nothing else passes. */
export const firewall: Wiring = (pids, broken) => {
  const addresses = subnets(pids, broken);
  if (broken === "rules") return addresses;
  const nft = findProgram("nft");
  const rules = nft
    ? [
        `${nft} add table inet lab`,
        `${nft} add chain inet lab forward { type filter hook forward priority 0 ; policy drop ; }`,
        `${nft} add rule inet lab forward ct state established,related accept`,
        `${nft} add rule inet lab forward iif client oif web tcp dport 443 accept`,
        `${nft} add rule inet lab forward iif web oif store tcp dport 5432 accept`,
        // A refusal is noticed at once. A packet that is dropped would make the lab wait.
        `${nft} add rule inet lab forward reject with tcp reset`,
      ]
    : [
        "-P FORWARD DROP",
        "-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT",
        "-A FORWARD -i client -o web -p tcp --dport 443 -j ACCEPT",
        "-A FORWARD -i web -o store -p tcp --dport 5432 -j ACCEPT",
        "-A FORWARD -p tcp -j REJECT --reject-with tcp-reset",
      ].map((rule) => `${findProgram("iptables")} ${rule}`);
  for (const rule of rules) run(rule);
  return addresses;
};

export const hasFirewall = () => findProgram("nft", "iptables") !== undefined;
