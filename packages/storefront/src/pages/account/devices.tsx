import type { components } from "@myclothes/client";
import { useSignal } from "@preact/signals";
import { day } from "../../format.ts";
import { sentenceOf } from "../../parts/form/form.tsx";
import type { PageOf } from "../../routes.ts";
import { shop } from "../../shop.ts";
import { asCustomer } from "../../state/customer.ts";
import { notice } from "../../state/notice.ts";
import { accountTexts } from "../../texts.account.ts";
import { deviceOf } from "./account.rules.ts";
import { AccountFrame } from "./frame.tsx";
import { Loaded, useCustomerData } from "./load.tsx";
import { Done } from "./profile.tsx";

type Session = components["schemas"]["Session"];

const t = accountTexts.devices;

export const DevicesPage = ({ page }: { page: PageOf<"personal"> }) => (
  <AccountFrame page={page} title={t.title}>
    {() => <Devices />}
  </AccountFrame>
);

/** A page of the API has up to so many. Few customers have more devices. */
const LIMIT = 100;

const nameOf = ({ userAgent }: Session): string => {
  const { browser, system } = deviceOf(userAgent);
  return t.device(browser, system);
};

function Devices() {
  const { data, problem, load } = useCustomerData(() =>
    shop.GET("/v1/sessions", { params: { query: { limit: LIMIT } } }),
  );
  /** The sessions that are being ended. */
  const ending = useSignal<string[]>([]);
  const done = useSignal("");
  const sessions = data.value?.data ?? [];
  const others = sessions.filter(({ current }) => !current);

  const end = async (ended: Session[], said: string) => {
    if (ending.value.length > 0) return;
    done.value = "";
    ending.value = ended.map(({ id }) => id);
    const answers = await Promise.all(
      ended.map(async ({ id }) => shop.DELETE("/v1/sessions/{id}", { params: { path: { id } } })),
    );
    // One that is unknown has ended already.
    const failed = answers.find(({ error }) => error && error.code !== "session.unknown");
    if (failed?.error) notice.value = sentenceOf(asCustomer(failed).error ?? failed.error);
    else done.value = said;
    await load();
    ending.value = [];
  };

  return (
    <Loaded problem={problem.value} isReady={!!data.value} onRetry={load}>
      {() => (
        <>
          <p class="lede">{t.text}</p>
          <ul class="device-list">
            {[...sessions]
              .sort((one, other) => Number(other.current) - Number(one.current))
              .map((session) => (
                <li key={session.id} aria-busy={ending.value.includes(session.id)}>
                  <span>
                    <b>{nameOf(session)}</b>
                    {session.current && <span class="tag">{t.current}</span>}
                    <small>
                      {t.since(day(session.createdAt))}, {t.seen(day(session.lastSeenAt))}
                    </small>
                  </span>
                  {!session.current && (
                    <button
                      type="button"
                      aria-label={t.endOne(nameOf(session))}
                      onClick={() => void end([session], t.ended(nameOf(session)))}
                    >
                      {ending.value.includes(session.id) ? t.ending : t.end}
                    </button>
                  )}
                </li>
              ))}
          </ul>
          {others.length > 1 && (
            <button class="button quiet" type="button" onClick={() => void end(others, t.othersEnded)}>
              {ending.value.length > 1 ? t.ending : t.endOthers}
            </button>
          )}
          <Done>{done.value}</Done>
        </>
      )}
    </Loaded>
  );
}
