import { createRequire } from "node:module";
import { join } from "node:path";

/** The used part of the Pulumi SDK. Its own types exist only after the platform is prepared. */
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

export interface ResourceRequest {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  provider: string;
  custom: boolean;
  id?: string;
}

export interface Mocks {
  newResource(requested: ResourceRequest): { id: string | undefined; state: Record<string, unknown> };
  call(requested: {
    token: string;
    inputs: Record<string, unknown>;
    provider: string;
  }): Record<string, unknown>;
}

export interface Message {
  toJavaScript(): Record<string, unknown>;
}

/** A request to register a resource, or to read an existing one, which has fewer fields. */
export interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getObject?(): Message | undefined;
  getProperties?(): Message | undefined;
  getCustom?(): boolean;
  getProtect?(): boolean;
  getRetainondelete?(): boolean;
  getIgnorechangesList?(): string[];
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

/** Loads the same copy that the bundled program loads. */
export function loadPulumi(platform: string): Pulumi {
  const require = createRequire(join(platform, "package.json"));
  const { runtime, Resource } = require("@pulumi/pulumi");
  // In the package's index, `Output` is a function. The class is exported from another module only.
  return { runtime, Resource, Output: require("@pulumi/pulumi/output").Output };
}
