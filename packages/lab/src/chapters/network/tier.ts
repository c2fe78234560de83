// One tier, as a process with a network of its own: `node tier.mjs <name> <port>…`. It answers on its ports with its name. Each
// line that it reads is a list of addresses: it connects to all of them, and prints whether the right tiers have answered.
import { connect, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";

const [name = "", ...ports] = process.argv.slice(2);
/** Only for packets that nobody answers. A refusal is an event. */
const DEADLINE_MS = 3_000;

interface Target {
  address: string;
  port: number;
  name: string;
}

const open: Socket[] = [];

/** The connection stays open, so that a firewall knows it while other paths are tried. */
const reaches = ({ address, port, name: wanted }: Target) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host: address, port });
    open.push(socket);
    const late = setTimeout(() => socket.destroy(), DEADLINE_MS);
    const end = (isReached: boolean) => {
      clearTimeout(late);
      resolve(isReached);
    };
    socket.once("data", (data) => end(data.toString() === wanted));
    socket.once("close", () => end(false));
    socket.on("error", () => {});
  });

for (const port of ports) {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.write(name);
  });
  await new Promise<void>((resolve) => server.listen(Number(port), "0.0.0.0", resolve));
}
console.log("ready");
createInterface({ input: process.stdin })
  .on("line", async (line) => console.log(JSON.stringify(await Promise.all(JSON.parse(line).map(reaches)))))
  // The program that started it has ended.
  .on("close", () => process.exit());
