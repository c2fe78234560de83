import type { Problem } from "@myclothes/client";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { sentenceOf } from "../../parts/form/form.tsx";
import { asCustomer } from "../../state/customer.ts";
import { accountTexts } from "../../texts.account.ts";

type Answer<T> = { data?: T; error?: Problem };

/** Reads something of the customer's when the page opens. If nobody is signed in any more, the sign-in page follows. */
export function useCustomerData<T>(read: () => Promise<Answer<T>>) {
  const data = useSignal<T | undefined>(undefined);
  const problem = useSignal<Problem | undefined>(undefined);
  const load = async () => {
    problem.value = undefined;
    const answer = asCustomer(await read());
    if (answer.data) data.value = answer.data;
    problem.value = answer.error;
  };
  useEffect(() => void load(), []);
  return { data, problem, load };
}

interface Props {
  problem: Problem | undefined;
  isReady: boolean;
  onRetry: () => unknown;
  children: () => ComponentChildren;
}

/** What was read, or why it was not. */
export function Loaded({ problem, isReady, onRetry, children }: Props) {
  if (problem)
    return (
      <div role="alert" class="account-message">
        <p>{sentenceOf(problem)}</p>
        <button class="button quiet" type="button" onClick={() => void onRetry()}>
          {accountTexts.retry}
        </button>
      </div>
    );
  if (!isReady) return <p class="account-wait">{accountTexts.loading}</p>;
  return <>{children()}</>;
}
