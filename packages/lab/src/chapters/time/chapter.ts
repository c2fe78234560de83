import { share } from "../../report/numbers.ts";
import type { Chapter, Chart, Table } from "../../runner/chapter.ts";
import { buildProgram } from "../../runner/program.ts";
import { costTable } from "./cost.ts";
import { live, type Outcome } from "./experiment.ts";
import { checks } from "./invariant.ts";
import { habits } from "./story.ts";
import { type System, systems } from "./systems.ts";

type Lived = { system: System; outcomes: Outcome[] };

export const time: Chapter = {
  name: "time",
  number: 1,
  title: "A service that tells the time",
  question: "What does each step from one server to three zones save, when the same servers die?",
  systems,
  experiment: `A story of 45 minutes: a server dies, demand doubles, two servers die within three minutes, and a zone is lost for 12 minutes. Servers are real processes that end by kill -9; the clock is the lab's, in steps of 10 s, so a busy machine changes no figure. A server boots in ${habits.bootS} s, a person notices after ${habits.noticeS / 60} minutes, health checks run every ${habits.checkS} s.`,
  invariant:
    "In three zones, somebody is answered in every second, and requests are lost only until two health checks have failed.",
  trials: 3,
  async run({ seed, trials, progress, broken, only }) {
    const program = await buildProgram();
    const all: Lived[] = [];
    try {
      for (const system of systems.filter(({ key }) => !only || only.includes(key))) {
        const outcomes: Outcome[] = [];
        for (let trial = 0; trial < trials; trial++) {
          progress(`${system.name}: trial ${trial + 1} of ${trials}`);
          outcomes.push(await live(program.file, system, seed, trial, broken));
        }
        all.push({ system, outcomes });
      }
    } finally {
      program.remove();
    }
    return {
      tables: [table(all), costTable()],
      charts: [chart(all)],
      checks: checks(all),
      lessons: lessons(all),
      missing: [],
    };
  },
};

const total = (outcomes: Outcome[], key: "sent" | "lost" | "darkS" | "serverSeconds") =>
  outcomes.reduce((sum, outcome) => sum + outcome[key], 0);

function table(all: Lived[]): Table {
  return {
    title: "Lost under the same failures",
    columns: ["system", "requests lost", "share", "seconds without any answer", "server hours"],
    rows: all.map(({ system, outcomes }) => [
      system.name,
      `${total(outcomes, "lost")} of ${total(outcomes, "sent")}`,
      share(total(outcomes, "lost"), total(outcomes, "sent")),
      Math.round(total(outcomes, "darkS") / outcomes.length),
      (total(outcomes, "serverSeconds") / outcomes.length / 3600).toFixed(1),
    ]),
    note: "Seconds and hours are those of the story: the mean of its trials, of 45 minutes each.",
  };
}

function chart(all: Lived[]): Chart {
  return {
    kind: "lines",
    title: "Requests lost, minute by minute",
    says: "The first trial. Each step makes the same failures shorter; only three zones survive the loss of one.",
    x: "minute of the story",
    y: "% lost",
    series: all.map(({ system, outcomes }) => ({ name: system.name, points: outcomes[0]?.minutes ?? [] })),
  };
}

function lessons(all: Lived[]): string[] {
  const figures = (key: string) => {
    const outcomes = all.find(({ system }) => system.key === key)?.outcomes;
    return outcomes && share(total(outcomes, "lost"), total(outcomes, "sent"));
  };
  const [single, long, dns, balancer, group, zones] = systems.map(({ key }) => figures(key));
  if (!single || !long || !dns || !balancer || !group || !zones) return [];
  return [
    `Lost: one server ${single}, DNS ${dns}, load balancer ${balancer}, a group that replaces ${group}, three zones ${zones}.`,
    `Several servers behind DNS help only as far as the TTL allows: with an hour, clients keep dead addresses, and ${long} were lost although two servers of three were alive most of the time.`,
    "The requests lost in three zones went to a dead server before two health checks had failed. A client that repeats such a request reaches another server.",
  ];
}
