import { createRequire } from "node:module";
import { join } from "node:path";

/** What we use of the Pulumi SDK in the platform. Its own types are there only once the platform is prepared. */
export interface Pulumi {
  runtime: {
    setMocks(
      mocks: Mocks,
      project: string,
      stack: string,
      preview: boolean,
      organization: string,
    ): Promise<void>;
    setAllConfig(config: Record<string, string>): void;
    runInPulumiStack(init: () => Promise<unknown>): Promise<unknown>;
    getMonitor(): Monitor;
    waitForRPCs(): Promise<void>;
  };
  Resource: { framePositionRegExp: RegExp };
  Output: { prototype: { apply(...args: unknown[]): { promise(withUnknowns: boolean): Promise<unknown> } } };
}

export interface Asked {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  provider: string;
  custom: boolean;
  id?: string;
}

export interface Mocks {
  newResource(asked: Asked): { id: string | undefined; state: Record<string, unknown> };
  call(asked: { token: string; inputs: Record<string, unknown>; provider: string }): Record<string, unknown>;
}

export interface Message {
  toJavaScript(): Record<string, unknown>;
}

/** A request to register a resource, or to read one that is there already: these say less. */
export interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getObject?(): Message | undefined;
  getProperties?(): Message | undefined;
  getCustom?(): boolean;
  getProtect?(): boolean;
  getRetainondelete?(): boolean;
  getProvider(): string;
  getDependenciesList(): string[];
  getStacktrace():
    | { getFramesList(): { getPc(): { getUri(): string; getLine(): number } | undefined }[] }
    | undefined;
}

type Reply<T> = (error: Error | null, response?: T) => void;
type Register = (request: Request, reply: Reply<{ getUrn(): string }>) => void;

export interface Monitor {
  newUrn(parent: string, type: string, name: string): string;
  registerResource: Register;
  readResource: Register;
  registerResourceOutputs(
    request: { getUrn(): string; getOutputs(): Message | undefined },
    reply: Reply<unknown>,
  ): void;
}

/** The very copy that the bundled program will load. */
export function loadPulumi(platform: string): Pulumi {
  const require = createRequire(join(platform, "package.json"));
  const { runtime, Resource } = require("@pulumi/pulumi");
  // `Output` there is a function with types of its own; the class behind it is not exported from the package's index.
  return { runtime, Resource, Output: require("@pulumi/pulumi/output").Output };
}
