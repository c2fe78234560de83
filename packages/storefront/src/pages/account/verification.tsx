import type { Problem } from "@myclothes/client";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { sentenceOf } from "../../parts/form/form.tsx";
import { personal } from "../../routes.ts";
import { shop } from "../../shop.ts";
import { accountTexts } from "../../texts.account.ts";
import { linkToken } from "./account.rules.ts";

/** Confirms an e-mail by the link of a mail, at once. A repetition does no harm. */
export function VerificationPage() {
  const t = accountTexts.verification;
  const token = useRef(linkToken(location.hash)).current;
  const state = useSignal<"working" | "done" | Pick<Problem, "code" | "detail">>("working");
  const confirm = async () => {
    if (!token) {
      state.value = { code: "customer.unknown_token", detail: accountTexts.reset.noToken };
      return;
    }
    state.value = "working";
    const { error } = await shop.PUT("/v1/email-verifications/{token}", { params: { path: { token } } });
    state.value = error ?? "done";
    // So that nobody finds the token in the browser's history.
    if (!error) history.replaceState(history.state, "", location.pathname);
  };
  useEffect(() => void confirm(), []);
  const found = state.value;
  const isTemporary = typeof found === "object" && !/^customer\./.test(found.code);
  const title = found === "working" ? t.working : found === "done" ? t.done : t.failed;
  return (
    <div class="page message" role="status" aria-busy={found === "working"}>
      <h1>{title}</h1>
      {found === "done" && <p class="lede">{t.doneText}</p>}
      {typeof found === "object" && <p class="lede">{sentence(found)}</p>}
      {isTemporary && (
        <button class="button" type="button" onClick={() => void confirm()}>
          {accountTexts.retry}
        </button>
      )}
      {found !== "working" && (
        <a class={isTemporary ? "link" : "button"} href={personal.account}>
          {t.account}
        </a>
      )}
    </div>
  );
}

function sentence(problem: Pick<Problem, "code" | "detail">): string {
  const t = accountTexts.verification;
  if (problem.detail === accountTexts.reset.noToken) return problem.detail;
  if (problem.code === "customer.unknown_token") return t.unknown;
  if (problem.code === "customer.email_taken") return t.taken;
  return sentenceOf(problem);
}
