import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { sentenceOf } from "../say.ts";
import { signIns } from "../session.ts";
import { texts } from "../texts.ts";

interface Failure {
  code: string;
  detail: string;
}
type Answer<T> = { data: T; error?: undefined } | { data?: undefined; error: Failure };

export interface Loaded<T> {
  data: Signal<T | undefined>;
  problem: Signal<string | undefined>;
  isLoading: Signal<boolean>;
  reload: () => Promise<void>;
}

/**
 * Reads something when the page appears, and when `of` changes. Former data stays until the new is there. A later answer wins,
 * whatever arrives first.
 */
export function useLoaded<T>(
  read: (former: T | undefined) => Promise<Answer<T>>,
  of: readonly unknown[],
): Loaded<T> {
  const data = useSignal<T | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const isLoading = useSignal(true);
  const latest = useSignal(0);
  const reload = async () => {
    const mine = ++latest.value;
    isLoading.value = true;
    const answer = await read(data.peek());
    if (mine !== latest.value) return;
    isLoading.value = false;
    problem.value = answer.error && sentenceOf(answer.error);
    if (!answer.error) data.value = answer.data;
  };
  useEffect(() => {
    void reload();
  }, [...of]);
  const count = signIns.value;
  useEffect(() => {
    // With another key, what was refused may be there.
    if (problem.value !== undefined) void reload();
  }, [count]);
  return { data, problem, isLoading, reload };
}

/** What is shown instead of data, or above the data of before. */
export function LoadState({ loaded }: { loaded: Loaded<unknown> }) {
  const { data, problem, isLoading, reload } = loaded;
  return (
    <>
      <div role="alert">
        {problem.value && (
          <div class="warning">
            <p>{problem.value}</p>
            <button type="button" onClick={() => void reload()}>
              {texts.retry}
            </button>
          </div>
        )}
      </div>
      {isLoading.value && data.value === undefined && (
        <p class="wait" aria-busy="true">
          {texts.loading}
        </p>
      )}
    </>
  );
}

/** The button below a list that reads its next page. */
export const LoadMore = ({
  loaded,
  label,
}: {
  loaded: Pick<Loaded<unknown>, "isLoading" | "reload">;
  label: string;
}) => (
  <button
    type="button"
    class="button quiet"
    aria-busy={loaded.isLoading.value}
    onClick={() => !loaded.isLoading.value && void loaded.reload()}
  >
    {loaded.isLoading.value ? texts.loading : label}
  </button>
);
