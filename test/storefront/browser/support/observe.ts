import type { BrowserContext, Page } from "playwright-core";

/** What the pages of a device have done. */
export interface Observed {
  /** Console errors, thrown errors, failed requests, answers from 400, and requests to other hosts, unless expected. */
  problems: string[];
  /** Every answer, in order. */
  answers: Answer[];
  /** The instance that answered last, such as `2-14205`. */
  lastInstance(): string | undefined;
}

export interface Answer {
  method: string;
  path: string;
  status: number;
  type: string;
  /** The instance that answered. Undefined: the edge did. */
  servedBy: string | undefined;
}

/** Observes all pages of a device from now on. */
export function observe(context: BrowserContext, origin: string, expected: RegExp[]): Observed {
  const problems: string[] = [];
  const answers: Answer[] = [];
  const note = (problem: string) => {
    if (!expected.some((pattern) => pattern.test(problem))) problems.push(problem);
  };
  context.on("page", (page: Page) => {
    page.on("pageerror", (error) => note(`thrown: ${error.message}`));
  });
  context.on("console", (message) => {
    if (message.type() === "error") note(`console: ${message.text()} ${message.location().url}`);
  });
  context.on("request", (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol.startsWith("http") && asked !== origin) note(`another host: ${request.url()}`);
  });
  context.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // The page itself ends these: a newer search, a page that is left.
    if (why !== "net::ERR_ABORTED") note(`failed: ${request.method()} ${request.url()} ${why}`);
  });
  context.on("response", (response) => {
    const { pathname: path, protocol } = new URL(response.url());
    if (!protocol.startsWith("http")) return;
    const headers = response.headers();
    const method = response.request().method();
    const status = response.status();
    answers.push({
      ...{ method, path, status },
      type: response.request().resourceType(),
      servedBy: /hit/i.test(headers["x-cache"] ?? "") ? undefined : headers["x-served-by"],
    });
    if (status >= 400) note(`answer: ${method} ${path} ${status}`);
  });
  const lastInstance = () => answers.findLast(({ servedBy }) => servedBy)?.servedBy;
  return { problems, answers, lastInstance };
}
