import { readdirSync, readFileSync } from "node:fs";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, string>;
}
interface Job {
  uses?: string;
  if?: string;
  needs?: string | string[];
  environment?: string;
  permissions?: Record<string, string>;
  with?: Record<string, unknown>;
  steps?: Step[];
  strategy?: { matrix: { node: unknown[] } };
}
interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  concurrency?: { group: string; "cancel-in-progress": unknown };
  jobs: Record<string, Job>;
}

const folder = new URL("../../.github/", import.meta.url);
const text = (name: string) => readFileSync(new URL(name, folder), "utf8");
const names = readdirSync(new URL("workflows/", folder));
const workflows = Object.fromEntries(
  names.map((name) => [name.replace(".yml", ""), load(text(`workflows/${name}`)) as Workflow]),
);
const jobs = Object.entries(workflows).flatMap(([name, workflow]) =>
  Object.entries(workflow.jobs).map(([job, of]) => ({ name: `${name}/${job}`, workflow, ...of })),
);
const has = (job: Job, action: string) => job.steps?.some(({ uses }) => uses?.startsWith(action)) ?? false;

describe("every workflow", () => {
  it("may only read the repository, unless a job says otherwise", () => {
    for (const { permissions } of Object.values(workflows)) expect(permissions).toEqual({ contents: "read" });
  });

  it("gets a token for AWS only where a stage is deployed, in a job with an environment, or in its caller", () => {
    const withToken = jobs.filter(({ permissions }) => permissions?.["id-token"]).map(({ name }) => name);
    expect(withToken.sort()).toEqual([
      "deploy/production",
      "deploy/staging",
      "preview/stage",
      "rollback/rollback",
      "stage/stage",
    ]);
    for (const job of jobs) {
      if (has(job, "aws-actions/"))
        expect([job.name, job.environment]).toEqual([job.name, expect.any(String)]);
      if (job.permissions?.["id-token"] && !job.uses) expect(has(job, "aws-actions/")).toBe(true);
    }
  });

  it("uses GitHub's own actions by their major version, and all others by commit", () => {
    const used = jobs.flatMap(({ steps = [] }) => steps.flatMap(({ uses }) => uses ?? []));
    expect(used.length).toBeGreaterThan(5);
    for (const action of used) expect(action).toMatch(/^actions\/[\w-]+@v\d+$|^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  });

  it("keeps no key, leaves no token of Git behind, and puts no text of a pull request into a script", () => {
    for (const name of names)
      expect(text(`workflows/${name}`)).not.toMatch(/secrets\.|AWS_SECRET|pull_request_target/);
    for (const { steps = [] } of jobs) {
      for (const { run, uses, with: given } of steps) {
        expect(run ?? "").not.toContain("${{");
        if (uses?.startsWith("actions/checkout")) expect(given?.["persist-credentials"]).toBe(false);
      }
      // Install scripts of packages run before there are credentials.
      const at = (match: (step: Step) => boolean | undefined) => steps.findIndex(match);
      const credentials = at(({ uses }) => uses?.startsWith("aws-actions/"));
      if (credentials >= 0) expect(at(({ run }) => run === "npm ci")).toBeLessThan(credentials);
    }
  });
});

describe("delivery", () => {
  it("tests main, then deploys staging, then production, and never stops a deploy half-way", () => {
    const { on, jobs, concurrency } = workflows.deploy ?? ({} as Workflow);
    expect(on).toEqual({ push: { branches: ["main"] } });
    expect(jobs.staging).toMatchObject({ needs: "check", with: { stage: "staging", rollout: true } });
    expect(jobs.production).toMatchObject({
      needs: "staging",
      with: { stage: "production", environment: "production", rollout: true },
    });
    expect(concurrency).toEqual({ group: "deploy", "cancel-in-progress": false });
    expect(workflows.rollback?.concurrency).toBeUndefined();
  });

  it("has instructions for a stuck lock, and for an urgent fix while a run waits for its approval", () => {
    const readme = readFileSync(new URL("../../stacks/README.md", import.meta.url), "utf8");
    const section = readme.split("### Deploy from GitHub")[1]?.split("\n### ")[0];
    for (const text of ["npx sst unlock --stage production", "reject the run", "rollout --at-once --stage"])
      expect(section).toContain(text);
  });

  it("removes the stage of a pull request when it is closed, and gives none to a fork", () => {
    const { on, jobs, concurrency } = workflows.preview ?? ({} as Workflow);
    expect(on).toEqual({ pull_request: { types: ["opened", "reopened", "synchronize", "closed"] } });
    expect(jobs.stage?.if).toBe("github.event.pull_request.head.repo.full_name == github.repository");
    expect(jobs.stage?.with).toMatchObject({
      environment: "preview",
      stage: expect.stringMatching(/^pr-.{3} github\.event\.number .{2}$/),
    });
    expect(String(jobs.stage?.with?.remove)).toContain("== 'closed'");
    expect(concurrency?.["cancel-in-progress"]).toBe(false);
  });

  it("rolls back with one command", () => {
    const runs = workflows.rollback?.jobs.rollback?.steps?.flatMap(({ run }) => run ?? []);
    expect(runs).toEqual(["npm ci", 'npm run shop -- rollout back --stage "$STAGE"']);
  });

  it("tests with every version of Node that package.json allows", () => {
    const { engines } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(workflows.check?.jobs.node?.strategy?.matrix.node.map(String)).toEqual(["20.19.0", "22", "24"]);
    expect(engines.node).toBe("^20.19 || ^22.12 || >=24");
  });
});

describe("the role of a workflow", () => {
  const { Statement: trust } = JSON.parse(text("aws/trust.json"));
  const { Statement: permissions } = JSON.parse(text("aws/permissions.json"));

  it("is for one environment of one repository", () => {
    expect(trust).toHaveLength(1);
    expect(trust[0].Condition).toEqual({
      StringEquals: {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": "repo:OWNER/REPOSITORY:environment:ENVIRONMENT",
      },
    });
  });

  it("changes only roles of the shop, passes them to named services only, and never changes itself", () => {
    for (const { Sid, Effect, Resource, Condition } of permissions)
      if (Effect === "Allow" && Sid !== "ServiceLinkedRoles")
        expect(Resource).toMatch(/:role\/myclothes-\*$/);
      else if (Effect === "Allow") expect(Condition).toBeDefined();
    const pass = permissions.filter(({ Action }: { Action: string }) => Action.includes("iam:PassRole"));
    expect(pass).toHaveLength(1);
    expect(pass[0].Condition.StringEquals["iam:PassedToService"]).not.toContain("ec2.amazonaws.com");
    expect(permissions).toContainEqual(
      expect.objectContaining({
        Effect: "Deny",
        Resource: expect.stringContaining(":role/myclothes-delivery-"),
      }),
    );
  });
});
