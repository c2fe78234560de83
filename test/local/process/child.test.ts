import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { launch, node } from "../../../packages/local/src/process/child.ts";
import { alive, script } from "../fixtures/processes.ts";

it("ends every kind of child when the parent is killed", async () => {
  const engines =
    process.platform === "linux" && process.arch === "x64" ? ["dynalite", "dynoxide"] : ["dynalite"];
  const parent = script(
    fileURLToPath(new URL("../fixtures/parent.ts", import.meta.url)),
    process.cwd(),
    engines,
  );
  const [, list = ""] = await parent.said(/started (.+)/);
  const pids = list.split(" ").map(Number);
  expect(alive(pids).length).toBe(engines.length + 1);
  parent.kill("SIGKILL");
  await expect.poll(() => alive(pids)).toEqual([]);
});

it("throws with the last line of a program that ends before it is ready", async () => {
  const program = { command: "/bin/sh", args: ["-c", "echo first; echo the port is taken >&2; exit 3"] };
  await expect(launch({ ...program, name: "The thing", ready: /ready/ })).rejects.toThrow(
    "The thing could not start: the port is taken",
  );
});

it("throws when there is no such program", async () => {
  const program = { ...node("none.mjs", []), command: "/none/such" };
  await expect(launch({ ...program, name: "The thing", ready: /ready/ })).rejects.toThrow(
    /^The thing could not start: .*not found/,
  );
});

it("returns the match of the ready line, and the reason of the end", async () => {
  const program = { command: "/bin/sh", args: ["-c", "echo ready on http://here; exec sleep 60"] };
  const child = await launch({ ...program, name: "The thing", ready: /ready on (\S+)/ });
  expect(child.ready[1]).toBe("http://here");
  await child.stop();
  expect(await child.ended).toBe("it was ended by SIGTERM");
  expect(alive([child.pid])).toEqual([]);
});
