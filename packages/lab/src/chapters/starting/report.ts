import { percentile } from "../../report/numbers.ts";
import type { Chart, Table } from "../../runner/chapter.ts";
import type { Counted } from "./invariant.ts";

const msOf = ({ starts }: Counted) => starts.map(({ ms }) => ms).sort((a, b) => a - b);
const median = (one: Counted) => percentile(msOf(one), 0.5);
const seconds = (ms: number) => (ms / 1000).toFixed(ms < 995 ? 2 : 1);
const last = ({ starts }: Counted) => starts.at(-1) ?? { placed: { files: 0, bytes: 0 }, statements: 0 };
const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
const isDatabase = ({ system }: Counted) => system.database !== undefined;

export function tables(all: Counted[]): Table[] {
  const shop = all.filter((one) => !isDatabase(one));
  const databases = all.filter(isDatabase);
  const times = (one: Counted) => [seconds(median(one)), seconds(msOf(one).at(-1) ?? 0)];
  const columns = ["system", "first answer, s", "slowest"];
  const shopTable: Table = {
    title: "A new instance of the shop",
    columns: [...columns, "files put into place", "MB read", "modules loaded"],
    rows: shop.map((one) => {
      const { files, bytes } = last(one).placed;
      return [one.system.name, ...times(one), files, megabytes(bytes), one.modules];
    }),
    note: "Medians of seconds on this machine. All four run the same source of the shop's Api against the same stores. The boot of a machine and AWS's own part of a cold start are not included.",
  };
  const databaseTable: Table = {
    title: "A new database",
    columns: [...columns, "statements executed", "files copied", "MB read", "accounts lost"],
    rows: databases.map((one) => {
      const { placed, statements } = last(one);
      const lost = `${one.accountsLost} of ${one.starts.length}`;
      return [one.system.name, ...times(one), statements, placed.files, megabytes(placed.bytes), lost];
    }),
    note: "Until a cold function has answered from it. Accounts: one that was created after the seed, and before the snapshot.",
  };
  return [...(shop.length ? [shopTable] : []), ...(databases.length ? [databaseTable] : [])];
}

export const chart = (all: Counted[]): Chart => ({
  kind: "bars",
  title: "Seconds until the first answer",
  says: "Work that was done before the start is not done at the start: each step below moves more of it to the build. Medians, on this machine.",
  x: "system",
  y: "seconds",
  series: [{ name: "seconds", points: all.map((one) => [one.system.name, median(one) / 1000]) }],
});

export function lessons(all: Counted[]): string[] {
  const find = (key: string) => all.find(({ system }) => system.key === key);
  const [install, image, cold, warm, replay, snapshot] = [
    "install",
    "image",
    "cold",
    "warm",
    "replay",
    "snapshot",
  ].map(find);
  const times = (one: Counted, other: Counted) => (median(one) / median(other)).toFixed(1);
  const said: string[] = [];
  if (install && image)
    said.push(
      `Installing at boot takes ${times(install, image)} times as long as unpacking what was installed before, for the same ${last(install).placed.files} files. It also makes the registry a part of the shop: while it was unavailable, ${install.alone.filter(({ isRight }) => !isRight).length} of ${install.alone.length} starts failed, and every other system started.`,
    );
  if (image && cold)
    said.push(
      `The bundle is the same source in ${last(cold).placed.files} files instead of ${last(image).placed.files}, and in ${cold.modules} module instead of ${image.modules}: the image needs ${times(image, cold)} times as long.`,
    );
  if (cold && warm)
    said.push(
      `A warm instance answers ${times(cold, warm)} times as fast as a cold one. That is a reason to start less, not to keep state in it: the cart was right in both, because it is in a store.`,
    );
  if (replay && snapshot)
    said.push(
      `Replaying schema and seed takes ${last(replay).statements} statements and ${times(replay, snapshot)} times as long as starting on a copy of ${last(snapshot).placed.files} files. It also brings back only what the seed knows: ${replay.accountsLost} of ${replay.starts.length} times an account was missing, and ${snapshot.accountsLost} of ${snapshot.starts.length} times with the snapshot. What came after the snapshot would be missing there too: that needs a log to replay, as point-in-time recovery does.`,
    );
  return said;
}
