import type { Chart, Table } from "../../runner/chapter.ts";
import type { Measured } from "./invariant.ts";
import { isClosedButRequired, isOpenButForbidden, type Tried } from "./paths.ts";

const nameOf = ({ from, to }: Tried) => `${from} → ${to}`;
const mark = (one: Tried) =>
  `${one.isOpen ? "open" : "closed"}${isOpenButForbidden(one) || isClosedButRequired(one) ? " !" : ""}`;
const distinct = (tried: Tried[]) => [...new Map(tried.map((one) => [nameOf(one), one])).values()];
const count = (tried: Tried[], isWrong: (one: Tried) => boolean) => distinct(tried.filter(isWrong)).length;

export function tables(all: Measured[]): Table[] {
  const tried = all.filter(({ system }) => system.key !== "shop");
  const shop = all.find(({ system }) => system.key === "shop");
  const counted: Table = {
    title: "Paths of each network",
    columns: ["system", "paths", "required", "closed though required", "open though forbidden"],
    rows: all.map((one) => [
      one.system.name,
      distinct(one.tried).length,
      count(one.tried, ({ isRequired }) => isRequired),
      count(one.tried, isClosedButRequired),
      count(one.tried, isOpenButForbidden),
    ]),
  };
  const first = distinct(tried[0]?.tried ?? []).sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const matrix: Table = {
    title: "Which tier reaches which",
    columns: ["path", "must be", ...tried.map(({ system }) => system.name)],
    rows: first.map((path) => [
      nameOf(path),
      path.isRequired ? "open" : "closed",
      ...tried.map((one) => mark(one.tried.find((other) => nameOf(other) === nameOf(path)) ?? path)),
    ]),
    note: "“!” marks what must not be. Port 443 is the web tier's service, 5432 the store's, 22 that of the administrators; the client stands for the internet.",
  };
  const stacks: Table = {
    title: "This shop's paths, read from its stacks",
    columns: ["path", "must be", "is", "because"],
    rows: distinct(shop?.tried ?? []).map((one) => [
      nameOf(one),
      one.isRequired ? "open" : "closed",
      mark(one),
      one.why ?? "",
    ]),
    note: "The resources of the stage “production”, without an AWS account. The status is the real answer of the function Api.",
  };
  return [counted, ...(tried.length ? [matrix] : []), ...(shop ? [stacks] : [])];
}

export const chart = (all: Measured[]): Chart => ({
  kind: "bars",
  title: "Open though forbidden",
  says: "How many paths an intruder can use that the shop does not need. Subnets alone close only the way from the client to the store.",
  x: "system",
  y: "paths",
  series: [
    {
      name: "paths",
      points: all.map(({ system, tried }) => [system.name, count(tried, isOpenButForbidden)]),
    },
  ],
});

export function lessons(all: Measured[]): string[] {
  const find = (key: string) => all.find(({ system }) => system.key === key)?.tried;
  const [flat, routes, firewall, shop] = ["flat", "routes", "firewall", "shop"].map(find);
  const forbidden = (tried: Tried[]) =>
    `${count(tried, isOpenButForbidden)} of ${count(tried, ({ isRequired }) => !isRequired)}`;
  const said: string[] = [];
  if (flat && routes)
    said.push(
      `In one network, ${forbidden(flat)} forbidden paths are open. Subnets with routes leave ${forbidden(routes)} open: a route knows neither ports nor who begins, so the store can still call the web tier, and every administrator's port on the way is open.`,
    );
  if (firewall)
    said.push(
      `A stateful firewall leaves ${forbidden(firewall)} open. It is one more list to keep: each new service needs its rule, and a rule that is too wide is not noticed until someone tries.`,
    );
  if (shop)
    said.push(
      `This shop has ${forbidden(shop)} forbidden paths open, with no firewall rule: the database's security groups are empty, and the functions are in no network. What guards the stores is IAM. So the question moves from “who can reach it” to “who may do what”, and a permission that is too wide does what an open port did. One path stays open that a firewall could close: functions outside a network can call any address of the internet.`,
    );
  return said;
}
