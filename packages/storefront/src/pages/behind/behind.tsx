import { useSignal } from "@preact/signals";
import type { PageOf } from "../../routes.ts";
import { calls, instances, isLocal } from "../../state/calls.ts";
import { behindTexts } from "../../texts.behind.ts";
import "./behind.css";
import { shortName } from "./behind.rules.ts";
import { Details } from "./details.tsx";
import { Drawing } from "./drawing.tsx";
import { Try } from "./try.tsx";
import { milliseconds, storyOf } from "./words.ts";

/** One request's way through edge, function and stores. The newest call is shown until a visitor chooses another. */
export function BehindPage(_: { page: PageOf<"personal"> }) {
  const t = behindTexts;
  const chosen = useSignal<number | undefined>(undefined);
  const call = calls.value.find(({ number }) => number === chosen.value) ?? calls.value[0];
  const drawing = { call, known: instances.value };
  return (
    <div class="page behind">
      <div class="behind-head">
        <h1>{t.title}</h1>
        <p class="lede">{t.lede}</p>
      </div>
      <Try
        onCall={() => {
          chosen.value = undefined;
        }}
      />
      <figure class="behind-figure">
        <figcaption class="story">{call ? storyOf(call) : t.waiting}</figcaption>
        <Drawing {...drawing} isWide />
        <Drawing {...drawing} isWide={false} />
        {isLocal.value && (
          <p>
            <small>{t.local}</small>
          </p>
        )}
      </figure>
      <div class="behind-columns">
        {call && <Details call={call} />}
        <section class="call-list" aria-labelledby="behind-calls">
          <h2 id="behind-calls">{t.calls}</h2>
          <p>
            <small>{t.callsHint}</small>
          </p>
          <ol>
            {calls.value.map((one) => (
              <li key={one.number}>
                <button
                  type="button"
                  aria-pressed={one === call}
                  onClick={() => {
                    chosen.value = one.number;
                  }}
                >
                  <span class="call-name">
                    {one.method} {one.path}
                  </span>
                  <small>
                    {one.servedBy ? shortName(one.servedBy) : t.byEdge} · {milliseconds(one.ms)}
                    {one.status >= 400 && ` · ${one.status}`}
                    {one.isRepeat && ` · ${t.repeated}`}
                  </small>
                </button>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </div>
  );
}
