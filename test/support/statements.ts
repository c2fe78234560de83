import {
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
  RDSDataClient,
} from "@aws-sdk/client-rds-data";
import { vi } from "vitest";

/** The distinct SQL statements that the shop sends during `work`. */
export async function statements(work: () => Promise<unknown>): Promise<ExecuteStatementCommandInput[]> {
  const send = vi.spyOn(RDSDataClient.prototype, "send");
  await work();
  const sent = send.mock.calls.flatMap(([command]) =>
    command instanceof ExecuteStatementCommand ? [command.input] : [],
  );
  send.mockRestore();
  return [...new Map(sent.map((input) => [input.sql, input])).values()];
}
