import { expect, it } from "vitest";
import { readFlags } from "../../packages/local/src/flags.ts";

it("has defaults: port 3000, three instances, existing data is kept", () => {
  expect(readFlags([], {})).toEqual({ port: 3000, instances: 3, fresh: false, help: false });
});

it("reads flags, and the port from PORT without a flag", () => {
  expect(readFlags(["--instances", "5", "--fresh"], { PORT: "8080" })).toMatchObject({
    port: 8080,
    instances: 5,
    fresh: true,
  });
  expect(readFlags(["--port=81"], { PORT: "8080" }).port).toBe(81);
  expect(readFlags(["-h"], {}).help).toBe(true);
});

it.each([
  [["--instances", "0"], {}, '--instances is "0", but it must be a whole number from 1 to 20.'],
  [["--instances", "21"], {}, '--instances is "21", but it must be a whole number from 1 to 20.'],
  [["--instances", "2.5"], {}, '--instances is "2.5", but it must be a whole number from 1 to 20.'],
  [["--port", "65536"], {}, 'The port is "65536", but it must be a whole number from 0 to 65535.'],
  [[], { PORT: "http" }, 'The port is "http", but it must be a whole number from 0 to 65535.'],
  [["--frehs"], {}, "Unknown option '--frehs'. --help lists the flags."],
  [["fresh"], {}, "Unexpected argument 'fresh'. --help lists the flags."],
  [["--port"], {}, "Option '--port <value>' argument missing. --help lists the flags."],
])("refuses %j with %j in one line", (args, env, line) => {
  expect(() => readFlags(args, env)).toThrow(line);
});
